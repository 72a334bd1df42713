"""Who says a claim and whom it is about, on sentences parsed by hand."""

from docs_by_hand import attribute, cast_of, frame, parsed
from spacy.tokens import Doc

from claims.nlp.merging import Proposal, propose
from claims.nlp.parties import read_speakers, read_targets, signed_by

SAID = (
    "Iran|PROPN|nsubj|2 said|VERB|ROOT|2 {it}|PRON|nsubj|4 bombed|VERB|ccomp|2 "
    "the|DET|det|6 mill|NOUN|obj|4"
)
MET = "Iran|PROPN|nsubj|2 met|VERB|ROOT|2 Israel|PROPN|obj|2"
PLACES = {"Iran": "GPE", "Israel": "GPE"}


def proposal_of(doc: Doc) -> Proposal:
    cast_of(doc)
    return next(found for found in propose(doc) if found.by("learned"))


def names_of(doc: Doc) -> tuple[list[str], list[str]]:
    """Speakers and targets of the learned claim."""
    proposal = proposal_of(doc)
    speakers = read_speakers(doc._.cast, proposal)
    targets = read_targets(doc._.cast, proposal, speakers, ())
    return [party.name for party in speakers], [party.name for party in targets]


def said_of_it(kind: str) -> Doc:
    doc = parsed(MET, SAID.format(it="it"), entities=PLACES)
    attribute(doc, doc[3:4], doc[4:5], doc[5:9])
    doc._.claim_frames = [
        frame(doc[5:9], kind, cue=doc[4:5], speaker=doc[3:4], target=doc[5:6])
    ]
    return doc


def test_who_accuses_it_means_another() -> None:
    assert names_of(said_of_it("accusation")) == (["Iran"], ["Israel"])


def test_who_denies_it_means_himself() -> None:
    assert names_of(said_of_it("denial")) == (["Iran"], ["Iran"])


def test_who_claims_it_means_himself() -> None:
    assert names_of(said_of_it("claim_of_responsibility")) == (["Iran"], ["Iran"])


def test_they_are_the_side_of_an_official_who_denies() -> None:
    doc = parsed(
        "An|DET|det|3 Iranian|ADJ|amod|3 official|NOUN|nsubj|4 denied|VERB|ROOT|4 "
        "they|PRON|nsubj|6 bombed|VERB|ccomp|4 it|PRON|obj|6",
        entities={"Iranian": "NORP"},
    )
    doc._.claim_frames = [
        frame(doc[4:7], "denial", cue=doc[3:4], speaker=doc[0:3], target=doc[4:5])
    ]
    assert names_of(doc)[1] == ["Iranian"]


def test_the_source_that_syntax_confirms_beats_a_far_one() -> None:
    doc = parsed(
        MET,
        "Roe|PROPN|nsubj|2 said|VERB|ROOT|2 Israel|PROPN|nsubj|4 bombed|VERB|ccomp|2 "
        "the|DET|det|6 mill|NOUN|obj|4",
        entities=PLACES | {"Roe": "PERSON"},
    )
    attribute(doc, doc[3:4], doc[4:5], doc[5:9])
    doc._.claim_frames = [frame(doc[5:9], speaker=doc[0:1], target=doc[5:6])]
    assert names_of(doc) == (["Roe"], ["Israel"])


def test_who_is_accused_is_not_the_accuser() -> None:
    doc = parsed(
        "Israel|PROPN|nsubj|2 bombed|VERB|ROOT|2 the|DET|det|4 mill|NOUN|obj|2",
        entities=PLACES,
    )
    doc._.claim_frames = [frame(doc[0:4], speaker=doc[0:1], target=doc[0:1])]
    assert names_of(doc) == ([], ["Israel"])


def test_who_denies_a_charge_has_not_made_it() -> None:
    doc = parsed(
        "Roe|PROPN|nsubj|2 denied|VERB|ROOT|2 that|SCONJ|mark|5 Israel|PROPN|nsubj|5 "
        "bombed|VERB|ccomp|2 the|DET|det|7 mill|NOUN|obj|5",
        entities=PLACES | {"Roe": "PERSON"},
    )
    attribute(doc, doc[0:1], doc[1:2], doc[3:7])
    cast_of(doc)
    found = next(iter(propose(doc)))
    assert found.kind == "denial"
    assert [party.name for party in read_speakers(doc._.cast, found)] == ["Roe"]


def test_of_a_responsibility_claimed_the_claimer_is_the_speaker() -> None:
    doc = parsed(
        "Radio|PROPN|nsubj|2 said|VERB|ROOT|2 Hamas|PROPN|nsubj|4 claimed|VERB|ccomp|2 "
        "responsibility|NOUN|obj|4",
        entities={"Radio": "ORG", "Hamas": "ORG"},
    )
    attribute(doc, doc[0:1], doc[1:2], doc[2:5])
    doc._.claim_frames = [frame(doc[2:5], speaker=doc[0:1], target=doc[2:3])]
    assert names_of(doc) == (["Hamas"], ["Hamas"])


def test_an_accusation_of_nobody_is_of_whom_was_accused_last() -> None:
    doc = parsed(
        "Roe|PROPN|nsubj|2 said|VERB|ROOT|2 nine|NUM|nsubj|4 died|VERB|ccomp|2",
        entities={"Roe": "PERSON"},
    )
    doc._.claim_frames = [frame(doc[2:4], cue=doc[1:2], speaker=doc[0:1])]
    proposal = proposal_of(doc)
    speakers = read_speakers(doc._.cast, proposal)
    accused = doc._.cast.party(doc[2:3])
    targets = read_targets(doc._.cast, proposal, speakers, (accused,))
    assert [(party.name, party.span) for party in targets] == [("nine", None)]


def test_we_who_speak_are_the_person_not_his_side() -> None:
    doc = parsed(
        "Iranian|ADJ|amod|2 minister|NOUN|nmod:desc|3 Roe|PROPN|nsubj|4 "
        "said|VERB|ROOT|4 we|PRON|nsubj|6 accuse|VERB|ccomp|4 Israel|PROPN|obj|6",
        entities=PLACES | {"Iranian": "NORP", "Roe": "PERSON"},
    )
    attribute(doc, doc[0:3], doc[3:4], doc[4:7])
    doc._.claim_frames = [frame(doc[5:7], speaker=doc[4:5], target=doc[6:7])]
    assert names_of(doc) == (["Roe"], ["Israel"])


def test_an_outlet_does_not_say_what_it_quotes() -> None:
    doc = parsed('"|PUNCT|punct|2 Fire|NOUN|ROOT|2 "|PUNCT|punct|2')
    doc._.claim_frames = [frame(doc[1:2], quotation="direct")]
    assert signed_by("Halden Post", proposal_of(doc)) == ()


def test_an_outlet_speaks_in_its_own_words() -> None:
    doc = parsed("Israel|PROPN|nsubj|2 lied|VERB|ROOT|2", entities=PLACES)
    doc._.claim_frames = [frame(doc[0:2], quotation="direct", target=doc[0:1])]
    assert [p.name for p in signed_by("Halden Post", proposal_of(doc))] == [
        "Halden Post"
    ]


def test_who_says_it_did_not_do_it_means_himself() -> None:
    doc = parsed(
        MET,
        "Iran|PROPN|nsubj|2 said|VERB|ROOT|2 it|PRON|nsubj|6 did|AUX|aux|6 "
        "not|PART|advmod|6 bomb|VERB|ccomp|2 the|DET|det|8 mill|NOUN|obj|6",
        entities=PLACES,
    )
    attribute(doc, doc[3:4], doc[4:5], doc[5:11])
    doc._.claim_frames = [frame(doc[5:11], speaker=doc[3:4], target=doc[5:6])]
    assert names_of(doc) == (["Iran"], ["Iran"])
