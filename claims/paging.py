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


class CappedPaginator(Paginator):
    """A paginator that stops counting at COUNT_LIMIT rows and says that it did."""

    @cached_property
    def _rows(self) -> int:
        return capped_count(cast(QuerySet, self.object_list))

    def page(self, number: int | str) -> Page:
        """Find the rows of the page first, so that only they are read with all columns.

        Otherwise PostgreSQL works out the counts of every row that OFFSET skips.
        """
        number = self.validate_number(number)
        rows = cast(QuerySet, self.object_list)
        first = (number - 1) * self.per_page
        shown = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(rows.filter(pk__in=shown), number, self)

    @property
    def count(self) -> int:
        return min(self._rows, COUNT_LIMIT)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._rows > COUNT_LIMIT


def page_of(request: HttpRequest, rows: QuerySet, per_page: int = PER_PAGE) -> Page:
    """The page that `?page=` asks for; the first or last one when it asks nonsense."""
    return CappedPaginator(rows, per_page).get_page(request.GET.get("page"))
