"""schema.org in JSON-LD: a Claim, also a Quotation where it quotes, and where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from actors.models import Actor
from claims.exports.documents import document
from claims.exports.record import revision_address
from claims.exports.selection import Selection
from claims.models import Claim, Quotation

CONTEXT = "https://schema.org"
_QUOTING = (Quotation.DIRECT, Quotation.MIXED)


def jsonld(selection: Selection) -> Iterator[str]:
    nodes = (node(claim, selection) for chunk in selection.chunks() for claim in chunk)
    return document({"@context": CONTEXT}, "@graph", nodes)


def node(claim: Claim, selection: Selection) -> dict[str, Any]:
    """What schema.org has words for; nothing says whether the claim is true."""
    address = selection.address(claim.get_absolute_url())
    speaker = party(claim.speaker, claim.speaker_label, selection)
    found: dict[str, Any] = {
        "@type": "Claim",
        "@id": address,
        "url": address,
        "text": claim.exact,
        "author": speaker,
        "about": party(claim.target, claim.target_label, selection),
        "dateCreated": claim.said_date or claim.sort_date.isoformat(),
        "keywords": [claim.kind, claim.category],
        "appearance": _appearance(claim, selection),
    }
    if claim.quotation in _QUOTING:
        found["@type"] = ["Claim", "Quotation"]
        found["spokenByCharacter"] = speaker
    if claim.allegation:
        found["isPartOf"] = {
            "@type": "Collection",
            "@id": selection.page(claim.allegation),
            "name": claim.allegation.title,
        }
    return found


def party(actor: Actor | None, name: str, selection: Selection) -> dict[str, Any]:
    if actor is None:
        return {"@type": "Thing", "name": name}
    is_person = actor.kind == Actor.Kind.PERSON
    found = {
        "@type": "Person" if is_person else "Organization",
        "@id": selection.page(actor),
        "name": actor.name,
    }
    if actor.wikidata_id:
        found["sameAs"] = f"http://www.wikidata.org/entity/{actor.wikidata_id}"
    return found


def _appearance(claim: Claim, selection: Selection) -> dict[str, Any]:
    revision, article = claim.revision, claim.revision.article
    found = {
        "@type": "NewsArticle",
        "@id": selection.page(article),
        "headline": revision.title or article.title,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name},
        "archivedAt": revision_address(claim, selection),
        "version": str(revision.number),
    }
    if article.url:
        found["url"] = article.url
    if article.published_at:
        found["datePublished"] = article.published_at.isoformat()
    if article.language:
        found["inLanguage"] = article.language
    return found
