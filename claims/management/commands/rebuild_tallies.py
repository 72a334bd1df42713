"""Count anew what pages sum up."""

from typing import Any

from django.core.management.base import BaseCommand

from claims import tallies


class Command(BaseCommand):
    help = """Count all claims anew for the sums that pages show.

The database keeps the sums by itself; this is for a database whose triggers were off,
as while single tables were restored. Whoever writes claims waits until it is done.

Example: manage.py rebuild_tallies"""

    def handle(self, *args: Any, **options: Any) -> None:
        tallies.rebuild()
        self.stdout.write(f"{tallies.claim_count()} claims counted")
