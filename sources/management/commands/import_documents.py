"""Import texts, web pages and JSONL files from disk."""

from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from sources.ingest import import_file
from sources.management.example import ExampleCommand, in_words
from sources.models import Fetch

#: Between two signs of life on a terminal.
PROGRESS_STEP = 50


class Command(ExampleCommand):
    help = "Import articles from text, HTML and JSONL files."
    epilog = """\
Each PATH is a plain text (its first line is the headline), a saved web page, a JSONL
file with a document {"id", "source", "date", "title", "text", "url"} on each line,
perhaps compressed with gzip, or a folder of such files. What is known already is not
doubled; a changed text becomes a new revision.

Example:
  manage.py import_documents article.txt --outlet "My outlet" --date 2026-01-31
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--outlet", default="", help="who published what does not say so itself"
        )
        parser.add_argument(
            "--date", type=_day, help="day of publication where a file tells none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        for path in _files(options["paths"]):
            results = import_file(path, outlet=options["outlet"], day=options["date"])
            of_file = Counter(self._watch(results, counts.total()))
            self.stdout.write(f"{path}: {in_words(of_file)}")
            counts += of_file
        self.conclude(counts, "documents")

    def _watch(self, results: Iterable[Fetch], before: int) -> Iterator[str]:
        """Pass the outcomes on; say what went wrong, and that it still goes on."""
        for done, fetch in enumerate(results, start=before + 1):
            if fetch.is_problem:
                self.say(fetch)
            if done % PROGRESS_STEP == 0 and self.stderr.isatty():
                self.stderr.write(f"{done} documents …\r", ending="")
            yield fetch.outcome


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths, with each folder's files (not hidden ones) in its place."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        yield from sorted(
            file
            for file in path.rglob("*")
            if file.is_file() and not file.name.startswith(".")
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day like 2026-01-31") from error
