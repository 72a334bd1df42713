"""How a sentence answers, and what it names as that which it answers."""

import pytest

from claims.linking.facts import Passage
from claims.linking.manner import manner_of, reference_in


def passage(text: str, exact: str | None = None) -> Passage:
    words = exact or text
    start_char = text.index(words)
    return Passage.of(text, start_char, start_char + len(words))


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (
            "Responding to General Holm's remarks, he shrugged.",
            "General Holm's remarks",
        ),
        ("She dismissed the charge as scapegoating.", "the charge"),
        ("IT REJECTED THE ACCUSATIONS MADE BY NORLAND.", None),
        ("They denied reports of a raid on Tuesday.", "reports of a raid on Tuesday"),
        ("The minister denied the attack.", ""),
        ("The charge was filed on Monday.", ""),
    ],
)
def test_a_reference_to_a_charge_is_read(text: str, reference: str | None) -> None:
    expected = "THE ACCUSATIONS MADE BY NORLAND" if reference is None else reference
    assert reference_in(passage(text)) == expected


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("He called it baseless.", "denies"),
        ("We haven't been there.", "negates"),
        ("It was a mistake.", "admits"),
        ("In response, they left.", "replies"),
        ("They spoke of the allegation.", "charge"),
    ],
)
def test_words_show_how_a_sentence_speaks(text: str, flag: str) -> None:
    assert {flag, f"own {flag}"} <= manner_of(passage(text))


def test_words_around_a_claim_are_not_its_own() -> None:
    shown = manner_of(passage("She denied that they sold arms.", "they sold arms"))
    assert "denies" in shown
    assert "own denies" not in shown
