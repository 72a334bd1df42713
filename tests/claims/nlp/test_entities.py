from encodings_by_hand import VOCAB, encode
from spacy.tokens import Doc

from claims.nlp.entities import find_entities

LABELS = ["O", "B-PERSON", "I-PERSON", "B-MISC", "I-MISC"]


def entities_in(words: list[str], answers: list[str]) -> list[tuple[str, str]]:
    doc = Doc(VOCAB, words=words)
    doc._.encoded = encode(doc, labels={"entities": (LABELS, answers)})
    return [(ent.text.strip(), ent.label_) for ent in find_entities(doc).ents]


def test_a_name_is_found_with_its_label() -> None:
    found = entities_in(["Ada", "Byron", "spoke"], ["B-PERSON", "I-PERSON", "O"])
    assert found == [("Ada Byron", "PERSON")]


def test_two_names_may_touch() -> None:
    found = entities_in(["Ada", "Byron"], ["B-PERSON", "B-PERSON"])
    assert found == [("Ada", "PERSON"), ("Byron", "PERSON")]


def test_a_name_does_not_go_on_over_a_line_break() -> None:
    found = entities_in(["Ada", "\n", "Byron"], ["B-PERSON", "I-PERSON"])
    assert found == [("Ada", "PERSON"), ("Byron", "PERSON")]


def test_names_of_works_and_the_like_have_a_label_too() -> None:
    assert entities_in(["Hamlet", "ran"], ["B-MISC", "O"]) == [("Hamlet", "MISC")]
