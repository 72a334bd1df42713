from docs_by_hand import attribute, frame, parsed

from claims.nlp.merging import Proposal, propose

DENIED = (
    "Iran|PROPN|nsubj|2 denied|VERB|ROOT|2 that|SCONJ|mark|5 it|PRON|nsubj|5 "
    "bombed|VERB|ccomp|2 the|DET|det|7 mill|NOUN|obj|5"
)
SAID = (
    "Iran|PROPN|nsubj|2 said|VERB|ROOT|2 Israel|PROPN|nsubj|4 bombed|VERB|ccomp|2 "
    "the|DET|det|6 mill|NOUN|obj|4"
)


def only(proposals: list[Proposal]) -> Proposal:
    (proposal,) = proposals
    return proposal


def test_finders_that_see_the_same_words_make_one_proposal() -> None:
    doc = parsed(DENIED)
    attribute(doc, doc[0:1], doc[1:2], doc[2:7])
    doc._.claim_frames = [frame(doc[3:7], "denial", cue=doc[1:2])]
    proposal = only(propose(doc))
    assert {draft.origin for draft in proposal.drafts} == {"learned", "rule", "content"}


def test_the_learned_words_lead() -> None:
    doc = parsed(DENIED)
    doc._.claim_frames = [frame(doc[3:7], "denial", cue=doc[1:2])]
    assert only(propose(doc)).lead.content.text == "it bombed the mill"


def test_a_denying_cue_corrects_a_learned_accusation() -> None:
    doc = parsed(DENIED)
    doc._.claim_frames = [frame(doc[3:7], "accusation", cue=doc[1:2])]
    assert only(propose(doc)).kind == "denial"


def test_a_reported_act_in_scope_is_proposed_without_a_learned_frame() -> None:
    doc = parsed(SAID)
    attribute(doc, doc[0:1], doc[1:2], doc[2:6])
    proposal = only(propose(doc))
    assert (proposal.kind, proposal.lead.content.text) == (
        "accusation",
        "Israel bombed the mill",
    )


def test_a_reported_act_out_of_scope_is_not_proposed() -> None:
    doc = parsed(SAID.replace("bombed", "bought"))
    attribute(doc, doc[0:1], doc[1:2], doc[2:6])
    assert propose(doc) == []


def test_two_learned_frames_stay_apart() -> None:
    doc = parsed(SAID)
    doc._.claim_frames = [frame(doc[2:4]), frame(doc[3:6])]
    assert len(propose(doc)) == 2


def test_nothing_is_proposed_where_a_pattern_says_that_nothing_is_claimed() -> None:
    doc = parsed(
        "no|DET|det|2 group|NOUN|nsubj|4 has|AUX|aux|4 claimed|VERB|ROOT|4 "
        "responsibility|NOUN|obj|4"
    )
    doc._.claim_frames = [frame(doc[2:5], "claim_of_responsibility")]
    assert propose(doc) == []


def test_learned_words_go_on_to_the_end_of_their_phrase() -> None:
    doc = parsed(SAID)
    doc._.claim_frames = [frame(doc[2:5])]
    assert only(propose(doc)).content.text == "Israel bombed the mill"


def test_who_insists_that_others_did_it_denies_nothing() -> None:
    doc = parsed(SAID.replace("said", "insisted"))
    doc._.claim_frames = [frame(doc[2:6], cue=doc[1:2])]
    assert only(propose(doc)).kind == "accusation"
