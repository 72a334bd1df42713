"""Fetch feeds and articles now, in this process."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from sources.ingest import hosts_with_work, seconds_until_work, visit
from sources.management.example import ExampleCommand
from sources.models import Feed, Fetch

#: So many sites are visited in turn before we look again who waits longest.
SITES_PER_ROUND = 200
#: A site that wants a longer rest is left to the background worker.
MAX_WAIT_SECONDS = 60


class Command(ExampleCommand):
    help = "Fetch the feeds that are due, and the articles that wait, in this process."
    epilog = """\
Without it, the site's worker does the same in the background. Each site gets one
request at a time, with a pause after it (FETCH_HOST_DELAY, 1 second).

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
        for fetch in _fetch_what_is_due():
            self.say(fetch)
            counts[fetch.outcome] += 1
        self.conclude(counts, "fetches")


def _fetch_what_is_due() -> Iterator[Fetch]:
    """Go from site to site until nothing is due that may be had soon."""
    while True:
        visits = map(visit, hosts_with_work(SITES_PER_ROUND))
        fetched = [fetch for fetch in visits if fetch is not None]
        yield from fetched
        seconds = 0.0 if fetched else seconds_until_work()
        if seconds is None or seconds > MAX_WAIT_SECONDS:
            return
        time.sleep(seconds)
