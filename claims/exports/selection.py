"""Which claims go out, a chunk at a time, so that a million need no more memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from claims.models import Claim, ClaimQuerySet
from claims.selectors import counted_claims

#: Large enough that the queries for rows don't matter, small enough for a phone.
CHUNK_SIZE = 1000


@dataclass(frozen=True)
class Selection:
    """Claims as a filter gives them, in its order.

    `site` is the address of the home page with its slash: what makes paths addresses.
    """

    claims: ClaimQuerySet
    site: str

    def chunks(self) -> Iterator[list[Claim]]:
        """The claims with all that an export says of them.

        The numbers alone are read through a cursor of the database, once; the rows
        then come by their numbers. So the filter is applied once, in whatever order,
        and no transaction stays open while a slow reader downloads.
        """
        numbers = self.claims.values_list("pk", flat=True).iterator(
            chunk_size=CHUNK_SIZE
        )
        for chunk in _batches(numbers, CHUNK_SIZE):
            rows = in_full().in_bulk(chunk)
            yield [rows[number] for number in chunk if number in rows]

    def address(self, path: str) -> str:
        return self.site + path.removeprefix("/")


def in_full() -> ClaimQuerySet:
    """All claims with what an export says of them, which is less than a list shows."""
    return counted_claims().select_related("allegation")


def _batches(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    iterator = iter(numbers)
    while batch := list(islice(iterator, size)):
        yield batch
