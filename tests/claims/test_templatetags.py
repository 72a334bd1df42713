from datetime import date

import pytest

from actors.models import Actor
from claims.models import Claim
from claims.templatetags import crossclaim

DAY = date(2017, 10, 5)


@pytest.mark.parametrize(
    ("answer_on", "words"),
    [
        (DAY, "on the same day"),
        (date(2017, 10, 6), "1 day later"),
        (date(2017, 10, 17), "12 days later"),
        (date(2017, 10, 4), "1 day before"),
        (date(2017, 10, 2), "3 days before"),
        (date(2027, 10, 5), "3,652 days later"),
    ],
)
def test_a_delay_is_told_in_words(answer_on: date, words: str) -> None:
    assert crossclaim.delay(answer_on, DAY) == words


@pytest.mark.parametrize(
    ("precision", "shown", "machine"),
    [
        ("day", "5 Oct 2017", "2017-10-05"),
        ("month", "Oct 2017", "2017-10"),
        ("year", "2017", "2017"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    precision: str, shown: str, machine: str
) -> None:
    claim = Claim(said_on=DAY, said_precision=precision, sort_date=DAY)
    assert crossclaim.when(claim) == f'<time datetime="{machine}">{shown}</time>'


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", "Thursday, 5 October 2017"), ("month", "October 2017"), ("year", "2017")],
)
def test_a_day_in_the_timeline_is_no_more_exact_than_it_is_known(
    precision: str, shown: str
) -> None:
    claim = Claim(said_on=DAY, said_precision=precision, sort_date=DAY)
    assert f">{shown}</time>" in crossclaim.day_heading(claim)


def test_the_date_of_the_report_is_told_from_that_of_the_words() -> None:
    assert "reported 5 Oct 2017" in crossclaim.when(Claim(sort_date=DAY))


SELF, OTHER = Actor(pk=1), Actor(pk=2)


@pytest.mark.parametrize(
    ("claim", "is_named"),
    [
        (Claim(kind="accusation", speaker=SELF, target=OTHER), True),
        (Claim(kind="accusation", speaker=SELF, target=SELF), True),
        (Claim(kind="denial", speaker=SELF, target=SELF), False),
        (Claim(kind="denial", speaker_body=SELF, target=SELF), False),
        (Claim(kind="denial", speaker=SELF, target=OTHER), True),
        (Claim(kind="denial", speaker_name="we", target_name="we"), False),
        (Claim(kind="accusation", speaker=SELF), False),
    ],
)
def test_a_target_is_named_where_it_tells_something(
    claim: Claim, is_named: bool
) -> None:
    assert crossclaim.names_target(claim) is is_named


def test_reasons_are_told_in_reading_order_without_empty_ones() -> None:
    found = crossclaim.reasons(
        {"cue": "said", "frame_score": 0.7561, "pattern": "report verb", "note": ""}
    )
    assert found == [("frame score", "0.76"), ("pattern", "report verb")]
