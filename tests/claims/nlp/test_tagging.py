import pytest
from encodings_by_hand import VOCAB, encode
from spacy.tokens import Doc

from claims.nlp.tagging import apply_script, tag


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


@pytest.fixture
def doc() -> Doc:
    doc = Doc(VOCAB, words=["He", "\n\n", "denied"], spaces=[False, False, False])
    doc._.encoded = encode(
        doc,
        tags={
            "upos": ["PRON", "VERB"],
            "xpos": ["PRP", "VBD"],
            "feats": ["Number=Sing", "Tense=Past"],
            "lemma": ["lower|0|", "lower|3|y"],
        },
    )
    return tag(doc)


def test_words_get_their_tags(doc: Doc) -> None:
    assert [(doc[i].pos_, doc[i].tag_) for i in (0, 2)] == [
        ("PRON", "PRP"),
        ("VERB", "VBD"),
    ]


def test_words_get_their_features_and_lemmas(doc: Doc) -> None:
    assert str(doc[2].morph) == "Tense=Past"
    assert [doc[0].lemma_, doc[2].lemma_] == ["he", "deny"]


def test_white_space_is_space(doc: Doc) -> None:
    assert (doc[1].pos_, doc[1].tag_) == ("SPACE", "_SP")
