"""Fill the database with invented claims."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from claims.models import Claim
from claims.synthetic.rows import MARK, Writer
from claims.synthetic.world import MOST_SAYINGS, World

#: Stories that are written at once.
BATCH = 500


class Command(BaseCommand):
    help = """Write invented claims into the database, to measure how it copes.

They are in articles of invented outlets about invented bodies, unevenly spread as in
the news, and count as read and linked. The same seed gives the same claims.

Example: manage.py generate_claims 100000"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="claims to write, or a few more")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--waiting",
            action="store_true",
            help="leave linking and grouping them to the workers",
        )
        parser.add_argument(
            "--beside-real-claims",
            action="store_true",
            help="write even where there are claims that are not invented",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        real = Claim.objects.exclude(revision__article__outlet__slug__startswith=MARK)
        if real.exists() and not options["beside_real_claims"]:
            raise CommandError(
                "this database has real claims; --beside-real-claims mixes them with "
                "invented ones"
            )
        written = self._write(**{n: options[n] for n in ("number", "seed", "waiting")})
        self.stdout.write(f"{written} claims written")

    def _write(self, number: int, seed: int, waiting: bool) -> int:
        world = World(seed)
        writer, stories = Writer(world, waiting=waiting), world.stories()
        written = 0
        with tqdm(total=number, unit=" claims", disable=None) as progress:
            while written < number:
                # Stories differ in length: the last batches are small.
                count = min(BATCH, (number - written) // MOST_SAYINGS + 1)
                added = writer.write(list(islice(stories, count)))
                written += added
                progress.update(added)
        return written
