"""Follow all feeds of a list."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sources.ingest import KNOWN, add_feed
from sources.management.example import ExampleCommand
from sources.models import Fetch
from sources.parse import Outline, ParseError, parse_opml


class Command(ExampleCommand):
    help = "Follow the feeds of an OPML list, as feed readers export it."
    epilog = """\
Each feed is read once, and gets a line that says whether it is new, known or why it
failed. Folders are kept. A bad feed stops no other; running the command again tries
what failed.

Example:
  manage.py import_opml subscriptions.opml
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        outlines = _read(options["file"])
        counts: Counter[str] = Counter()
        for number, outline in enumerate(outlines, start=1):
            fetch = add_feed(outline.url, folder=outline.folder)
            word = _word(fetch)
            counts[word] += 1
            self.stdout.write(
                f"[{number}/{len(outlines)}] line {outline.line}: {word}: "
                f"{outline.url} {fetch.detail}".rstrip()
            )
        self.conclude(counts, "feeds")


def _read(file: Path) -> list[Outline]:
    try:
        return parse_opml(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except ParseError as error:
        raise CommandError(f"{file}: {error}") from error


def _word(fetch: Fetch) -> str:
    if fetch.feed is None:
        return "failed"
    return "known" if fetch.detail == KNOWN else "new"
