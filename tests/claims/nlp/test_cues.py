import pytest
from docs_by_hand import parsed

from claims.nlp.cues import find_frames
from claims.nlp.drafts import Draft

ACCUSED = (
    "Iran|PROPN|nsubj|2 accused|VERB|ROOT|2 Israel|PROPN|obj|2 of|SCONJ|mark|5 "
    "bombing|VERB|advcl|2 a|DET|det|7 mill|NOUN|obj|5"
)
PASSIVE = (
    "Iran|PROPN|nsubj:pass|3 was|AUX|aux:pass|3 accused|VERB|ROOT|3 by|ADP|case|5 "
    "Israel|PROPN|obl:agent|3 of|SCONJ|mark|7 bombing|VERB|advcl|3 it|PRON|obj|7"
)
BLAMED = (
    "Iran|PROPN|nsubj|2 blamed|VERB|ROOT|2 Israel|PROPN|obj|2 for|ADP|case|6 "
    "the|DET|det|6 attack|NOUN|obl|2"
)
DENIED = (
    "Iran|PROPN|nsubj|2 denied|VERB|ROOT|2 the|DET|det|4 charge|NOUN|obj|2 "
    "on|ADP|case|6 Tuesday|PROPN|obl|2"
)
CLAIMED = (
    "Hamas|PROPN|nsubj|2 claimed|VERB|ROOT|2 responsibility|NOUN|obj|2 for|ADP|case|6 "
    "the|DET|det|6 attack|NOUN|nmod|3"
)
DECLINED = "Iran|PROPN|nsubj|2 declined|VERB|ROOT|2 to|PART|mark|4 comment|VERB|xcomp|2"


def only_frame(sentence: str) -> Draft:
    return next(draft for draft in find_frames(parsed(sentence)))


def parts(draft: Draft) -> tuple[str, list[str], list[str], str]:
    return (
        draft.kind,
        [span.text for span in draft.speakers],
        [span.text for span in draft.targets],
        draft.content.text,
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (ACCUSED, ("accusation", ["Iran"], ["Israel"], "bombing a mill")),
        (PASSIVE, ("accusation", ["Israel"], ["Iran"], "bombing it")),
        (BLAMED, ("accusation", ["Iran"], ["Israel"], "blamed Israel for the attack")),
        (DENIED, ("denial", ["Iran"], [], "denied the charge on Tuesday")),
        (
            CLAIMED,
            (
                "claim_of_responsibility",
                ["Hamas"],
                [],
                "claimed responsibility for the attack",
            ),
        ),
        (DECLINED, ("no_comment", ["Iran"], [], "declined to comment")),
    ],
    ids=["accused", "passive", "blamed", "denied", "claimed", "declined"],
)
def test_a_cue_has_its_speaker_target_and_words(
    sentence: str, expected: tuple[str, list[str], list[str], str]
) -> None:
    assert parts(only_frame(sentence)) == expected


def test_a_charge_that_somebody_denies_is_part_of_the_denial() -> None:
    sentence = "a|DET|det|2 charge|NOUN|obj|4 Iran|PROPN|nsubj|4 denies|VERB|ROOT|4"
    words = {draft.kind: draft.content.text for draft in find_frames(parsed(sentence))}
    assert words["denial"] == "a charge Iran denies"


def test_capitals_make_no_difference() -> None:
    capitals = " ".join(
        "|".join([token.split("|")[0].upper(), *token.split("|")[1:]])
        for token in ACCUSED.split()
    )
    kind, speakers, targets, _ = parts(only_frame(capitals))
    assert (kind, speakers, targets) == ("accusation", ["IRAN"], ["ISRAEL"])


def test_to_claim_something_else_than_responsibility_is_no_claim_of_it() -> None:
    sentence = "Hamas|PROPN|nsubj|2 claimed|VERB|ROOT|2 victory|NOUN|obj|2"
    assert find_frames(parsed(sentence)) == []


def test_denied_charges_leave_what_they_say_to_another_claim() -> None:
    sentence = (
        "Iran|PROPN|nsubj|2 denied|VERB|ROOT|2 charges|NOUN|obj|2 that|SCONJ|mark|6 "
        "it|PRON|nsubj|6 bombed|VERB|acl|3 it|PRON|obj|6"
    )
    denial = only_frame(sentence)
    assert (denial.content.text, denial.is_bare) == ("denied charges", True)
