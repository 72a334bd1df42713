import pytest
import spacy
from spacy.language import Language
from word_cutting import cut_words_as_treebanks


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    cut_words_as_treebanks(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("non-Muslims re-elected", ["non-Muslims", "re-elected"]),
        ("US-backed rebels", ["US", "-", "backed", "rebels"]),
        ("al-Qaida", ["al", "-", "Qaida"]),
        ("call 555-0199.", ["call", "555-0199", "."]),
        ("No!!! ====", ["No", "!!!", "===="]),
        ("no id and/or name", ["no", "id", "and", "/", "or", "name"]),
        ("Capt. Bell, etc., left.", ["Capt.", "Bell", ",", "etc.", ",", "left", "."]),
        ("He wasn't co-founder.", ["He", "was", "n't", "co-founder", "."]),
    ],
)
def test_words_are_those_of_the_treebanks(
    nlp: Language, text: str, words: list[str]
) -> None:

    assert [token.text for token in nlp.make_doc(text)] == words


def test_the_rules_are_saved_with_the_pipeline(nlp: Language) -> None:
    copy = spacy.blank("en").from_bytes(nlp.to_bytes())
    assert [t.text for t in copy("an e-mail!!")] == ["an", "e-mail", "!!"]
