"""Which claims go out, a chunk at a time, so that a million need no more memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Model, Prefetch

from actors.models import Actor
from claims.models import Allegation, Claim, ClaimQuerySet
from claims.selectors import counted_claims
from sources.models import Article, Revision

#: Large enough that the queries for rows don't matter, small enough for a phone.
CHUNK_SIZE = 1000


@dataclass(frozen=True)
class Selection:
    """Claims as a filter gives them, in its order.

    `site` is the address of the home page with its slash: what makes paths addresses.
    """

    claims: ClaimQuerySet
    site: str
    #: Is told how many claims each chunk has, once they have gone out.
    progress: Callable[[int], object] = lambda _: None
    #: Addresses of what the claims of a chunk share.
    _pages: dict[tuple[type[Model], int], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
            self._pages.clear()
            rows = in_full().in_bulk(chunk)
            found = [rows[number] for number in chunk if number in rows]
            yield found
            self.progress(len(found))

    def address(self, path: str) -> str:
        return self.site + path.removeprefix("/")

    def page(self, row: Actor | Allegation | Article) -> str:
        """The address of the row's page, worked out once a chunk: that is slow."""
        key = (type(row), row.pk)
        if key not in self._pages:
            self._pages[key] = self.address(row.get_absolute_url())
        return self._pages[key]


def in_full() -> ClaimQuerySet:
    """All claims with what an export says of them, which is less than a list shows.

    Claims share their actors, articles and outlets: a query for each of these costs
    less than a row of each for every claim. Eight queries.
    """
    revisions = Revision.objects.defer("text", "html")
    return (
        counted_claims()
        .select_related(None)
        .defer(None)
        .defer("search")
        .prefetch_related(
            *("speaker", "speaker_body", "target", "allegation"),
            Prefetch("revision", revisions),
            "revision__article__outlet",
        )
    )


def _batches(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    iterator = iter(numbers)
    while batch := list(islice(iterator, size)):
        yield batch
