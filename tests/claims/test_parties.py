"""From the words of a reading to an actor."""

from datetime import date

import pytest

from actors.resolve import ActorIndex
from claims.nlp.readings import CharSpan, PartyReading
from claims.parties import PartyFinder

PUBLISHED = date(2017, 10, 5)


@pytest.fixture
def finder(index: ActorIndex) -> PartyFinder:
    return PartyFinder("", [], index, PUBLISHED)


def said_by_asif(word: str) -> PartyReading:
    return PartyReading(CharSpan(0, len(word)), word, "Khawaja Asif", "PERSON")


def test_we_who_are_accused_are_the_body_of_who_speaks(finder: PartyFinder) -> None:
    party = finder.target(said_by_asif("we"))
    assert party.name == "Pakistan government"
    assert party.span == CharSpan(0, 2)


def test_he_who_is_accused_is_the_person(finder: PartyFinder) -> None:
    assert finder.target(said_by_asif("he")).name == "Khawaja Asif"


def test_we_who_speak_are_the_person(finder: PartyFinder) -> None:
    party = finder.speaker(said_by_asif("we"))
    assert party.name == "Khawaja Asif"
    assert [body.name for body in party.bodies] == ["Pakistan government"]
