from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from actors.gazetteer import read_gazetteer
from actors.gazetteer.load import load_gazetteer


class Command(BaseCommand):
    help = """Bring the shipped actors, their names and offices up to date.

Safe to repeat: what people entered or changed stays as it is.

Example:
  python manage.py load_gazetteer"""

    def create_parser(
        self, prog_name: str, subcommand: str, **options: Any
    ) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **options)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_gazetteer(read_gazetteer())
        self.stdout.write(
            f"Added {loaded.actors} actors, {loaded.aliases} names and "
            f"{loaded.affiliations} affiliations; removed {loaded.removed} that are "
            "no longer shipped."
        )
