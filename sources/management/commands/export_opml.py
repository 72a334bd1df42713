"""Write down all feeds."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sources.ingest import export_opml
from sources.management.example import ExampleCommand


class Command(ExampleCommand):
    help = "Write the feeds that are followed to an OPML list, with their folders."
    epilog = """\
Feed readers and import_opml read it.

Example:
  manage.py export_opml feeds.opml
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        body, count = export_opml()
        try:
            options["file"].write_bytes(body)
        except OSError as error:
            message = f"{options['file']} cannot be written: {error.strerror}."
            raise CommandError(message) from error
        self.stdout.write(f"{count} feeds are in {options['file']}.")
