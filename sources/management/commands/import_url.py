"""Archive one article from the web."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from sources.ingest import add_url
from sources.management.example import ExampleCommand


class Command(ExampleCommand):
    help = "Fetch a web page and archive its article."
    epilog = """\
A page that is known already is read again; if its text changed, it gets a revision.

Example:
  manage.py import_url https://news.example.org/2026/01/31/minister-denies
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL")
        parser.add_argument(
            "--outlet", default="", help="who published it, if the page does not say so"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        fetch = add_url(options["url"], outlet=options["outlet"])
        if fetch.is_problem:
            raise CommandError(f"{fetch.origin}: {fetch.detail}")
        self.stdout.write(
            f"Article {fetch.article_id}, {fetch.article}: "
            f"{fetch.get_outcome_display()}."
        )
