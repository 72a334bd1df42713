"""Read claims in a file of documents, without the database."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.document_extraction import extract_documents


class Command(BaseCommand):
    help = """Read claims in documents and link them, from a file to a file.

Example: manage.py extract articles.jsonl claims.jsonl --jobs 2

Each line of the input is a document {"id", "source", "date", "title", "text"}; a name
that ends in .gz is compressed. The output has a line for each, in the same order, with
its claims, their rebuttals and its attributions. No database is needed."""
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("input", type=Path)
        parser.add_argument("output", type=Path)
        parser.add_argument(
            "--jobs", type=_positive, default=1, help="processes that read (default 1)"
        )
        parser.add_argument(
            "--gold-claims",
            action="store_true",
            help="link the claims that the input has instead of reading any",
        )

        parser.add_argument(
            "--incidents",
            action="store_true",
            help="also name the perpetrators of attacks: perp_org and perp_ind",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = extract_documents(
                options["input"],
                options["output"],
                jobs=options["jobs"],
                gold_claims=options["gold_claims"],
                incidents=options["incidents"],
                report=self.stderr.write,
            )
        except OSError as error:
            raise CommandError(str(error)) from error
        summary = (
            f"{done.documents} documents: {done.claims} claims, {done.links} links "
            f"in {options['output']}"
        )
        if done.errors:
            raise CommandError(f"{summary}; {done.errors} lines could not be read")
        self.stdout.write(summary)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number of processes")
    return int(text)
