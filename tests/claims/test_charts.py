from collections import Counter
from datetime import date, timedelta

import pytest

from claims.charts import BAR_HEIGHT, bar_chart, dot_chart
from claims.models import Claim

DAY = date(2017, 10, 4)


def claim(pk: int, day: date, kind: str = "accusation") -> Claim:
    return Claim(pk=pk, kind=kind, sort_date=day)


def test_nothing_gives_no_chart() -> None:
    assert bar_chart({}) is None
    assert dot_chart([], []) is None


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [(0, "day", 1), (30, "day", 31), (150, "month", 6), (9000, "year", 26)],
)
def test_the_longer_the_time_the_longer_the_periods(
    days: int, unit: str, bars: int
) -> None:
    last = DAY + timedelta(days=days)
    chart = bar_chart({DAY: Counter(accusation=1), last: Counter(accusation=1)})
    assert chart is not None
    assert (chart.unit, len(chart.bars)) == (unit, bars)


def test_bars_cover_their_whole_period() -> None:
    far = DAY + timedelta(days=150)
    chart = bar_chart({DAY: Counter(denial=1), far: Counter(denial=1)})
    assert chart is not None
    assert chart.bars[0].first == date(2017, 10, 1)
    assert chart.bars[0].last == date(2017, 10, 31)
    assert chart.bars[0].label == "Oct 2017"


def test_charges_stand_above_and_replies_below() -> None:
    counts = Counter(accusation=3, claim_of_responsibility=1, denial=2, no_comment=1)
    chart = bar_chart({DAY: counts})
    assert chart is not None
    bar = chart.bars[0]
    assert (bar.upper, bar.lower, bar.total) == (4, 3, 7)
    assert bar.upper_height == BAR_HEIGHT
    assert bar.lower_height == round(BAR_HEIGHT * 3 / 4)


def test_a_single_claim_among_thousands_is_seen() -> None:
    next_day = DAY + timedelta(days=1)
    chart = bar_chart({DAY: Counter(accusation=9000), next_day: Counter(denial=1)})
    assert chart is not None
    assert chart.bars[1].lower_height == 2


def test_dots_of_one_day_are_stacked_away_from_the_axis() -> None:
    chart = dot_chart([claim(1, DAY), claim(2, DAY), claim(3, DAY, "denial")], [])
    assert chart is not None
    first, second, denial = chart.dots
    assert second.y < first.y < chart.axis < denial.y < chart.height
    assert first.x == second.x == denial.x


def test_arcs_join_only_dots_of_the_chart() -> None:
    claims = [claim(1, DAY), claim(2, DAY + timedelta(days=3), "denial")]
    chart = dot_chart(claims, [(2, 1), (7, 1)])
    assert chart is not None
    assert len(chart.arcs) == 1
    assert chart.arcs[0].x1 == chart.dots[1].x


def test_a_crowded_day_does_not_grow_without_end() -> None:
    chart = dot_chart([claim(n, DAY) for n in range(500)], [])
    assert chart is not None
    assert chart.height < 400
