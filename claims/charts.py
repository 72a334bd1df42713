"""Geometry of the timelines, which the templates draw as SVG.

Positions along the time axis are per cent of the width, so that a chart fits any screen
without scaling its letters; heights are pixels. Pure.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats

from claims.kinds import CHARGES
from claims.models import Claim

#: With more periods than this, bars are thinner than a fingertip: take longer periods.
MOST_BARS = 100

#: Height of one half of a chart of bars: charges above the axis, replies below it.
BAR_HEIGHT = 84
LABEL_HEIGHT = 24
DATE_FORMATS = {"day": "j M Y", "month": "M Y", "year": "Y"}
DOT_STEP = 14
DOT_COLUMNS = 36
#: Higher stacks run into one another at the top; the list below the chart has all.
MOST_LEVELS = 9
LABELS = 3


@dataclass(frozen=True)
class Tick:
    """A label on the time axis; `anchor` is SVG's text-anchor."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Bar:
    """A period's claims: `upper` accuse or claim an act, `lower` reply."""

    first: date
    last: date
    label: str
    x: str
    width: str
    upper: int
    lower: int
    upper_height: int
    lower_height: int

    @property
    def total(self) -> int:
        return self.upper + self.lower

    @property
    def top(self) -> int:
        """Where the upper half begins; it ends at BAR_HEIGHT."""
        return BAR_HEIGHT - self.upper_height


@dataclass(frozen=True)
class BarChart:
    unit: str
    bars: list[Bar]
    ticks: list[Tick]
    axis: int = BAR_HEIGHT
    height: int = 2 * BAR_HEIGHT + LABEL_HEIGHT


@dataclass(frozen=True)
class Dot:
    """A claim on the time line of an allegation."""

    claim: Claim
    x: str
    y: int
    is_upper: bool


@dataclass(frozen=True)
class Arc:
    """From an accusation to its answer."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class DotChart:
    dots: list[Dot]
    arcs: list[Arc]
    ticks: list[Tick]
    axis: int
    height: int


def bar_chart(per_day: Mapping[date, Counter[str]]) -> BarChart | None:
    """Bars per day, month or year, whichever is the finest with MOST_BARS at most."""
    if not per_day:
        return None
    first, last = min(per_day), max(per_day)
    unit = _unit(first, last)
    periods = _periods(first, last, unit)
    counts = {begin: Counter[str]() for begin, _ in periods}
    for day, kinds in per_day.items():
        counts[_begin(day, unit)].update(kinds)
    halves = {begin: _halves(kinds) for begin, kinds in counts.items()}
    highest = max(max(pair) for pair in halves.values())
    step = 100 / len(periods)
    bars = [
        Bar(
            first=begin,
            last=end,
            label=formats.date_format(begin, DATE_FORMATS[unit]),
            x=percent(n * step + step * 0.1),
            width=percent(step * 0.8),
            upper=halves[begin][0],
            lower=halves[begin][1],
            upper_height=_scaled(halves[begin][0], highest),
            lower_height=_scaled(halves[begin][1], highest),
        )
        for n, (begin, end) in enumerate(periods)
    ]
    marks = _evenly(range(len(periods)))
    ticks = [
        _tick(bars[n].label, (n + 0.5) * step, n == marks[0], n == marks[-1])
        for n in marks
    ]
    return BarChart(unit, bars, ticks)


def dot_chart(
    claims: Sequence[Claim], pairs: Iterable[tuple[int, int]]
) -> DotChart | None:
    """A dot per claim, stacked where dates are close, joined to what it answers.

    `pairs` are ids (answering, answered); those not among the claims are left out.
    """
    if not claims:
        return None
    days = [claim.sort_date for claim in claims]
    first, span = min(days), max((max(days) - min(days)).days, 1)
    heights: Counter[tuple[int, bool]] = Counter()
    places: dict[int, tuple[float, int]] = {}
    dots = []
    for claim in sorted(claims, key=lambda c: (c.sort_date, c.pk)):
        column = round((claim.sort_date - first).days / span * DOT_COLUMNS)
        upper = claim.kind in CHARGES
        level = min(heights[column, upper], MOST_LEVELS)
        heights[column, upper] += 1
        x = 2 + column * 96 / DOT_COLUMNS
        places[claim.pk] = (x, (-1 if upper else 1) * (DOT_STEP + level * DOT_STEP))
        dots.append((claim, upper))
    top = max(DOT_STEP * 2, *(-y + DOT_STEP for _, y in places.values()))
    bottom = max(DOT_STEP * 2, *(y + DOT_STEP for _, y in places.values()))
    return DotChart(
        dots=[
            Dot(c, percent(places[c.pk][0]), top + places[c.pk][1], upper)
            for c, upper in dots
        ],
        arcs=[
            Arc(
                percent(places[a][0]),
                top + places[a][1],
                percent(places[b][0]),
                top + places[b][1],
            )
            for a, b in pairs
            if a in places and b in places
        ],
        ticks=day_ticks(first, max(days)),
        axis=top,
        height=top + bottom + LABEL_HEIGHT,
    )


def day_ticks(first: date, last: date) -> list[Tick]:
    """Labels along an axis that leaves 2 % free at each side."""
    span = (last - first).days
    if span == 0:
        return [_tick(_label(first), 2, True, False)]
    offsets = _evenly(range(span + 1))
    return [
        _tick(_label(first + timedelta(days=n)), 2 + n / span * 96, n == 0, n == span)
        for n in offsets
    ]


def _unit(first: date, last: date) -> str:
    if (last - first).days < MOST_BARS:
        return "day"
    months = (last.year - first.year) * 12 + last.month - first.month
    return "month" if months < MOST_BARS else "year"


def _begin(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _end(begin: date, unit: str) -> date:
    if unit == "month":
        return begin.replace(day=monthrange(begin.year, begin.month)[1])
    return begin.replace(month=12, day=31) if unit == "year" else begin


def _periods(first: date, last: date, unit: str) -> list[tuple[date, date]]:
    periods = []
    begin = _begin(first, unit)
    while begin <= last:
        periods.append((begin, _end(begin, unit)))
        begin = periods[-1][1] + timedelta(days=1)
    return periods


def _halves(kinds: Counter[str]) -> tuple[int, int]:
    upper = sum(n for kind, n in kinds.items() if kind in CHARGES)
    return upper, kinds.total() - upper


def _scaled(count: int, highest: int) -> int:
    """Pixels for a count; a single claim among thousands can still be seen."""
    return max(2, round(count / highest * BAR_HEIGHT)) if count else 0


def _evenly(positions: range) -> list[int]:
    """LABELS positions, the first and the last among them; all where they are few."""
    if len(positions) <= LABELS:
        return list(positions)
    last = len(positions) - 1
    return [positions[round(n * last / (LABELS - 1))] for n in range(LABELS)]


def _tick(label: str, x: float, is_first: bool, is_last: bool) -> Tick:
    anchor = "start" if is_first else "end" if is_last else "middle"
    return Tick(percent(x), label, anchor)


def _label(day: date) -> str:
    return formats.date_format(day, DATE_FORMATS["day"])


def percent(value: float) -> str:
    """A string, so that no locale writes a decimal comma into the SVG."""
    return f"{value:.2f}%"
