"""How the claims that a filter finds are spread over its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from claims.models import Category, Claim

#: Values of a facet, the most frequent first.
MOST_VALUES = 8

#: The parameters, in the order of the columns that the query below counts by.
NAMES = ("kind", "category", "speaker", "target", "outlet")
_KINDS = {**dict(Claim.Kind.choices), **dict(Category.choices)}

#: One pass over the claims counts all facets; names are looked up for a few rows only.
_SQL = """
WITH found AS (
    SELECT claim.kind, claim.category, claim.speaker_id AS speaker,
        claim.target_id AS target, article.outlet_id AS outlet
    FROM claims_claim claim
    JOIN sources_revision revision ON revision.id = claim.revision_id
    JOIN sources_article article ON article.id = revision.article_id
    WHERE claim.id = ANY(%s)
), counted AS (
    SELECT kind, category, speaker, target, outlet, count(*) AS n,
        GROUPING(kind, category, speaker, target, outlet) AS facet
    FROM found
    GROUP BY GROUPING SETS ((kind), (category), (speaker), (target), (outlet))
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC) AS place
    FROM counted
    WHERE num_nonnulls(kind, category, speaker, target, outlet) = 1
)
SELECT facet, n, coalesce(ranked.kind, category, actor.slug, outlets.slug),
    coalesce(actor.name, outlets.name)
FROM ranked
LEFT JOIN actors_actor actor ON actor.id = coalesce(speaker, target)
LEFT JOIN sources_outlet outlets ON outlets.id = outlet
WHERE place <= %s
ORDER BY facet, n DESC, 3
"""


@dataclass(frozen=True)
class FacetValue:
    """A value that the parameter can take, and how many claims it would leave."""

    value: str
    label: str
    count: int


def facets(ids: Sequence[int]) -> dict[str, list[FacetValue]]:
    """For each of NAMES the most frequent values among the claims with these ids.

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(ids), MOST_VALUES])
        rows = cursor.fetchall()
    spread: dict[str, list[FacetValue]] = {name: [] for name in NAMES}
    for row in rows:
        spread[_facet(row[0])].append(_value(*row[1:]))
    return spread


def _facet(grouping: int) -> str:
    """GROUPING() has a bit for each column, the first the highest: 0 if grouped."""
    return next(
        name for place, name in enumerate(reversed(NAMES)) if not grouping & 1 << place
    )


def _value(count: int, value: str, name: Any) -> FacetValue:
    return FacetValue(value, str(name or _KINDS.get(value, value)), count)
