"""Read the articles that wait for the language pipeline, in this process."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from claims.extraction import forget_analyses, unread_revisions
from claims.loaded import actor_index, pipeline
from claims.models import Analysis, Claim, Link
from claims.revisions import process_revision

State = Analysis.State


class Command(BaseCommand):
    help = """Read the articles that wait for the language pipeline; link their claims.

The background worker does the same by itself; this needs no worker.

Example: manage.py read_articles"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="read all articles again, also those that this pipeline has read",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            forget_analyses()
        states = Counter(self._read())
        summary = (
            f"{states[State.DONE]} articles read. There are now "
            f"{Claim.objects.visible().count()} claims and "
            f"{Link.objects.visible().count()} links."
        )
        if states[State.FAILED]:
            failed = f"{states[State.FAILED]} articles could not be read"
            raise CommandError(f"{summary} {failed}: see their analyses.")
        self.stdout.write(summary)

    def _read(self) -> Iterator[str]:
        try:
            nlp = pipeline()
        except OSError as error:
            raise CommandError(f"no language model: {error}") from error
        waiting = list(unread_revisions().values_list("pk", flat=True))
        for revision_id in tqdm(waiting, unit=" articles", disable=None):
            analysis = process_revision(revision_id, nlp, actor_index())
            if analysis is not None:
                yield analysis.state
