from datetime import UTC, date, datetime

import pytest

from claims.coverage import MOST_LANES, coverage, coverage_chart, tally
from claims.models import Claim
from sources.models import Article, Outlet
from tests.factories import ClaimFactory, OutletFactory

pytestmark = pytest.mark.django_db


def carried(outlet: Outlet, day: int, **values: object) -> Claim:
    """A claim in an article that the outlet published on that day of October 2017."""
    published = datetime(2017, 10, day, 9, tzinfo=UTC)
    return ClaimFactory(
        revision__article__outlet=outlet,
        revision__article__published_at=published,
        said_on=None,
        **values,
    )


@pytest.fixture
def outlets() -> list[Outlet]:
    return [OutletFactory(name=name) for name in ("Early", "Late", "Other")]


def test_who_carried_it_first_comes_first(outlets: list[Outlet]) -> None:
    early, late, other = outlets
    accusing = [carried(late, 9), carried(late, 8), carried(early, 5)]
    answering = [carried(early, 6, kind="denial"), carried(other, 7, kind="denial")]
    rows = coverage(accusing, answering, {})
    assert [row.outlet for row in rows] == [early, other, late]
    assert [row.since for row in rows] == [date(2017, 10, day) for day in (5, 7, 8)]
    assert [(row.is_both, row.is_one_sided) for row in rows] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert tally(rows) == {"both": 1, "accusation_only": 1, "answer_only": 1}


def test_an_outlets_claims_are_in_the_order_of_their_days(
    outlets: list[Outlet],
) -> None:
    late, early = carried(outlets[0], 9), carried(outlets[0], 5)
    (row,) = coverage([late, early], [], {})
    assert row.accusations == [early, late]


def test_a_row_names_each_original_once(outlets: list[Outlet]) -> None:
    original: Article = carried(outlets[0], 4).revision.article
    copies = [carried(outlets[1], day) for day in (5, 6)]
    originals = {claim.revision.article_id: original for claim in copies}
    (row,) = coverage(copies, [], originals)
    assert row.originals == [original]


def test_a_picture_has_a_lane_for_each_outlet_and_a_mark_for_each_day(
    outlets: list[Outlet],
) -> None:
    early, late, _ = outlets
    copied = carried(late, 15)
    accusing = [carried(early, 5), carried(early, 5), copied]
    originals = {copied.revision.article_id: accusing[0].revision.article}
    rows = coverage(accusing, [carried(late, 25, kind="denial")], originals)
    chart = coverage_chart(rows, originals)
    assert chart
    first, second = chart.lanes
    assert [(len(m.claims), m.x) for m in first.marks] == [(2, "2.00%")]
    assert [(m.x, m.is_accusation, m.is_copy) for m in second.marks] == [
        ("50.00%", True, True),
        ("98.00%", False, False),
    ]


def test_a_picture_of_one_day_needs_no_width(outlets: list[Outlet]) -> None:
    chart = coverage_chart(coverage([carried(outlets[0], 5)], [], {}), {})
    assert chart
    assert [tick.label for tick in chart.ticks] == ["5 Oct 2017"]


def test_a_picture_of_very_many_outlets_leaves_the_last_to_the_table() -> None:
    claims = [carried(OutletFactory(), 5) for _ in range(MOST_LANES + 2)]
    chart = coverage_chart(coverage(claims, [], {}), {})
    assert chart
    assert (len(chart.lanes), chart.left_out) == (MOST_LANES, 2)


def test_there_is_no_picture_of_nothing() -> None:
    assert coverage_chart([], {}) is None
