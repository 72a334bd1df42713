from pathlib import Path

import pytest
from encodings_by_hand import VOCAB, encode
from spacy.lang.en import English
from spacy.tokens import Doc

from claims.nlp.tagging import Tagging, apply_script, lemma_of

RULES = {
    "VBD": {"": "lower|0|", "ed": "lower|2|", "ied": "lower|3|y", "^was": "lower|3|be"},
    "NNP": {"": "keep|0|"},
}


def tagging() -> Tagging:
    component = Tagging(English(), "tagging")
    component.rules = RULES
    return component


@pytest.mark.parametrize(
    ("form", "script", "lemma"),
    [
        ("Attacks", "lower|1|", "attack"),
        ("was", "lower|3|be", "be"),
        ("Tehran", "keep|0|", "Tehran"),
        ("denied", "lower|3|y", "deny"),
        ("a", "lower|3|be", "a"),
        ("s", "lower|1|", "s"),
    ],
)
def test_a_script_makes_a_lemma(form: str, script: str, lemma: str) -> None:
    assert apply_script(form, script) == lemma


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("Rejected", "VBD", "reject"),
        ("DENIED", "VBD", "deny"),
        ("was", "VBD", "be"),
        ("swas", "VBD", "swas"),
        ("Baghdad", "NNP", "Baghdad"),
        ("Odd", "GW", "Odd"),
    ],
)
def test_the_longest_known_ending_makes_the_lemma(
    form: str, tag: str, lemma: str
) -> None:
    assert lemma_of(form, tag, RULES) == lemma


@pytest.fixture
def doc() -> Doc:
    doc = Doc(VOCAB, words=["He", "\n\n", "denied"], spaces=[False, False, False])
    doc._.encoded = encode(
        doc,
        tags={
            "upos": ["PRON", "VERB"],
            "xpos": ["PRP", "VBD"],
            "feats": ["Number=Sing", "Tense=Past"],
        },
    )
    return tagging()(doc)


def test_words_get_their_tags(doc: Doc) -> None:
    assert [(doc[i].pos_, doc[i].tag_) for i in (0, 2)] == [
        ("PRON", "PRP"),
        ("VERB", "VBD"),
    ]


def test_words_get_their_features_and_lemmas(doc: Doc) -> None:
    assert str(doc[2].morph) == "Tense=Past"
    assert [doc[0].lemma_, doc[2].lemma_] == ["He", "deny"]


def test_white_space_is_space(doc: Doc) -> None:
    assert (doc[1].pos_, doc[1].tag_) == ("SPACE", "_SP")


def test_the_rules_survive_bytes() -> None:
    again = Tagging(English(), "tagging").from_bytes(tagging().to_bytes())
    assert again.rules == RULES


def test_the_rules_survive_the_disk(tmp_path: Path) -> None:
    tagging().to_disk(tmp_path / "tagging")
    again = Tagging(English(), "tagging").from_disk(tmp_path / "tagging")
    assert again.rules == RULES
