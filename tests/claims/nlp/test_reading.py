from datetime import date

from docs_by_hand import attribute, cast_of, frame, parsed
from spacy.tokens import Doc

from claims.nlp.accusation import Accusation
from claims.nlp.dates import Dates
from claims.nlp.reading import article_reading
from claims.nlp.readings import ClaimReading

PUBLISHED = date(2017, 10, 5)
SAID = (
    "Iran|PROPN|nsubj|2 said|VERB|ROOT|2 Tuesday|PROPN|obl|2 Israel|PROPN|nsubj|5 "
    "bombed|VERB|ccomp|2 the|DET|det|7 mill|NOUN|obj|5"
)
DENIED = "Israel|PROPN|nsubj|2 denied|VERB|ROOT|2 the|DET|det|4 charge|NOUN|obj|2"
PLACES = {"Iran": "GPE", "Israel": "GPE"}


def claims_of(doc: Doc, title: str = "", outlet: str = "") -> tuple[ClaimReading, ...]:
    cast_of(doc)
    for component in (Dates(), Accusation()):
        doc = component(doc)
    return article_reading(doc, PUBLISHED, title=title, outlet=outlet).claims


def accused_and_denied() -> Doc:
    doc = parsed(SAID, DENIED, entities=PLACES)
    attribute(doc, doc[0:1], doc[1:2], doc[3:7])
    doc._.claim_frames = [
        frame(doc[3:7], cue=doc[1:2], speaker=doc[0:1]),
        frame(doc[8:11], "denial", cue=doc[8:9], speaker=doc[7:8]),
    ]
    return doc


def test_a_claim_has_speaker_target_and_exact_words() -> None:
    doc = accused_and_denied()
    claim = claims_of(doc)[0]
    words = doc.text[claim.accusation.start_char : claim.accusation.end_char]
    assert words == "Israel bombed the mill"
    assert [party.name for party in claim.speakers] == ["Iran"]
    assert [party.name for party in claim.targets] == ["Israel"]


def test_the_day_of_the_statement_counts_back_from_publication() -> None:
    assert claims_of(accused_and_denied())[0].said_date == "2017-10-03"


def test_who_denies_the_charge_is_cleared() -> None:
    denial = claims_of(accused_and_denied())[1]
    assert (denial.kind, [party.name for party in denial.targets]) == (
        "denial",
        ["Israel"],
    )


def test_a_claim_says_what_led_to_it() -> None:
    explanation = claims_of(accused_and_denied())[1].explanation
    assert (explanation["cue"], explanation["pattern"]) == ("denied", "deny")


def test_the_narrator_has_neither_speaker_nor_date() -> None:
    doc = parsed(
        "Israel|PROPN|nsubj:pass|3 is|AUX|aux:pass|3 accused|VERB|ROOT|3 "
        "of|SCONJ|mark|5 bombing|VERB|advcl|3 the|DET|det|8 old|ADJ|amod|8 "
        "mill|NOUN|obj|5",
        entities=PLACES,
    )
    doc._.claim_frames = [frame(doc[4:8], cue=doc[2:3], quotation="narrator")]
    (claim,) = claims_of(doc)
    assert (claim.speakers, claim.quotation, claim.said_date) == ((), "narrator", "")
    assert [party.name for party in claim.targets] == ["Israel"]


def test_an_outlet_speaks_for_itself_in_its_own_words() -> None:
    doc = parsed(SAID, entities=PLACES)
    doc._.claim_frames = [frame(doc[3:7], quotation="direct")]
    (claim,) = claims_of(doc, outlet="Radio Sol")
    assert [party.name for party in claim.speakers] == ["Radio Sol"]


def test_a_headline_states_no_claim() -> None:
    doc = accused_and_denied()
    assert len(claims_of(doc, title=doc[:7].text)) == 1


def test_who_passes_a_statement_on_is_kept_apart_from_its_speaker() -> None:
    doc = parsed(
        "USIS|PROPN|nsubj|2 reported|VERB|ROOT|2 Iran|PROPN|nsubj|4 "
        "accused|VERB|ccomp|2 Israel|PROPN|obj|4 of|SCONJ|mark|7 bombing|VERB|advcl|4 "
        "the|DET|det|10 old|ADJ|amod|10 mill|NOUN|obj|7",
        entities=PLACES | {"USIS": "ORG"},
    )
    attribute(doc, doc[0:1], doc[1:2], doc[2:10])
    doc._.claim_frames = [frame(doc[6:10], speaker=doc[2:3], target=doc[4:5])]
    (claim,) = claims_of(doc)
    assert ([party.name for party in claim.speakers], claim.via) == (["Iran"], "USIS")
