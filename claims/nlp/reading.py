"""Doc → ArticleReading: the decisions of the components as plain values."""

from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from claims.nlp.charges import Scope, read_scope
from claims.nlp.confidence import confidence_of, features_of
from claims.nlp.drafts import CONTENT, LEARNED, RULE, Draft
from claims.nlp.hedges import hedge_in, is_negated
from claims.nlp.merging import ACCUSATION, DENIAL, Proposal
from claims.nlp.parties import (
    NARRATOR,
    read_speakers,
    read_targets,
    signed_by,
    speaker_spans,
    voice_at,
)
from claims.nlp.readings import (
    ArticleReading,
    AttributionReading,
    CharSpan,
    ClaimReading,
    MentionReading,
    PartyReading,
)
from claims.nlp.saying import SaidDates
from claims.nlp.speakers import Cast

#: Proposals below this are dropped: more wrong than right, and too many to review.
LEAST_CONFIDENCE = 0.1


def article_reading(
    doc: Doc, published: date | None, *, title: str = "", outlet: str = ""
) -> ArticleReading:
    """All that was read in one text; a headline that opens it states no claim."""
    headline = headline_end(doc.text, title)
    return ArticleReading(
        tuple(MentionReading(chars(ent), ent.text, ent.label_) for ent in doc.ents),
        tuple(
            AttributionReading(
                tuple(map(chars, attribution.source)),
                tuple(map(chars, attribution.cue)),
                tuple(map(chars, attribution.content)),
                attribution.quotation,
                attribution.confidence,
            )
            for attribution in doc._.attributions
        ),
        tuple(
            claim
            for claim in read_claims(doc, published, outlet)
            if claim.accusation.start_char >= headline
        ),
    )


def headline_end(text: str, title: str) -> int:
    return len(title) if title and text.startswith(title) else 0


def chars(span: Span) -> CharSpan:
    return CharSpan(span.start_char, span.end_char)


def read_claims(doc: Doc, published: date | None, outlet: str) -> list[ClaimReading]:
    """Claims in text order; each target that is only implied is the last accused."""
    claims: list[ClaimReading] = []
    last_accused: tuple[PartyReading, ...] = ()
    said = said_dates(doc, published)
    for proposal, features in weigh_proposals(doc):
        confidence = confidence_of(features)
        if confidence < LEAST_CONFIDENCE:
            continue
        claim = read_claim(doc._.cast, proposal, said, outlet, last_accused)
        claims.append(replace(claim, confidence=round(confidence, 3)))
        if claim.kind == "accusation" and claim.targets:
            last_accused = claim.targets
    return claims


def said_dates(doc: Doc, published: date | None) -> SaidDates:
    """The dated statements of the text, in scope or not."""
    said = SaidDates(doc, published)
    cast: Cast = doc._.cast
    for attribution in cast.attributions:
        if attribution.cue and attribution.source and attribution.content:
            name = cast.party(attribution.source[0]).name
            said.note(name, attribution.cue[0], attribution.content[0])
    return said


def weigh_proposals(doc: Doc) -> list[tuple[Proposal, dict[str, float]]]:
    """Every proposal with what speaks for and against it, in text order."""
    weighed = []
    is_accused = False
    for proposal in doc._.proposals:
        weighed.append((proposal, features_of(proposal, is_accused=is_accused)))
        is_accused |= proposal.by(LEARNED) is not None
    return weighed


def read_claim(
    cast: Cast,
    proposal: Proposal,
    said: SaidDates,
    outlet: str,
    last_accused: tuple[PartyReading, ...],
) -> ClaimReading:
    """One claim with all its parts; the confidence is left at 0."""
    lead = proposal.lead
    speakers = read_speakers(cast, proposal) or signed_by(outlet, proposal)
    evidence, cue = evidence_of(proposal), cue_of(proposal)
    scope = read_scope(proposal.content)
    hedge = hedge_in(proposal.content)
    quotation = quotation_of(proposal, speakers)
    targets = read_targets(cast, proposal, speakers, last_accused)
    return ClaimReading(
        kind=kind_of(proposal, speakers, targets),
        category=lead.category or category_of(scope, evidence),
        speakers=speakers,
        targets=targets,
        accusation=chars(proposal.content),
        evidence=chars(evidence),
        cue=chars(cue) if cue is not None else None,
        quotation=quotation,
        said_date=(
            said.of([party.name for party in speakers], cue, proposal.content)
            if speakers
            else ""
        ),
        is_hedged=lead.is_hedged or bool(hedge),
        via=via_of(cast, proposal, speakers),
        confidence=0.0,
        explanation=explain(proposal, scope, hedge),
        attribution=attribution_of(proposal),
    )


def kind_of(
    proposal: Proposal,
    speakers: tuple[PartyReading, ...],
    targets: tuple[PartyReading, ...],
) -> str:
    """The proposal's kind; who says of his own side that it did not do it denies it."""
    if proposal.kind != ACCUSATION or not is_negated(proposal.content):
        return proposal.kind
    own = {party.name for party in speakers} | {party.affiliation for party in speakers}
    return DENIAL if own & {target.name for target in targets} else ACCUSATION


def category_of(scope: Scope, evidence: Span) -> str:
    """By the words of the accusation, else by those of its sentence."""
    return (scope if scope.hits else read_scope(evidence)).category


def cue_of(proposal: Proposal) -> Span | None:
    for origin in (RULE, LEARNED, CONTENT):
        draft = proposal.by(origin)
        if draft is not None and draft.cue is not None:
            return draft.cue
    return None


def attribution_of(proposal: Proposal) -> int | None:
    draft = proposal.by(CONTENT)
    return draft.attribution if draft else None


def evidence_of(proposal: Proposal) -> Span:
    """The sentences that hold the accusation, its cue and its speaker."""
    doc = proposal.content.doc
    spans = [proposal.content, *speaker_spans(proposal)]
    spans += [cue] if (cue := cue_of(proposal)) is not None else []
    first = doc[min(span.start for span in spans)].sent
    last = doc[max(span.end for span in spans) - 1].sent
    return doc[first.start : last.end]


def quotation_of(proposal: Proposal, speakers: tuple[PartyReading, ...]) -> str:
    if not speakers:
        return NARRATOR
    for origin in (LEARNED, CONTENT):
        draft = proposal.by(origin)
        if draft is not None and draft.quotation not in ("", NARRATOR):
            return draft.quotation
    return "indirect"


def via_of(cast: Cast, proposal: Proposal, speakers: tuple[PartyReading, ...]) -> str:
    """Who passed the statement on, where that is another than its speaker."""
    spans = speaker_spans(proposal)
    voice = voice_at(cast, spans[0]) if spans else None
    if voice is None or voice.name in {speaker.name for speaker in speakers}:
        return ""
    return voice.name


def explain(proposal: Proposal, scope: Scope, hedge: str) -> dict[str, str | float]:
    """What led to the claim, for the reader of the claim's page."""
    found: dict[str, str | float] = {}
    cue = cue_of(proposal)
    if cue is not None:
        found["cue"] = cue.text
    for draft in reversed(proposal.drafts):  # the first has the last word
        found |= evidence_in(draft)
    if scope.hits:
        words = dict.fromkeys(hit.token.text for hit in scope.hits)
        found["words in scope"] = ", ".join(words)
    if hedge:
        found["word of doubt"] = hedge
    return found


def evidence_in(draft: Draft) -> dict[str, str | float]:
    if draft.origin == LEARNED:
        scores = {
            f"model: {name}": round(value, 3) for name, value in draft.scores.items()
        }
        return {"learned frame": round(draft.score, 3), **scores}
    if draft.origin == RULE:
        return {"pattern": draft.row}
    return {"attribution": round(draft.score, 3)}
