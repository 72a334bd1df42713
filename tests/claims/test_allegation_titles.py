"""Titles of allegations: short, neutral, made from the words of claims."""

import pytest

from claims.allegation_titles import Charge, title_of
from claims.gerunds import active, as_gerund
from claims.linking.words import content_stems, shipped_weights
from claims.models import Claim


def charge(words: str, opening: str = "", kind: str = "accusation") -> Charge:
    return Charge(words, content_stems(words), kind, len(opening))


def title(*charges: Charge, target: str = "Northland", category: str = "other") -> str:
    return title_of(target, category, charges, shipped_weights())


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        (
            "Northland lets militants operate from its soil",
            "accused of letting militants operate from its soil",
        ),
        (
            "Northland has been arming the rebels of the coast",
            "accused of arming the rebels of the coast",
        ),
        (
            "of giving shelter to the gunmen, which it denied",
            "accused of giving shelter to the gunmen",
        ),
        (
            "accused Northland of hiding two bankers",
            "accused of hiding two bankers",
        ),
        (
            "on Tuesday for the bombing of the ferry",
            "blamed for the bombing of the ferry",
        ),
        (
            "the attack on the port by Northland",
            "blamed for the attack on the port",
        ),
        (
            "Northland may have had close links to the Coast Brigade",
            "accused of having had close links to the Coast Brigade",
        ),
        (
            "has links with the Coast Brigade",
            "accused of links with the Coast Brigade",
        ),
        (
            "two fishermen were shot by Northland's navy",
            "accused of having shot two fishermen",
        ),
        (
            "Northland did not stop the raiders at the border",
            "accused of not stopping the raiders at the border",
        ),
        (
            "was behind the murder of the envoy",
            "accused of being behind the murder of the envoy",
        ),
        (
            "NORTHLAND SUPPLIED WEAPONS TO THE COAST BRIGADE",
            "accused of supplying weapons to the coast brigade",
        ),
        (
            "Northland armed the rebels and has paid their leaders",
            "accused of arming the rebels",
        ),
    ],
)
def test_a_title_says_what_is_alleged_in_the_words_of_a_claim(
    words: str, ending: str
) -> None:
    assert title(charge(words)) == f"Northland {ending}"


def test_what_opens_the_words_is_left_out() -> None:
    opening = "the northern navy"
    words = f"{opening} shelled two villages"
    assert title(charge(words, opening)) == "Northland accused of shelling two villages"


def test_a_party_that_says_so_itself_claims_responsibility() -> None:
    kind = Claim.Kind.CLAIM_OF_RESPONSIBILITY
    own = charge("it carried out the attack on the port", kind=kind)
    assert title(own) == (
        "Northland claims responsibility for carrying out the attack on the port"
    )


@pytest.mark.parametrize(
    ("category", "ending"),
    [
        ("fails_to_act", "accused of failing to act"),
        ("harbours", "accused of harbouring terrorists"),
        ("commits_attack", "accused of an attack"),
    ],
)
def test_words_that_say_nothing_make_a_plain_title(category: str, ending: str) -> None:
    assert title(charge("it"), category=category) == f"Northland {ending}"


def test_words_that_make_a_title_go_before_those_that_do_not() -> None:
    vague, clear = charge("their hand in it"), charge("for the bombing of the ferry")
    assert title(vague, vague, clear) == "Northland blamed for the bombing of the ferry"


def test_a_title_takes_the_words_that_most_claims_share() -> None:
    words = [
        "for the theft of a bell",
        "for the bombing of the ferry Aurora",
        "for a bomb on the Aurora ferry",
    ]
    assert title(*map(charge, words)).split()[-1] in ("ferry", "Aurora")


def test_words_of_the_speaker_are_not_taken_where_others_are_there() -> None:
    mine = charge("for the killing of our soldiers")
    theirs = charge("for the killing of the soldiers")
    assert (
        title(mine, mine, theirs) == "Northland blamed for the killing of the soldiers"
    )


def test_a_long_title_ends_at_a_word() -> None:
    long = title(charge("supplying " + "weapons " * 30), target="")
    assert long.startswith("An unnamed party accused of supplying weapons")
    assert long.endswith("weapons …")
    assert len(long) < 120


@pytest.mark.parametrize(
    "text",
    ["links to the rebels", "decisions of the council", "the port", "", "during May"],
)
def test_what_is_no_verb_is_left_alone(text: str) -> None:
    assert as_gerund(text, has_subject=False) is None


def test_only_a_passive_is_turned_into_an_active() -> None:
    assert active("the ferry sank near the port") is None


def test_a_title_begins_with_a_capital() -> None:
    told = title(charge("the militants killed ten people"), target="the militants")
    assert told.startswith("The militants ")
