"""STIX 2.1: actors as identities, claims as notes on them, answers as opinions.

Nobody becomes a threat actor here: STIX would have the bundle's author say so, and we
only say who said it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Max

from actors.models import Actor
from claims.exports.citation import citation
from claims.exports.documents import document
from claims.exports.selection import Selection
from claims.models import Claim, Decision, Link
from sources.models import Outlet

#: What an answer says of the claim that it answers, on the scale of STIX.
OPINIONS = {
    Link.Relation.DENIES: "strongly-disagree",
    Link.Relation.DISPUTES: "disagree",
    Link.Relation.COUNTER_ACCUSES: "disagree",
    Link.Relation.CORROBORATES: "agree",
    Link.Relation.CONCEDES: "strongly-agree",
}
_CLASSES = {
    Actor.Kind.PERSON: "individual",
    Actor.Kind.ARMED_GROUP: "group",
    Actor.Kind.OTHER: "unknown",
}


def stix(selection: Selection) -> Iterator[str]:
    """A bundle that is complete in itself: it names nothing that is not in it."""
    head = {"type": "bundle", "id": _id("bundle", selection.address("/claims/"))}
    return document(head, "objects", _objects(selection))


def _objects(selection: Selection) -> Iterator[dict[str, Any]]:
    named: set[str] = set()
    for chunk in selection.chunks():
        changed = _last_decisions(chunk)
        for claim in chunk:
            parties = _parties(claim, selection)
            for party in parties:
                if party["id"] not in named:
                    named.add(party["id"])
                    yield party
            about = [party["id"] for party in parties]
            yield _note(claim, about, selection, changed.get(claim.pk))
        yield from _opinions(chunk, selection)


def _parties(claim: Claim, selection: Selection) -> list[dict[str, Any]]:
    """The identities of speaker and target; where neither is known, of the outlet."""
    actors = {a.pk: a for a in (claim.speaker, claim.target) if a is not None}
    if not actors:
        return [_outlet(claim.revision.article.outlet, selection)]
    return [_identity(actor, selection) for actor in actors.values()]


def _identity(actor: Actor, selection: Selection) -> dict[str, Any]:
    address = selection.page(actor)
    kind = _CLASSES.get(Actor.Kind(actor.kind), "organization")
    references = [{"source_name": "Crossclaim", "url": address}]
    if actor.wikidata_id:
        references.append({"source_name": "Wikidata", "external_id": actor.wikidata_id})
    return _object(
        "identity",
        address,
        actor.created_at,
        name=actor.name,
        identity_class=kind,
        external_references=references,
    )


def _outlet(outlet: Outlet, selection: Selection) -> dict[str, Any]:
    address = selection.address(outlet.get_absolute_url())
    return _object(
        "identity",
        address,
        outlet.created_at,
        name=outlet.name,
        identity_class="organization",
    )


def _note(
    claim: Claim, about: list[str], selection: Selection, changed: datetime | None
) -> dict[str, Any]:
    address = selection.address(claim.get_absolute_url())
    note = _object(
        "note",
        address,
        claim.created_at,
        changed,
        abstract=f"{claim.get_kind_display()}: {claim.get_category_display()}",
        content=claim.exact,
        authors=[claim.speaker_label],
        object_refs=about,
        labels=[claim.kind.replace("_", "-"), claim.category.replace("_", "-")],
        external_references=_references(claim, address),
    )
    if claim.confidence is not None:
        note["confidence"] = round(100 * claim.confidence)
    return note


def _references(claim: Claim, address: str) -> list[dict[str, str]]:
    article = claim.revision.article
    ours = {
        "source_name": "Crossclaim",
        "url": address,
        "description": citation(claim, address),
    }
    if not article.url:
        return [ours]
    return [ours, {"source_name": article.outlet.name, "url": article.url}]


def _opinions(chunk: list[Claim], selection: Selection) -> Iterator[dict[str, Any]]:
    """What the claims of the chunk say of others that go out too."""
    answers = {claim.pk: claim for claim in chunk}
    exported = selection.claims.order_by().values("pk")
    links = Link.objects.visible().filter(answer__in=chunk, answered__in=exported)
    for link in links.select_related("answered").defer("answered__search"):
        answer = answers[link.answer_id]
        about = _id("note", selection.address(link.answered.get_absolute_url()))
        yield _object(
            "opinion",
            selection.address(f"/links/{link.pk}/"),
            link.created_at,
            opinion=OPINIONS[Link.Relation(link.relation)],
            explanation=answer.exact,
            authors=[answer.speaker_label],
            object_refs=[about],
            labels=[link.relation.replace("_", "-")],
        )


def _last_decisions(chunk: list[Claim]) -> dict[int, datetime]:
    """When people last decided on the claims, for those where they did."""
    decisions = Decision.objects.filter(claim__in=chunk).order_by()
    return dict(decisions.values_list("claim").annotate(at=Max("at")))


def _object(
    kind: str,
    address: str,
    created: datetime,
    modified: datetime | None = None,
    **fields: Any,
) -> dict[str, Any]:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(kind, address),
        "created": _time(created),
        "modified": _time(max(created, modified or created)),
        **fields,
    }


def _id(kind: str, address: str) -> str:
    """The same thing of the same site has the same id in every export."""
    return f"{kind}--{uuid5(NAMESPACE_URL, address)}"


def _time(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
