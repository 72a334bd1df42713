"""Poll all feeds of a local server once, in a process of its own that others measure.

Usage: python -m bench.polling FILE_OF_ADDRESSES, with a migrated database.
"""

import sys
import time
from pathlib import Path

import django

django.setup()

from sources.ingest import fetch_feed  # noqa: E402
from sources.models import Article, Feed, Outlet  # noqa: E402


def main() -> None:
    outlet = Outlet.objects.create(name="Bench", slug="bench")
    urls = Path(sys.argv[1]).read_text().split()
    Feed.objects.bulk_create(Feed(outlet=outlet, url=url) for url in urls)
    started = time.monotonic()
    for pk in Feed.objects.due().values_list("pk", flat=True):
        if Feed.objects.take(pk):
            fetch_feed(pk)
    print(time.monotonic() - started, Article.objects.count())


if __name__ == "__main__":
    main()
