"""Counts of rows that belong to an outer query's row."""

from __future__ import annotations

from django.db.models import Count, F, Func, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import ClaimQuerySet


def count_of(rows: QuerySet) -> Subquery:
    """How many rows there are for each outer one; `rows` refer to it by OuterRef."""
    # Without a GROUP BY there is a row, hence a 0, also where there is nothing.
    # As no column in particular is counted, an index will do.
    number = Func(template="COUNT(*)", output_field=IntegerField())
    counted = rows.order_by().annotate(n=number).values("n")
    return Subquery(counted, output_field=IntegerField())


def count_distinct(claims: ClaimQuerySet, what: F | Coalesce) -> Coalesce:
    """The same for the number of different values among an allegation's claims."""
    counted = (
        claims.order_by().values("allegation").annotate(n=Count(what, distinct=True))
    )
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
