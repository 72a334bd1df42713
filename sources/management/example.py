"""What the commands of this app have in common: a help page with an example."""

from argparse import RawDescriptionHelpFormatter
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources.models import Fetch


class ExampleCommand(BaseCommand):
    """A command whose --help ends with `epilog`, as it is written."""

    epilog: str

    def create_parser(
        self, prog_name: str, subcommand: str, **kwargs: Any
    ) -> CommandParser:
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=self.epilog,
            formatter_class=RawDescriptionHelpFormatter,
            **kwargs,
        )

    def say(self, fetch: Fetch) -> None:
        """One line for what happened; what went wrong goes to the error stream."""
        line = f"{fetch.origin}: {fetch.get_outcome_display()}"
        if fetch.is_problem:
            self.stderr.write(f"{line}. {fetch.detail}")
        else:
            self.stdout.write(f"{line}. {fetch.detail}".removesuffix(". "))

    def conclude(self, counts: Counter[str], noun: str) -> None:
        """The last line; an error, and exit status 1, if anything went wrong."""
        summary = f"{counts.total()} {noun}: {in_words(counts)}."
        if any(counts[str(outcome)] for outcome in Fetch.PROBLEMS):
            raise CommandError(summary)
        self.stdout.write(summary)


def in_words(counts: Counter[str]) -> str:
    """Outcomes and how often, as in "3 new, 1 refused"."""
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "nothing"
