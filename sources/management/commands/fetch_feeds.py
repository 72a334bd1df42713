"""Fetch feeds and articles now, in this process."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from sources.ingest import fetch_article, fetch_feed
from sources.management.example import ExampleCommand
from sources.models import Article, Feed, Fetch


class Command(ExampleCommand):
    help = "Fetch the feeds that are due, and the articles that wait, in this process."
    epilog = """\
Without it, the site's worker does the same in the background.

Example:
  manage.py fetch_feeds --all
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also feeds that are not due yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            waiting = Feed.objects.filter(is_paused=False)
            waiting.update(next_fetch_at=timezone.now(), taken_at=None)
        counts: Counter[str] = Counter()
        for fetch in chain(_feeds(), _articles()):
            self.say(fetch)
            counts[fetch.outcome] += 1
        self.conclude(counts, "fetches")


def _feeds() -> Iterator[Fetch]:
    for pk in Feed.objects.due().values_list("pk", flat=True):
        if Feed.objects.take(pk):
            yield fetch_feed(pk)


def _articles() -> Iterator[Fetch]:
    for pk in Article.objects.due().values_list("pk", flat=True):
        if Article.objects.take(pk):
            yield fetch_article(pk)
