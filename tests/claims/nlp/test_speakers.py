from docs_by_hand import attribute, cast_of, parsed
from spacy.tokens import Doc

from claims.nlp.parties import voice_at
from claims.nlp.readings import PartyReading
from claims.nlp.speakers import label_of_turn

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


def test_it_goes_on_being_the_body_that_spoke_before() -> None:
    doc = parsed(
        "Amnesty|PROPN|nsubj|2 accused|VERB|ROOT|2 Hamas|PROPN|obj|2",
        "It|PRON|nsubj|2 added|VERB|ROOT|2 more|NOUN|obj|2",
        entities={"Amnesty": "ORG", "Hamas": "ORG"},
    )
    attribute(doc, doc[0:1], doc[1:2], doc[2:3])
    attribute(doc, doc[3:4], doc[4:5], doc[5:6])
    assert last(doc, "It").name == "Amnesty"


def test_they_are_not_the_country_where_something_is() -> None:
    doc = parsed(
        "Rebels|NOUN|nsubj|2 met|VERB|ROOT|2 in|ADP|case|4 Iraq|PROPN|obl|2",
        "They|PRON|nsubj|2 left|VERB|ROOT|2",
        entities={"Iraq": "GPE"},
    )
    assert last(doc, "They").name == "Rebels"


def test_a_pronoun_means_nobody_who_is_ruled_out() -> None:
    doc = parsed(
        "Iran|PROPN|nsubj|2 met|VERB|ROOT|2 Israel|PROPN|obj|2",
        "It|PRON|nsubj|2 left|VERB|ROOT|2",
        entities={"Iran": "GPE", "Israel": "GPE"},
    )
    party = cast_of(doc).party(doc[3:4], not_meant=frozenset({"Iran"}))
    assert party.name == "Israel"


def test_the_army_is_the_one_that_was_named_before() -> None:
    doc = parsed(
        "The|DET|det|3 Turkish|ADJ|amod|3 army|NOUN|nsubj|4 fired|VERB|ROOT|4",
        "The|DET|det|2 army|NOUN|nsubj|3 left|VERB|ROOT|3",
        entities={"Turkish": "NORP"},
    )
    reading = last(doc, "army")
    assert (reading.name, reading.affiliation) == ("Turkish army", "Turkish")


def test_a_military_statement_is_the_militarys() -> None:
    doc = parsed(
        "A|DET|det|3 military|ADJ|amod|3 statement|NOUN|nsubj|4 agreed|VERB|ROOT|4"
    )
    assert cast_of(doc).party(doc[0:3]).name == "military"


def test_a_group_that_is_linked_to_another_is_not_the_other() -> None:
    doc = parsed(
        "A|DET|det|5 Hamas|PROPN|compound|4 -|PUNCT|punct|2 linked|VERB|amod|5 "
        "group|NOUN|nsubj|6 left|VERB|ROOT|6",
        entities={"Hamas": "ORG"},
    )
    assert cast_of(doc).party(doc[0:5]).label == ""


def test_a_relative_of_somebody_is_not_that_person() -> None:
    doc = parsed(
        "Roe|PROPN|nmod:poss|3 's|PART|case|1 family|NOUN|nsubj|4 left|VERB|ROOT|4",
        entities={"Roe": "PERSON"},
    )
    assert cast_of(doc).party(doc[0:3]).name == "Roe 's family"


def test_who_signs_a_text_is_a_body_by_its_long_name() -> None:
    doc = parsed(
        "[STATEMENT]|X|ROOT|1 Free|PROPN|compound|4 Red|PROPN|compound|4 "
        "Movement|PROPN|dep|1"
    )
    assert label_of_turn(doc[1:4]) == "ORG"


def test_a_mention_leaves_its_comma_outside() -> None:
    doc = parsed(
        ",|PUNCT|punct|2 Imran|PROPN|nsubj|4 Khan|PROPN|flat|2 spoke|VERB|ROOT|4",
        entities={"Imran Khan": "PERSON"},
    )
    party = cast_of(doc).party(doc[0:3])
    assert (party.text, party.name) == ("Imran Khan", "Imran Khan")
