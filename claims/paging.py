"""Pages of long lists, without counting everything."""

from functools import cached_property
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

#: Nobody pages further than this by hand, and counting further costs a scan.
COUNT_LIMIT = 10_000
PER_PAGE = 50


def capped_count(rows: QuerySet) -> int:
    """The number of rows, or COUNT_LIMIT + 1 for any more than COUNT_LIMIT."""
    return rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()


class CappedPage(Page):
    paginator: "CappedPaginator"


class CappedPaginator(Paginator):
    """A paginator that stops counting at COUNT_LIMIT rows, or earlier, and says so.

    One query finds the ids of all rows that can be paged to, another the rows of the
    page with all their columns: else PostgreSQL works out those of every row that
    OFFSET skips, and applies the filters once more to count.
    """

    #: The number of rows that can be paged to; None is COUNT_LIMIT.
    limit: int | None = None

    @property
    def _limit(self) -> int:
        return COUNT_LIMIT if self.limit is None else self.limit

    @cached_property
    def _found(self) -> list[int]:
        rows = cast(QuerySet, self.object_list)
        return list(rows.values_list("pk", flat=True)[: self._limit + 1])

    @property
    def ids(self) -> list[int]:
        """Those of the rows that can be paged to, in order."""
        return self._found[: self._limit]

    def page(self, number: int | str) -> CappedPage:
        number = self.validate_number(number)
        rows = cast(QuerySet, self.object_list)
        first = (number - 1) * self.per_page
        shown = self._found[first : min(first + self.per_page, self._limit)]
        return CappedPage(rows.filter(pk__in=shown), number, self)

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return len(self._found) > self._limit


def page_of(
    request: HttpRequest,
    rows: QuerySet,
    per_page: int = PER_PAGE,
    *,
    limit: int | None = None,
) -> CappedPage:
    """The page that `?page=` asks for; the first or last one when it asks nonsense.

    `limit` is for filters so slow that COUNT_LIMIT rows are too many to find.
    """
    paginator = CappedPaginator(rows, per_page)
    paginator.limit = limit
    return cast(CappedPage, paginator.get_page(request.GET.get("page")))
