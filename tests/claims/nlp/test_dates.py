from datetime import date

import pytest

from claims.nlp.dates import dateline, find_times, resolve_time

#: A Thursday.
PUBLISHED = date(2017, 10, 5)


def resolved(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [resolve_time(time, published) for time in find_times(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said on Tuesday that", "2017-10-03"),
        ("He said Thursday that", "2017-10-05"),
        ("He said last Thursday that", "2017-09-28"),
        ("She said yesterday", "2017-10-04"),
        ("She said today", "2017-10-05"),
        ("back in 2011, he said", "2011"),
        ("in March he said", "2017-03"),
        ("in November he said", "2016-11"),
        ("on Oct. 3 he said", "2017-10-03"),
        ("on 3 October 2016 he said", "2016-10-03"),
        ("on December 24 he said", "2016-12-24"),
        ("in a letter of 2017-09-30", "2017-09-30"),
        ("said last week that", "2017-09"),
        ("said two days ago that", "2017-10-03"),
        ("said three months ago that", "2017-07"),
        ("said last year that", "2016"),
        ("said a week ago that", "2017-09-28"),
        ("said earlier this month that", "2017-10"),
        ("said in a 2011 interview that", "2011"),
        ("BOGOTA, 24 OCT 89 (EFE) --", "1989-10-24"),
        ("THE MINISTER SAID ON TUESDAY", "2017-10-03"),
    ],
)
def test_a_date_expression_counts_from_the_day_of_publication(
    text: str, expected: str
) -> None:
    assert resolved(text) == [expected]


@pytest.mark.parametrize(
    "text", ["They may have said so", "He marched on", "on 31 November", "2500 people"]
)
def test_what_is_no_date_resolves_to_none(text: str) -> None:
    assert not any(resolved(text))


def test_a_weekday_means_nothing_without_a_day_of_publication() -> None:
    assert resolved("He said on Tuesday in 2011", None) == ["", "2011"]


def test_the_longer_expression_wins_over_one_inside_it() -> None:
    assert resolved("on March 3, 2016") == ["2016-03-03"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BOGOTA, 9 JAN 90 (EFE) -- [TEXT] POLICE SAID", date(1990, 1, 9)),
        ("PARIS, 12 October 2015 (Agency) — The minister", date(2015, 10, 12)),
        ("He said on 3 March 2011 that it was over.", None),
        ("BOGOTA, 31 FEB 90 (EFE) -- [TEXT] POLICE SAID", None),
    ],
    ids=["capitals", "mixed case", "a sentence", "no such day"],
)
def test_a_dateline_tells_the_day_of_publication(
    text: str, expected: date | None
) -> None:
    assert dateline(text) == expected
