"""What stands between and around two claims of an article."""

from datetime import date

import pytest

from claims.linking.facts import ClaimFacts, ClaimWords, PartyFacts, Place
from claims.linking.neighbours import Neighbours

NOTHING: frozenset[str] = frozenset()


def claim(start_char: int, kind: str = "accusation", target: str = "a") -> ClaimFacts:
    return ClaimFacts(
        id=start_char,
        document="d",
        place=Place(start_char, start_char + 5, start_char, start_char + 5),
        kind=kind,
        category="commits_attack",
        speaker=PartyFacts(),
        target=PartyFacts.of([target]),
        is_hedged=False,
        confidence=1.0,
        said_on=date(2021, 3, 4),
        words=ClaimWords(NOTHING, NOTHING, NOTHING, NOTHING),
        manner=NOTHING,
    )


CHARGE, OTHER, DENIAL, LAST = (
    claim(0),
    claim(10, target="b"),
    claim(20, "denial"),
    claim(30, "denial"),
)


@pytest.mark.parametrize(
    ("answer", "between"),
    [(OTHER, [0, 0, 0]), (DENIAL, [1, 1, 0]), (LAST, [2, 1, 1])],
    ids=["nothing between", "a charge", "a charge and a denial"],
)
def test_what_stands_between_is_counted(
    answer: ClaimFacts, between: list[float]
) -> None:
    article = Neighbours([LAST, DENIAL, OTHER, CHARGE])
    every, charges, denials = article.features(answer, CHARGE)[:3]
    assert [every * 8, charges * 4, denials * 4] == between


def test_the_order_of_two_claims_shows_only_in_which_opens_the_article() -> None:
    article = Neighbours([CHARGE, OTHER, DENIAL])
    one, other = article.features(DENIAL, CHARGE), article.features(CHARGE, DENIAL)
    assert one[:-2] == other[:-2]
    assert (one[-2:], other[-2:]) == ([0, 1], [1, 0])


def test_a_crowded_article_shows_in_every_pair() -> None:
    few = Neighbours([CHARGE, DENIAL]).features(DENIAL, CHARGE)
    many = Neighbours([CHARGE, DENIAL, *map(claim, range(40, 90, 10))])
    assert many.features(DENIAL, CHARGE)[5] > few[5]


def test_numbers_stay_between_nought_and_one() -> None:
    crowd = [claim(n, target=f"t{n}") for n in range(60)]
    values = Neighbours(crowd).features(crowd[50], crowd[3])
    assert min(values) >= 0
    assert max(values) <= 1
