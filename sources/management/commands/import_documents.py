"""Import files of many kinds from disk."""

from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Sum
from tqdm import tqdm

from sources.ingest import continue_import, new_import, resume_import, stop_import
from sources.management.example import ExampleCommand, in_words
from sources.models import Fetch, Import
from sources.parse import FIELDS

#: So many problems are told one by one; the report has them all.
MAX_TOLD = 100
#: Results between two looks at how far it has come.
PROGRESS_STEP = 50


class Command(ExampleCommand):
    help = "Import articles from files and folders."
    epilog = """\
A PATH is a plain text (its first line is the headline), a saved web page, a PDF, a Word
document (DOCX), a mail (EML), JSON or JSONL with documents {"id", "source", "date",
"title", "text", "url"}, CSV with such columns, a WARC file, a ZIP archive of these or a
folder; perhaps compressed with gzip. What it is shows in its content, not in its name.
What is known already is not doubled; a changed text becomes a new revision.

What was interrupted, by kill -9 too, goes on with --resume and the import's number.

Examples:
  manage.py import_documents article.txt --outlet "My outlet" --date 2026-01-31
  manage.py import_documents table.csv --column text=Body --column title=Heading
  manage.py import_documents --resume 12
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument(
            "--outlet", default="", help="who published what does not say so itself"
        )
        parser.add_argument(
            "--date", type=_day, help="day of publication where a file tells none"
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            type=_column,
            metavar="FIELD=COLUMN",
            help="which column of a table holds a field, if it has an unusual name",
        )
        parser.add_argument(
            "--trial",
            action="store_true",
            help="say what would happen; archive nothing",
        )
        parser.add_argument(
            "--resume", type=int, metavar="N", help="go on with import N"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pk = self._resumed(options["resume"]) if options["resume"] else _start(options)
        try:
            self._watch(continue_import(pk), pk)
        except KeyboardInterrupt:
            stop_import(pk)
            raise CommandError(
                f"Stopped. To go on: manage.py import_documents --resume {pk}"
            ) from None
        done = Import.objects.get(pk=pk)
        for file in done.files.all()[:MAX_TOLD]:
            of_file = Counter(file.fetches.order_by().values_list("outcome", flat=True))
            self.stdout.write(f"{file.path or file.name}: {in_words(of_file)}")
        if done.state != Import.State.DONE:
            raise CommandError(f"Import {pk} was taken over or stopped by somebody.")
        self.conclude(_counts(done), "documents")

    def _resumed(self, pk: int) -> int:
        if not Import.objects.filter(pk=pk).exists():
            raise CommandError(f"There is no import {pk}.")
        resume_import(pk)
        return pk

    def _watch(self, results: Iterable[Fetch], pk: int) -> None:
        """Say what goes wrong; on a terminal, how far it has come and what goes on."""
        files = Import.objects.get(pk=pk).files
        total = files.aggregate(total=Sum("size"))["total"] or 0
        with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
            if not bar.disable:
                bar.write(f"Import {pk}; if interrupted: --resume {pk}", self.stderr)
            told = 0
            for number, fetch in enumerate(results):
                if fetch.is_problem and told < MAX_TOLD:
                    self.say(fetch)
                    told += 1
                if number % PROGRESS_STEP == 0 and not bar.disable:
                    read = files.aggregate(read=Sum("bytes_read"))["read"]
                    bar.update(read - bar.n)
            bar.update(total - bar.n)


def _start(options: dict[str, Any]) -> int:
    if not options["paths"]:
        raise CommandError("Name a file or folder, or an import to --resume.")
    started = new_import(
        paths=_files(options["paths"]),
        outlet=options["outlet"],
        day=options["date"],
        columns=dict(options["column"]),
        is_trial=options["trial"],
        in_background=False,
    )
    return started.pk


def _counts(done: Import) -> Counter[str]:
    return Counter(
        {
            str(outcome): getattr(done, outcome)
            for outcome in Fetch.Outcome
            if getattr(done, outcome)
        }
    )


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


def _column(text: str) -> tuple[str, str]:
    field, _equals, name = text.partition("=")
    if field not in FIELDS or not name:
        raise ArgumentTypeError(
            f"{text!r} is not like text=Body; fields are {', '.join(FIELDS)}"
        )
    return field, name
