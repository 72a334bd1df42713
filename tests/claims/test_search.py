from datetime import date

import pytest
from django.core.exceptions import ValidationError

from claims import search
from claims.models import Claim
from tests.factories import ClaimFactory, RevisionFactory

pytestmark = pytest.mark.django_db


def claim(words: str, **fields: object) -> Claim:
    return ClaimFactory(revision=RevisionFactory(text=words), exact=words, **fields)


def found(query: str) -> list[Claim]:
    return list(search.matching(Claim.objects.all(), query))


def test_endings_and_accents_do_not_matter() -> None:
    bombed = claim("They bombed the café in Bogotá")
    assert found("bombing cafe bogota") == [bombed]
    assert found("Bogotá") == [bombed]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('"armed rebels"', ["gave money to armed rebels"]),
        ("armed rebels", ["armed the rebels", "gave money to armed rebels"]),
        ("money OR shelter", ["gave money to armed rebels", "sheltered them"]),
        ("armed -money", ["armed the rebels"]),
        ('"armed rebels', ["gave money to armed rebels"]),
        ("armed & | ! <-> :* )(", ["armed the rebels", "gave money to armed rebels"]),
    ],
    ids=["phrase", "and", "or", "not", "open quote", "operators"],
)
def test_it_speaks_the_syntax_of_the_web(query: str, words: list[str]) -> None:
    for text in ("armed the rebels", "gave money to armed rebels", "sheltered them"):
        claim(text)
    search.check_query(query)
    assert sorted(c.exact for c in found(query)) == words


def test_speakers_and_targets_are_searched_too() -> None:
    one = claim("did it", speaker_name="Khawaja Asif")
    assert found("asif") == [one]


@pytest.mark.parametrize("query", ["the of and", "...", "-war", "x" * 301])
def test_a_query_that_can_find_nothing_sensible_is_refused(query: str) -> None:
    with pytest.raises(ValidationError):
        search.check_query(query)


def test_the_best_match_comes_first() -> None:
    passing = claim(
        "a port was named among many other places in a long list of places",
        said_on=date(2018, 1, 1),
    )
    central = claim("the port, the port alone", said_on=date(2017, 1, 1))
    assert list(search.by_relevance(Claim.objects.all(), "port")) == [central, passing]


def test_matches_are_marked_in_the_words() -> None:
    claim("the rebels fled")
    marked = search.with_matches_marked(Claim.objects.all(), "rebel").get().marked
    assert marked == "the \x02rebels\x03 fled"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bom*", ["bombs fell", "they bombed it"]),
        ("bomb* -fell", ["they bombed it"]),
        ("fled -reb*", []),
        ("fled OR bom*", ["bombs fell", "the rebels fled", "they bombed it"]),
        ("Bogotá* OR the", []),
    ],
)
def test_a_star_stands_for_the_rest_of_a_word(query: str, words: list[str]) -> None:
    for text in ("they bombed it", "bombs fell", "the rebels fled"):
        claim(text)
    assert sorted(c.exact for c in found(query)) == words


@pytest.mark.parametrize("query", ["-bom*", "-bom* -war", "the OR and"])
def test_starts_alone_that_must_not_be_there_are_refused(query: str) -> None:
    with pytest.raises(ValidationError):
        search.check_query(query)
