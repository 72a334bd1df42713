"""What was read in a document as a line of output, in the format of the benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from claims.documents import Document
from claims.models import LIKELY
from claims.nlp.readings import (
    ArticleReading,
    AttributionReading,
    CharSpan,
    ClaimReading,
)
from claims.parties import Party, PartyFinder

#: A summary is the claim's own words up to here.
_SUMMARY_WORDS = 15


def describe_claims(
    document: Document, reading: ArticleReading, finder: PartyFinder
) -> list[dict[str, Any]]:
    """The likely claims of a document, numbered c1, c2 … in text order."""
    likely = (claim for claim in reading.claims if claim.confidence >= LIKELY)
    return [
        {"id": f"c{number}"} | _describe(document.text, claim, finder)
        for number, claim in enumerate(likely, start=1)
    ]


def describe_attribution(attribution: AttributionReading) -> dict[str, list[list[int]]]:
    return {
        "source": [_ends(span) for span in attribution.source],
        "cue": [_ends(span) for span in attribution.cue],
        "content": [_ends(span) for span in attribution.content],
    }


def _describe(text: str, claim: ClaimReading, finder: PartyFinder) -> dict[str, Any]:
    speakers = [finder.speaker(party) for party in claim.speakers]
    targets = [finder.target(party) for party in claim.targets]
    words = text[claim.accusation.start_char : claim.accusation.end_char]
    return {
        "kind": claim.kind,
        "speaker": _speaker(speakers),
        "target": _party(targets) | {"side": _bodies(targets)},
        "accusation": {
            "span": _ends(claim.accusation),
            "text": words,
            "summary": " ".join(words.split()[:_SUMMARY_WORDS]),
            "category": claim.category,
        },
        "cue": _words(text, claim.cue),
        "attribution": claim.quotation,
        "utterance_date": claim.said_date or None,
        "hedged": claim.is_hedged,
        "negated": False,
        "event": None,
        "via": claim.via or None,
        "evidence": _words(text, claim.evidence),
        "confidence": claim.confidence,
    }


def _speaker(speakers: Sequence[Party]) -> dict[str, Any]:
    return _party(speakers) | {
        "anonymous": any(party.is_anonymous for party in speakers),
        "description": next((p.text or p.name for p in speakers), None),
        "affiliation": _bodies(speakers),
    }


def _party(parties: Sequence[Party]) -> dict[str, Any]:
    """Conjoined parties: span and name of the first, the names of all that have one."""
    names = [party.name for party in parties if party.is_named]
    first = parties[0] if parties else Party()
    return {
        "span": _ends(first.span) if first.span else None,
        "text": first.text or None,
        "name": names[0] if names else None,
        "names": names,
    }


def _bodies(parties: Iterable[Party]) -> str | None:
    bodies = dict.fromkeys(body.name for party in parties for body in party.bodies)
    return " & ".join(bodies) or None


def _words(text: str, span: CharSpan | None) -> dict[str, Any]:
    if span is None:
        return {"span": None, "text": None}
    return {"span": _ends(span), "text": text[span.start_char : span.end_char]}


def _ends(span: CharSpan) -> list[int]:
    return [span.start_char, span.end_char]
