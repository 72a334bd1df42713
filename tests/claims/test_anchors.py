import pytest

from claims.anchors import find, nearest, select

TEXT = "He said “it was\nthem”. She said it was them – again."


def test_a_selector_has_the_words_and_what_stands_around_them() -> None:
    selector = select(TEXT, 9, 11)
    assert (selector.prefix, selector.exact) == ("He said “", "it")
    assert selector.suffix == TEXT[11:43]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 4), (5, 4), (0, 1000)])
def test_no_selector_for_words_outside_of_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no words at"):
        select(TEXT, start, end)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("it was them", ["it was them"], id="exact only, if there is any"),
        pytest.param("  said it ", ["said it"], id="white space around"),
        pytest.param('"it was them"', ["“it was\nthem”"], id="quotes and line ends"),
        pytest.param("them - again", ["them – again"], id="dashes"),
        pytest.param("said", ["said", "said"], id="several, in order"),
        pytest.param("him", [], id="nowhere"),
        pytest.param(" \n", [], id="no words"),
        pytest.param("s.id", [], id="no pattern"),
    ],
)
def test_words_are_found_as_people_paste_them(words: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find(TEXT, words)] == found


def test_finding_stops_at_the_limit() -> None:
    assert len(find("a" * 500, "a", limit=7)) == 7


def test_the_nearest_place_is_the_one_with_the_closest_borders() -> None:
    assert nearest([(0, 5), (50, 55), (90, 95)], 60, 70) == (50, 55)
