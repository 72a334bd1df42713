from docs_by_hand import attribute, cast_of, parsed
from spacy.tokens import Doc

from claims.nlp.parties import voice_at
from claims.nlp.readings import PartyReading

INTRODUCED = (
    "Pakistani|ADJ|amod|3 foreign|ADJ|amod|3 minister|NOUN|nmod:desc|4 "
    "Khawaja|PROPN|nsubj|6 Asif|PROPN|flat|4 spoke|VERB|ROOT|6"
)
NAMES = {"Pakistani": "NORP", "Khawaja Asif": "PERSON"}


def last(doc: Doc, word: str, speaker: PartyReading | None = None) -> PartyReading:
    """The party that the last occurrence of a word is read as."""
    place = max(token.i for token in doc if token.text == word)
    return cast_of(doc).party(doc[place : place + 1], speaker)


def test_a_pronoun_leads_to_the_full_name() -> None:
    doc = parsed(INTRODUCED, "He|PRON|nsubj|2 left|VERB|ROOT|2", entities=NAMES)
    assert last(doc, "He").name == "Khawaja Asif"


def test_a_surname_leads_to_the_full_name() -> None:
    doc = parsed(
        "Imran|PROPN|nsubj|3 Khan|PROPN|flat|1 spoke|VERB|ROOT|3",
        "Mr.|PROPN|compound|2 Khan|PROPN|nsubj|3 left|VERB|ROOT|3",
        entities={"Imran Khan": "PERSON", "Mr. Khan": "PERSON"},
    )
    assert last(doc, "Khan").name == "Imran Khan"


def test_a_title_leads_to_its_bearer() -> None:
    doc = parsed(
        INTRODUCED,
        "The|DET|det|2 minister|NOUN|nsubj|3 left|VERB|ROOT|3",
        entities=NAMES,
    )
    assert last(doc, "minister").name == "Khawaja Asif"


def test_a_title_with_a_comma_is_the_name_behind_it() -> None:
    doc = parsed(
        "The|DET|det|2 minister|NOUN|nsubj|6 ,|PUNCT|punct|4 Ana|PROPN|appos|2 "
        "Ruiz|PROPN|flat|4 spoke|VERB|ROOT|6",
        entities={"Ana Ruiz": "PERSON"},
    )
    assert cast_of(doc).party(doc[0:2]).name == "Ana Ruiz"


def test_a_person_has_the_body_of_his_title() -> None:
    doc = parsed(INTRODUCED, entities=NAMES)
    assert cast_of(doc).party(doc[0:5]).affiliation == "Pakistani"


def test_an_unnamed_source_keeps_its_description_and_body() -> None:
    doc = parsed(
        "A|DET|det|4 senior|ADJ|amod|4 US|PROPN|compound|4 official|NOUN|nsubj|5 "
        "agreed|VERB|ROOT|5",
        entities={"US": "GPE"},
    )
    reading = cast_of(doc).party(doc[0:4])
    assert (reading.is_anonymous, reading.description, reading.affiliation) == (
        True,
        "senior US official",
        "US",
    )


def test_she_is_not_a_man() -> None:
    doc = parsed(
        "Mrs.|PROPN|compound|2 Roe|PROPN|nsubj|3 met|VERB|ROOT|3 Mr.|PROPN|compound|5 "
        "Doe|PROPN|obj|3",
        "She|PRON|nsubj|2 left|VERB|ROOT|2",
        entities={"Roe": "PERSON", "Doe": "PERSON"},
    )
    assert last(doc, "She").name == "Roe"


def test_it_is_the_body_whose_clause_it_stands_under() -> None:
    doc = parsed(
        "Iran|PROPN|nsubj|2 denied|VERB|ROOT|2 Israel|PROPN|nmod:poss|5 's|PART|case|3 "
        "charge|NOUN|obj|2 that|SCONJ|mark|8 it|PRON|nsubj|8 attacked|VERB|acl|5",
        entities={"Iran": "GPE", "Israel": "GPE"},
    )
    assert last(doc, "it").name == "Iran"


def test_who_is_the_noun_before_it() -> None:
    doc = parsed(
        "Duarte|PROPN|ROOT|1 ,|PUNCT|punct|4 who|PRON|nsubj|4 left|VERB|acl:relcl|1",
        entities={"Duarte": "PERSON"},
    )
    assert last(doc, "who").name == "Duarte"


def test_we_is_the_side_of_the_speaker() -> None:
    doc = parsed("We|PRON|nsubj|2 deny|VERB|ROOT|2 it|PRON|obj|2")
    speaker = PartyReading(None, "", "Khawaja Asif", "PERSON", affiliation="Pakistan")
    assert last(doc, "We", speaker).name == "Pakistan"


def test_an_acronym_leads_to_the_name_beside_it() -> None:
    doc = parsed(
        "The|DET|det|4 Red|PROPN|compound|4 Star|PROPN|compound|4 Front|PROPN|nsubj|8 "
        "(|PUNCT|punct|6 RSF|PROPN|appos|4 )|PUNCT|punct|6 left|VERB|ROOT|8",
        "RSF|PROPN|nsubj|2 left|VERB|ROOT|2",
        entities={"Red Star Front": "ORG", "RSF": "ORG"},
    )
    assert last(doc, "RSF").name == "Red Star Front"


def test_words_inside_a_statement_are_their_speakers() -> None:
    doc = parsed(
        "Iran|PROPN|nsubj|2 said|VERB|ROOT|2 we|PRON|nsubj|4 left|VERB|ccomp|2",
        entities={"Iran": "GPE"},
    )
    attribute(doc, doc[0:1], doc[1:2], doc[2:4])
    voice = voice_at(cast_of(doc), doc[2:3])
    assert voice is not None
    assert voice.name == "Iran"
