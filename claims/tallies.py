"""Exact counts of the claims that readers see, without counting them.

The rows are claims.models.DayTally (day × kind × category), ActorTally (actor × role ×
kind) and OutletTally (outlet × kind). Triggers keep them while claims are added,
edited, rejected, moved and deleted, by whoever it is; sums over them are right at any
time, inside a transaction too. They don't tell what other filters leave: count there.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import connection, transaction
from django.db.models import (
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, TruncMonth

from actors.models import Actor
from claims.models import ActorTally, DayTally, OutletTally

#: Nobody looks at single days over more than this.
DAYS_APART = 200
_TABLES = (DayTally, ActorTally, OutletTally)


def claim_count() -> int:
    """How many claims readers see. One query over some thousand rows."""
    return DayTally.objects.aggregate(n=Sum("claims", default=0))["n"]


def claims_per_day(
    *,
    after: date | None = None,
    before: date | None = None,
    kind: str = "",
    category: str = "",
) -> dict[date, Counter[str]]:
    """How many claims of each kind there are on each day, in order; two queries.

    The days `after` and `before` are themselves included; "" is any. Where the days are
    further apart than DAYS_APART, months stand for them, by their first days.
    """
    asked = {"day__gte": after, "day__lte": before, "kind": kind, "category": category}
    rows = DayTally.objects.filter(**{k: v for k, v in asked.items() if v})
    span = rows.aggregate(first=Min("day"), last=Max("day"))
    if span["first"] is None:
        return {}
    is_long = (span["last"] - span["first"]).days > DAYS_APART
    period = TruncMonth("day") if is_long else F("day")
    summed = rows.annotate(period=period).order_by("period").values("period", "kind")
    days: dict[date, Counter[str]] = {}
    for row in summed.annotate(n=Sum("claims")).filter(n__gt=0):
        days.setdefault(row["period"], Counter())[row["kind"]] = row["n"]
    return days


def actor_kinds(actor: Actor) -> dict[str, Counter[str]]:
    """By role ("made" by it or for it, "received") the number of claims of each kind.

    One query.
    """
    found = {role: Counter[str]() for role in ActorTally.Role.values}
    rows = ActorTally.objects.filter(actor=actor).values_list("role", "kind")
    for role, kind, n in rows.annotate(n=Sum("claims")):
        found[role][kind] = n
    return found


def made_by(actor: OuterRef) -> Coalesce:
    """For a query on actors: the number of claims by each and by who speaks for it."""
    return _sum(
        ActorTally.objects.filter(actor=actor, role=ActorTally.Role.MADE), "actor"
    )


def received_by(actor: OuterRef) -> Coalesce:
    """For a query on actors: the number of claims about each."""
    return _sum(
        ActorTally.objects.filter(actor=actor, role=ActorTally.Role.RECEIVED), "actor"
    )


def actors_in_claims() -> QuerySet:
    """The ids of the actors that speak or are spoken of in any claim."""
    summed = ActorTally.objects.order_by().values("actor").annotate(n=Sum("claims"))
    return summed.filter(n__gt=0).values("actor")


def published_by(outlet: OuterRef) -> Coalesce:
    """For a query on outlets: the number of claims in each one's articles."""
    return _sum(OutletTally.objects.filter(outlet=outlet), "outlet")


def _sum(rows: QuerySet, whose: str) -> Coalesce:
    """The sum of the rows of an outer one, which `whose` names."""
    summed = rows.order_by().values(whose).annotate(n=Sum("claims")).values("n")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)


def fold() -> None:
    """Add the loose rows to the kept ones; safe at any time, and to repeat."""
    for table in _TABLES:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT fold_{table._meta.db_table}()")


def has_loose(most: int) -> bool:
    """Whether more than so many rows wait for folding. One query a table."""
    return any(
        table.objects.filter(is_loose=True)[: most + 1].count() > most
        for table in _TABLES
    )


def rebuild() -> None:
    """Count everything anew. A million claims take about ten seconds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rebuild_tallies()")
