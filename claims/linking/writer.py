"""Links in the database: the only writer of what the machine proposes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from claims.allegations import group_claims, homes_of, refresh_allegations
from claims.linking.candidates import SideIndex
from claims.linking.facts import ClaimFacts
from claims.linking.rows import comparable, load_facts
from claims.linking.scoring import Linker, ProposedLink, shipped_model
from claims.models import Claim, ClaimQuerySet, Link, Origin, Status
from claims.writing import one_writer


def unlinked_claims() -> ClaimQuerySet:
    """Claims that wait to be compared with the others."""
    return Claim.objects.filter(linked_at=None).order_by("pk")


def link_claims(claim_ids: Iterable[int]) -> int:
    """Compare claims with the others: propose their links and find their allegations.

    Safe to repeat: what the machine proposed for these claims before is replaced, what
    people decided stays. Returns the number of new links.
    """
    claim_ids = list(claim_ids)
    with one_writer():
        claims = Claim.objects.filter(pk__in=claim_ids)
        claims.update(linked_at=timezone.now())
        refresh_allegations(homes_of(claims.filter(status=Status.REJECTED)))
        decided = _forget_links(claim_ids)
        new = load_facts(claims.visible())
        if not new:
            return 0
        index = SideIndex([*new, *load_facts(comparable(claims.visible()))])
        links = _write_links(new, index, decided)
        group_claims(new, index)
    return len(links)


def _forget_links(claim_ids: list[int]) -> set[tuple[int, int]]:
    """Delete what the machine proposed for claims; returns the links of people."""
    touching = Link.objects.filter(Q(answer__in=claim_ids) | Q(answered__in=claim_ids))
    touching.filter(
        status=Status.PROPOSED, origin=Origin.MACHINE, decisions=None
    ).delete()
    return set(touching.values_list("answer_id", "answered_id"))


def _write_links(
    new: list[ClaimFacts], index: SideIndex, decided: set[tuple[int, int]]
) -> list[Link]:
    """Propose links for claims, except where people have already said their word."""
    linker = Linker(index, shipped_model())
    found = {
        (link.answer, link.answered): link
        for claim in new
        for link in linker.links(claim)
    }
    return Link.objects.bulk_create(
        _row(link) for pair, link in found.items() if pair not in decided
    )


def _row(link: ProposedLink) -> Link:
    return Link(
        answer_id=link.answer,
        answered_id=link.answered,
        relation=link.relation,
        score=link.score,
        explanation=link.explanation,
    )
