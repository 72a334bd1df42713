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


NEITHER = (
    "Iran|PROPN|nsubj|3 neither|CCONJ|cc:preconj|3 confirmed|VERB|ROOT|3 "
    "nor|CCONJ|cc|5 denied|VERB|conj|3 the|DET|det|7 report|NOUN|obj|5"
)
SILENT = "Iran|PROPN|nsubj|2 remained|VERB|ROOT|2 silent|ADJ|xcomp|2"
NO_COMMENT = (
    "no|DET|det|3 immediate|ADJ|amod|3 comment|NOUN|nsubj|4 came|VERB|ROOT|4 "
    "from|ADP|case|6 Iran|PROPN|obl|4"
)
FALSE = "all|DET|det|4 that|PRON|nsubj|4 is|AUX|cop|4 baseless|ADJ|ROOT|4"
INNOCENCE = (
    "Reyes|PROPN|nsubj|2 maintained|VERB|ROOT|2 his|PRON|nmod:poss|4 "
    "innocence|NOUN|obj|2"
)
UNCLAIMED = (
    "no|DET|det|2 group|NOUN|nsubj|4 has|AUX|aux|4 claimed|VERB|ROOT|4 "
    "responsibility|NOUN|obj|4"
)


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        (NEITHER, "no_comment", "confirmed nor denied the report"),
        (SILENT, "no_comment", "remained silent"),
        (NO_COMMENT, "no_comment", "no immediate comment"),
        (FALSE, "denial", "all that is baseless"),
        (INNOCENCE, "denial", "maintained his innocence"),
        (UNCLAIMED, "none", "has claimed responsibility"),
    ],
    ids=["neither", "silent", "no comment", "false", "innocence", "unclaimed"],
)
def test_the_words_around_a_cue_decide_what_it_says(
    sentence: str, kind: str, words: str
) -> None:
    (draft,) = find_frames(parsed(sentence))
    assert (draft.kind, draft.content.text) == (kind, words)


def test_what_stands_in_another_sentence_does_not_count() -> None:
    doc = parsed("no|INTJ|ROOT|1", CLAIMED)
    assert [draft.kind for draft in find_frames(doc)] == ["claim_of_responsibility"]


def test_denied_allegations_of_an_act_leave_the_act_to_another_claim() -> None:
    denial = only_frame(
        "Iran|PROPN|nsubj|2 denied|VERB|ROOT|2 allegations|NOUN|obj|2 of|ADP|case|5 "
        "involvement|NOUN|nmod|3"
    )
    assert (denial.content.text, denial.is_bare) == ("denied allegations", True)


def test_denied_involvement_is_one_claim() -> None:
    denial = only_frame(
        "Iran|PROPN|nsubj|2 denied|VERB|ROOT|2 involvement|NOUN|obj|2 in|ADP|case|6 "
        "the|DET|det|6 attack|NOUN|nmod|3"
    )
    assert denial.content.text == "denied involvement in the attack"
    assert not denial.is_bare
