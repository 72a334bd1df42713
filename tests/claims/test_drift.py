"""The same claim in successive tellings: what changed in its words."""

from datetime import date

import pytest

from claims.drift import certainty_of, involvement_of, tellings
from claims.models import Claim


def claim(words: str, day: int = 1, **values: object) -> Claim:
    return Claim(pk=day, exact=words, sort_date=date(2017, 10, day), **values)


def test_tellings_are_in_order_of_time() -> None:
    found = tellings([claim("it runs the group", 9), claim("it has links", 2)])
    assert [telling.claim.pk for telling in found] == [2, 9]


def test_certainty_and_what_is_charged_grow_from_links_to_command() -> None:
    found = tellings(
        [
            claim("Northland may have links with the group", 1),
            claim("Northland has links with the group", 2),
            claim("Northland runs the group", 3),
        ]
    )
    assert [t.certainty for t in found] == ["possible", "stated", "stated"]
    assert [t.surer for t in found] == ["", "more", ""]
    assert [t.involvement for t in found] == ["ties", "ties", "command"]
    assert [t.graver for t in found] == ["", "", "more"]


@pytest.mark.parametrize(
    ("words", "values", "level"),
    [
        ("it may have armed them", {}, "possible"),
        ("it armed them on 3 May", {}, "stated"),
        ("it armed them in May", {}, "stated"),
        ("it probably armed them", {}, "likely"),
        ("it armed them", {}, "stated"),
        ("there is proof that it armed them", {}, "sure"),
        ("there may be proof that it armed them", {}, "possible"),
        ("it armed them", {"is_hedged": True}, "possible"),
        ("it armed them", {"cue": "suspects"}, "possible"),
        ("it armed them", {"cue": "believes", "is_hedged": True}, "likely"),
    ],
)
def test_certainty_is_that_of_the_words_and_of_their_cue(
    words: str, values: dict[str, object], level: str
) -> None:
    assert certainty_of(claim(words, **values)) == level


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("ties to the group", "ties"),
        ("it was linked to the group and armed it", "support"),
        ("it masterminded the attack", "command"),
        ("it is to blame", ""),
    ],
)
def test_the_most_that_is_charged_counts(words: str, level: str) -> None:
    assert involvement_of(words) == level


def marked(words: str, before: str) -> list[str]:
    telling = tellings([claim(before, 1), claim(words, 2)])[-1]
    return [piece.text.strip() for piece in telling.pieces if piece.is_new]


def test_words_that_changed_are_marked() -> None:
    before = "Northland may have armed the rebels"
    assert marked("Northland has armed the rebels in secret", before) == [
        "has",
        "in secret",
    ]


def test_pieces_joined_are_the_words() -> None:
    words = "“Northland”, he said, has armed\nthe rebels & others"
    telling = tellings([claim("Northland armed them", 1), claim(words, 2)])[-1]
    assert "".join(piece.text for piece in telling.pieces) == words


def test_nothing_is_marked_between_tellings_that_share_hardly_a_word() -> None:
    assert marked("shells fell on two coastal towns", "Northland armed rebels") == []


def test_hedges_are_marked_and_the_month_is_none() -> None:
    (telling,) = tellings([claim("it may, on 3 May, possibly have done it")])
    assert [p.text.strip() for p in telling.pieces if p.is_hedge] == ["may", "possibly"]


def test_the_same_words_again_are_no_new_telling() -> None:
    first, again = claim("It armed them.", 1), claim("it armed them", 2)
    (telling,) = tellings([first, again])
    assert telling.repeats == [again]


def test_a_speaker_who_changes_his_line_is_shown_with_it() -> None:
    found = tellings(
        [
            claim("it may have armed them", 1, speaker_name="Ana Sur"),
            claim("it sheltered them", 2, speaker_name="Somebody else"),
            claim("it armed them", 3, speaker_name="Ana Sur"),
        ]
    )
    assert [t.own_line and t.own_line.claim.pk for t in found] == [None, None, 1]
