"""Follow a feed."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from sources.ingest import KNOWN, add_feed
from sources.management.example import ExampleCommand
from sources.models import Fetch


class Command(ExampleCommand):
    help = "Follow an RSS, Atom or JSON feed, after reading it once."
    epilog = """\
The site polls the feed from then on, and fetches the articles that it announces. Of a
site's own address, the feed is looked for.

Example:
  manage.py add_feed https://news.example.org/rss.xml --outlet "The Example"
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL")
        parser.add_argument(
            "--outlet",
            default="",
            help="whose feed it is, if it does not say so itself",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        fetch = add_feed(options["url"], outlet=options["outlet"])
        if fetch.is_problem:
            raise CommandError(f"{fetch.origin}: {fetch.detail}")
        self.stdout.write(_words(fetch))


def _words(fetch: Fetch) -> str:
    assert fetch.feed is not None
    if fetch.detail == KNOWN:
        return f"{fetch.feed}: {fetch.detail}"
    return (
        f"{fetch.feed} of {fetch.feed.outlet} is followed now; articles waiting to be "
        f"fetched: {fetch.new_articles}."
    )
