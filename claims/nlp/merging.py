"""Drafts about the same words become one: learned span, cue by rule, all sources."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from claims.nlp.attribution import AttributionSpans
from claims.nlp.charges import read_scope
from claims.nlp.cues import find_frames, fits, rows_of
from claims.nlp.drafts import CONTENT, LEARNED, RULE, Draft, shared_tokens
from claims.nlp.hedges import negations_in, rebuffs_in
from claims.nlp.lexicon import DENIABLE
from claims.nlp.phrases import completed, whole_phrase

ACCUSATION, DENIAL = "accusation", "denial"
OWNED = "claim_of_responsibility"
#: The kind of pattern rows that say that nothing is claimed.
NOTHING = "none"
#: Learned words fewer than this, in tokens, have been cut short.
SCRAP = 4
PRIORITY = {LEARNED: 0, RULE: 1, CONTENT: 2}


def denies(draft: Draft) -> bool:
    """Whether the cue before the words denies them, not a charge between the two."""
    cue, content = draft.cue, draft.content
    if cue is None or cue.end > content.start or cue.sent.start != content.sent.start:
        return False
    rows = [row for token in cue for row in rows_of(token) if fits(token, row)]
    between = content.doc[cue.end : content.start + 2]
    return any(row.kind == DENIAL and row.part == "verb" for row in rows) and not any(
        token.lower_ in DENIABLE for token in between
    )


@dataclass
class Proposal:
    """All drafts about one stretch of words; the leading one gives span and kind."""

    lead: Draft
    support: list[Draft] = field(default_factory=list)

    def by(self, origin: str) -> Draft | None:
        """The first draft from this finder."""
        return next(
            (draft for draft in (self.lead, *self.support) if draft.origin == origin),
            None,
        )

    @property
    def content(self) -> Span:
        """The leading words; where they are a mere scrap, the longer ones around."""
        lead = self.lead.content
        longer = (
            draft.content
            for draft in self.support
            if draft.content.start <= lead.start and lead.end <= draft.content.end
        )
        return next(longer, lead) if len(lead) < SCRAP else lead

    @property
    def kind(self) -> str:
        """The leading draft's; a cue with but one meaning corrects an accusation."""
        if any(draft.kind == OWNED and draft.decides for draft in self.support):
            return OWNED
        if self.lead.kind != ACCUSATION:
            return self.lead.kind
        if denies(self.lead):
            return DENIAL
        decided = (draft.kind for draft in self.support if draft.decides)
        return next(decided, ACCUSATION)

    @property
    def is_void(self) -> bool:
        """Whether a pattern says that nothing is claimed ("no group has claimed")."""
        return any(draft.kind == NOTHING for draft in self.drafts)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return (self.lead, *self.support)


def propose(doc: Doc) -> list[Proposal]:
    """Every possible claim of the text, in text order."""
    drafts = [*learned_drafts(doc), *find_frames(doc), *content_drafts(doc)]
    drafts.sort(key=lambda draft: (PRIORITY[draft.origin], draft.content.start))
    proposals: list[Proposal] = []
    at_token: dict[int, list[int]] = {}
    for draft in drafts:
        index = best_place(draft, proposals, at_token)
        if index is not None:
            proposals[index].support.append(draft)
            continue
        for token in range(draft.content.start, draft.content.end):
            at_token.setdefault(token, []).append(len(proposals))
        proposals.append(Proposal(draft))
    stated = (proposal for proposal in proposals if not proposal.is_void)
    return sorted(stated, key=lambda proposal: proposal.lead.content.start)


def best_place(
    draft: Draft, proposals: list[Proposal], at_token: dict[int, list[int]]
) -> int | None:
    """The proposal that shares most words with the draft, at least half of one of them.

    Two learned frames, or two frames by rule with cues of their own, stay apart.
    """
    best, most = None, 0
    seen: set[int] = set()
    for token in range(draft.content.start, draft.content.end):
        seen.update(at_token.get(token, ()))
    for index in seen:
        lead = proposals[index].lead
        shared = shared_tokens(draft.content, lead.content)
        if lead.origin == draft.origin or not can_join(draft, lead, shared):
            continue
        if shared > most:
            best, most = index, shared
    return best


def can_join(draft: Draft, lead: Draft, shared: int) -> bool:
    if draft.is_bare and lead.kind == ACCUSATION:
        return False
    shorter = min(len(draft.content), len(lead.content))
    return 2 * shared >= shorter


def learned_drafts(doc: Doc) -> list[Draft]:
    frames = doc._.claim_frames
    limits = [*(frame.content.start for frame in frames[1:]), len(doc)]
    return [
        Draft(
            frame.kind,
            completed(frame.content, limit),
            frame.cue,
            party_spans(frame.speaker),
            party_spans(frame.target),
            LEARNED,
            score=frame.confidence,
            category=frame.category,
            quotation=frame.quotation,
            is_hedged=frame.hedged,
            scores=dict(frame.scores),
        )
        for frame, limit in zip(frames, limits, strict=False)
    ]


def party_spans(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (whole_phrase(span),)


def content_drafts(doc: Doc) -> list[Draft]:
    """Attributions whose content states an act in scope."""
    drafts = []
    for index, attribution in enumerate(doc._.attributions):
        for content in attribution.content:
            for part in sentences_of(content):
                scope = read_scope(part)
                if scope.is_stated:
                    drafts.append(content_draft(part, attribution, index))
    return drafts


def content_draft(part: Span, attribution: AttributionSpans, index: int) -> Draft:
    is_denied = rebuffs_in(part) > 0 or negations_in(part) > 0
    return Draft(
        "denial" if is_denied else "accusation",
        part,
        attribution.cue[0] if attribution.cue else None,
        tuple(map(whole_phrase, attribution.source)),
        (),
        CONTENT,
        score=attribution.confidence,
        quotation=attribution.quotation,
        attribution=index,
    )


def sentences_of(span: Span) -> list[Span]:
    """The span cut at sentence ends: one sentence states one claim."""
    doc = span.doc
    starts = [token.i for token in span if token.is_sent_start and token.i > span.start]
    edges = [span.start, *starts, span.end]
    return [
        doc[start:end]
        for start, end in zip(edges, edges[1:], strict=False)
        if start < end
    ]
