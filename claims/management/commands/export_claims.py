"""Write claims to a file, in any of the formats that the site offers."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from claims.exports.formats import FORMATS
from claims.exports.selection import Selection
from claims.filters import ClaimFilter
from claims.models import ClaimQuerySet


class Command(BaseCommand):
    help = """Write claims to a file.

Example: manage.py export_claims claims.csv --filter "speaker=india&after=2019-01-01"

The filter is what stands after the ? in the address of a list of claims. Without one,
all claims that readers see are written."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("output", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="csv")
        parser.add_argument("--filter", default="", help="as in the list's address")
        parser.add_argument(
            "--site",
            default="http://127.0.0.1:8000/",
            help="the site's address, for links (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        claims, site = _claims(options["filter"]), _with_slash(options["site"])
        form, output = FORMATS[options["format"]], options["output"]
        with tqdm(total=claims.count(), unit=" claims", disable=None) as progress:
            written = _Counter(progress)
            selection = Selection(claims, site, written.add)
            try:
                with output.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(form.write(selection))
            except OSError as error:
                raise CommandError(str(error)) from error
        noun = "claim" if written.number == 1 else "claims"
        self.stdout.write(f"{written.number} {noun} written to {output}")


class _Counter:
    """Counts also where no bar is shown, which tqdm doesn't."""

    def __init__(self, bar: tqdm) -> None:
        self._bar = bar
        self.number = 0

    def add(self, claims: int) -> None:
        self.number += claims
        self._bar.update(claims)


def _claims(query: str) -> ClaimQuerySet:
    filtered = ClaimFilter.of(query, AnonymousUser())
    if not filtered.is_valid():
        raise CommandError("\n".join(filtered.messages()))
    return filtered.claims


def _with_slash(site: str) -> str:
    return site if site.endswith("/") else f"{site}/"
