"""Known armed groups among the entities."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claims.nlp.groups import FACTORY


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(FACTORY)
    return nlp


def mended(nlp: Language, text: str, *found: tuple[str, str]) -> list[tuple[str, str]]:
    doc: Doc = nlp.make_doc(text)
    doc.ents = [
        doc.char_span(text.index(name), text.index(name) + len(name), label)
        for name, label in found
    ]
    return [(ent.text, ent.label_) for ent in nlp.get_pipe(FACTORY)(doc).ents]


def test_a_group_taken_for_a_person_becomes_an_organisation(nlp: Language) -> None:
    text = "Police accused al-Shabaab of the attack."
    assert mended(nlp, text, ("al-Shabaab", "PERSON")) == [("al-Shabaab", "ORG")]


def test_capitals_do_not_matter(nlp: Language) -> None:
    text = "POLICE ACCUSED BOKO HARAM."
    assert mended(nlp, text, ("BOKO HARAM", "PERSON")) == [("BOKO HARAM", "ORG")]


def test_a_name_found_in_part_is_completed(nlp: Language) -> None:
    text = "Officials blamed Lashkar-e-Taiba in Mumbai."
    found = mended(nlp, text, ("Lashkar", "LOC"), ("Mumbai", "GPE"))
    assert found == [("Lashkar-e-Taiba", "ORG"), ("Mumbai", "GPE")]


def test_a_longer_name_stays_whole(nlp: Language) -> None:
    text = "He joined the Boko Haram Victims Fund."
    name = "Boko Haram Victims Fund"
    assert mended(nlp, text, (name, "ORG")) == [(name, "ORG")]


def test_words_that_the_model_took_for_no_name_stay_none(nlp: Language) -> None:
    assert mended(nlp, "Boko Haram was blamed.") == []
