"""A claim as nested values: what JSON Lines and the API say, and CSV flattens."""

from __future__ import annotations

from typing import Any

from actors.models import Actor
from claims.exports.citation import citation
from claims.exports.selection import Selection
from claims.models import Claim


def claim_record(claim: Claim, selection: Selection) -> dict[str, Any]:
    """Everything that its page says of a claim, with what it takes to cite it.

    Offsets are characters into the text of the revision, half-open. `said_on` is as
    precise as it is known ("2011", "2011-05"); `date` is the day that lists sort by.
    """
    address = selection.address(claim.get_absolute_url())
    return {
        "id": claim.pk,
        "url": address,
        "kind": claim.kind,
        "category": claim.category,
        "words": claim.exact,
        "speaker": {
            "name": claim.speaker_label,
            "as_named": claim.speaker_name,
            "is_anonymous": claim.is_anonymous,
            "actor": actor_record(claim.speaker, selection),
            "speaks_for": actor_record(claim.speaker_body, selection),
        },
        "target": {
            "name": claim.target_label,
            "as_named": claim.target_name,
            "actor": actor_record(claim.target, selection),
        },
        "said_on": claim.said_date or None,
        "date": claim.sort_date.isoformat(),
        "quotation": claim.quotation,
        "cue": claim.cue,
        "is_hedged": claim.is_hedged,
        "via": claim.via,
        "status": claim.status,
        "origin": claim.origin,
        "confidence": claim.confidence,
        "first_seen_at": claim.created_at.isoformat(),
        "answers": _answers(claim),
        "allegation": _allegation(claim, selection),
        "article": _article(claim, selection),
        "revision": _revision(claim, selection),
        "citation": citation(claim, address),
    }


def actor_record(actor: Actor | None, selection: Selection) -> dict[str, Any] | None:
    if actor is None:
        return None
    return {
        "id": actor.pk,
        "slug": actor.slug,
        "name": actor.name,
        "kind": actor.kind,
        "wikidata_id": actor.wikidata_id,
        "url": selection.page(actor),
    }


def revision_address(claim: Claim, selection: Selection) -> str:
    """Where the site shows the archived text, at the claim."""
    article = selection.page(claim.revision.article)
    return f"{article}?revision={claim.revision.number}#claim-{claim.pk}"


def _answers(claim: Claim) -> dict[str, Any]:
    first = claim.first_answer_on  # type: ignore[attr-defined]
    return {
        "count": claim.answer_count,  # type: ignore[attr-defined]
        "first_on": first.isoformat() if first else None,
        "answered_count": claim.answers_count,  # type: ignore[attr-defined]
    }


def _allegation(claim: Claim, selection: Selection) -> dict[str, Any] | None:
    if claim.allegation is None:
        return None
    return {
        "id": claim.allegation.pk,
        "title": claim.allegation.title,
        "url": selection.page(claim.allegation),
    }


def _article(claim: Claim, selection: Selection) -> dict[str, Any]:
    article = claim.revision.article
    published = article.published_at
    return {
        "id": article.pk,
        "title": claim.revision.title or article.title,
        "url": selection.page(article),
        "published_url": article.url,
        "published_at": published.isoformat() if published else None,
        "outlet": {"slug": article.outlet.slug, "name": article.outlet.name},
    }


def _revision(claim: Claim, selection: Selection) -> dict[str, Any]:
    revision = claim.revision
    return {
        "number": revision.number,
        "url": revision_address(claim, selection),
        "fetched_at": revision.fetched_at.isoformat(),
        "sha256": revision.sha256,
        "start_char": claim.start_char,
        "end_char": claim.end_char,
        "prefix": claim.prefix,
        "suffix": claim.suffix,
    }
