"""Which outlets carried an accusation, which an answer, and when: rows and picture.

Pure: reads no database, provided that the claims' articles and outlets are loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from claims.charts import Tick, day_ticks, percent
from claims.models import Claim
from sources.models import Article, Outlet

#: A picture of more outlets than this says less than the table.
MOST_LANES = 24
LANE_HEIGHT = 46
#: Where a lane's line is, below its outlet's name.
LINE = 28
LABEL_HEIGHT = 24
#: Per cent of the width left free at each side, for half a mark.
_MARGIN = 2


@dataclass
class Coverage:
    """What one outlet carried, oldest first, and where it copied that from."""

    outlet: Outlet
    accusations: list[Claim] = field(default_factory=list)
    answers: list[Claim] = field(default_factory=list)
    #: The first articles that its articles are copies of, each once.
    originals: list[Article] = field(default_factory=list)

    @property
    def since(self) -> date:
        return min(carried_on(claim) for claim in (*self.accusations, *self.answers))

    @property
    def is_one_sided(self) -> bool:
        """Whether it carried the accusation and no answer."""
        return bool(self.accusations) and not self.answers

    @property
    def is_both(self) -> bool:
        return bool(self.accusations) and bool(self.answers)


@dataclass(frozen=True)
class Mark:
    """Claims of one sort that an outlet carried on one day; `is_copy` if all copied."""

    claims: list[Claim]
    x: str
    is_accusation: bool
    is_copy: bool


@dataclass(frozen=True)
class Lane:
    """An outlet's line in the picture; positions are pixels from the top."""

    outlet: Outlet
    marks: list[Mark]
    top: int

    @property
    def line(self) -> int:
        return self.top + LINE


@dataclass(frozen=True)
class CoverageChart:
    lanes: list[Lane]
    ticks: list[Tick]
    left_out: int

    @property
    def axis(self) -> int:
        return len(self.lanes) * LANE_HEIGHT + 4

    @property
    def height(self) -> int:
        return self.axis + LABEL_HEIGHT


def carried_on(claim: Claim) -> date:
    """The day on which the claim's article came out, else that of the claim."""
    published_at = claim.revision.article.published_at
    return published_at.date() if published_at else claim.sort_date


def coverage(
    accusing: Iterable[Claim],
    answering: Iterable[Claim],
    originals: Mapping[int, Article],
) -> list[Coverage]:
    """A row for each outlet, who was first comes first.

    `originals` are the first articles of those that are copies.
    """
    rows: dict[int, Coverage] = {}
    for is_accusation, claims in ((True, accusing), (False, answering)):
        for claim in sorted(claims, key=lambda c: (carried_on(c), c.pk)):
            article = claim.revision.article
            row = rows.setdefault(article.outlet_id, Coverage(article.outlet))
            (row.accusations if is_accusation else row.answers).append(claim)
            original = originals.get(article.pk)
            if original and original not in row.originals:
                row.originals.append(original)
    return sorted(rows.values(), key=lambda row: (row.since, row.outlet.name))


def tally(rows: Iterable[Coverage]) -> dict[str, int]:
    """How many outlets carried both sides, the accusation_only or an answer_only."""
    rows = list(rows)
    both = sum(row.is_both for row in rows)
    one_sided = sum(row.is_one_sided for row in rows)
    return {
        "both": both,
        "accusation_only": one_sided,
        "answer_only": len(rows) - both - one_sided,
    }


def coverage_chart(
    rows: list[Coverage], originals: Mapping[int, Article]
) -> CoverageChart | None:
    """A lane for each outlet, accusations above its line and answers below."""
    if not rows:
        return None
    days = [carried_on(claim) for row in rows for claim in _claims(row)]
    first, last = min(days), max(days)
    lanes = [
        Lane(row.outlet, _marks(row, originals, first, last), n * LANE_HEIGHT)
        for n, row in enumerate(rows[:MOST_LANES])
    ]
    return CoverageChart(lanes, day_ticks(first, last), max(0, len(rows) - MOST_LANES))


def _marks(
    row: Coverage, originals: Mapping[int, Article], first: date, last: date
) -> list[Mark]:
    by_place: dict[tuple[date, bool], list[Claim]] = {}
    for is_accusation, claims in ((True, row.accusations), (False, row.answers)):
        for claim in claims:
            by_place.setdefault((carried_on(claim), is_accusation), []).append(claim)
    span = max((last - first).days, 1)
    return [
        Mark(
            claims,
            percent(_MARGIN + (day - first).days / span * (100 - 2 * _MARGIN)),
            is_accusation,
            all(claim.revision.article_id in originals for claim in claims),
        )
        for (day, is_accusation), claims in by_place.items()
    ]


def _claims(row: Coverage) -> list[Claim]:
    return [*row.accusations, *row.answers]
