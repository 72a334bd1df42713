"""Find the copies among articles now, in this process."""

from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from sources.management.example import ExampleCommand
from sources.models import Article
from sources.syndication import fold_waiting

#: Between two signs of life.
STEP = 50


class Command(ExampleCommand):
    help = "Find out which articles are copies of one another, in this process."
    epilog = """\
Without it, the site's worker does the same in the background for each new text.

Example:
  manage.py fold_copies --all
"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also articles that were compared before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            Article.objects.exclude(folded_at=None).update(folded_at=None)
        waiting = Article.objects.unfolded().count()
        done = 0
        with tqdm(total=waiting, unit=" articles", disable=None) as progress:
            while folded := fold_waiting(STEP):
                done += folded
                progress.update(folded)
        copies = Article.objects.exclude(original=None).count()
        self.stdout.write(
            f"{done} articles compared; {copies} articles of the archive are copies"
        )
