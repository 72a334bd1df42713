"""Links in the database: the only writer of what the machine proposes.

Several workers may link at once. What others compare of a claim is committed before it
is compared itself: of two claims that come at the same time, at least the later one
finds the other.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from claims.allegations import group_claims, homes_of, refresh_allegations
from claims.linking.candidates import SideIndex
from claims.linking.facts import ClaimFacts
from claims.linking.fingerprints import comparable, store_fingerprints
from claims.linking.rows import load_facts
from claims.linking.scoring import Linker, ProposedLink, shipped_model
from claims.models import Claim, ClaimQuerySet, Link, Origin, Status
from claims.snapshots import CLAIM_FIELDS
from claims.writing import one_writer

logger = logging.getLogger(__name__)

#: So many claims are linked in one transaction, which takes about a second.
BATCH = 20
_DECIDED = sorted({*CLAIM_FIELDS, "sort_date"} - {"said_date"})
#: With a claim's id the key of the lock that its worker holds while linking it.
_LOCK = 7_305_020


def unlinked_claims() -> ClaimQuerySet:
    """Claims that wait to be compared with the others."""
    return Claim.objects.filter(linked_at=None).order_by("pk")


def link_claims(claim_ids: Iterable[int]) -> int:
    """Compare waiting claims with the others: propose links and find allegations.

    Left out are claims that don't wait and those that another worker is at. What the
    machine proposed for these claims before is replaced, what people decided stays.
    Returns the number of new links.
    """
    ids = list(claim_ids)
    batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
    return sum(map(_link_batch, batches))


def _link_batch(claim_ids: list[int]) -> int:
    waiting = unlinked_claims().filter(pk__in=claim_ids)
    try:
        before = _states(waiting)
        articles = waiting.values("revision__article")
        facts = load_facts(
            Claim.objects.visible().filter(revision__article__in=articles)
        )
        store_fingerprints(claim for claim in facts if claim.id in before)
        with transaction.atomic():
            taken = _take(waiting, list(before))
            return _link({pk: before[pk] for pk in taken}, facts)
    except IntegrityError:
        # A claim at the other end is gone, read anew. These wait for the next sweep.
        logger.info("claims %s wait: one that they answer is gone", claim_ids)
        return 0


def _states(claims: ClaimQuerySet) -> dict[int, list[object]]:
    """What of claims people may change."""
    return {pk: state for pk, *state in claims.values_list("pk", *_DECIDED)}


def _take(claims: ClaimQuerySet, ids: list[int]) -> list[int]:
    """Those of the claims that no other worker is at, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::int[]) AS id"
            " WHERE pg_try_advisory_xact_lock(%s, id)",
            [ids, _LOCK],
        )
        taken = [pk for (pk,) in cursor.fetchall()]
    # One that was linked since it was looked up waits no more.
    return list(claims.filter(pk__in=taken).values_list("pk", flat=True))


def _link(states: dict[int, list[object]], near: list[ClaimFacts]) -> int:
    """Compare claims with those of their articles and others, then write.

    Only while writing do other writers wait.
    """
    new = [claim for claim in near if claim.id in states]
    elsewhere = [other for claim in new for other in comparable(claim)]
    # What was read from the text says more than a fingerprint.
    index = SideIndex({c.id: c for c in (*elsewhere, *near)}.values())
    links = _find_links(new, index)
    claims = Claim.objects.filter(pk__in=states)
    with one_writer():
        decided = _forget_links(list(states))
        Link.objects.bulk_create(
            [_row(link) for pair, link in sorted(links.items()) if pair not in decided],
            ignore_conflicts=True,
        )
        refresh_allegations(homes_of(claims.filter(status=Status.REJECTED)))
        group_claims(new, index)
        now = _states(claims.select_for_update())
        # What a person changed in the meantime goes on waiting.
        same = [pk for pk, state in states.items() if now.get(pk) == state]
        claims.filter(pk__in=same).update(linked_at=timezone.now())
    return len(links.keys() - decided)


def _find_links(
    new: list[ClaimFacts], index: SideIndex
) -> dict[tuple[int, int], ProposedLink]:
    linker = Linker(index, shipped_model())
    return {
        (int(link.answer), int(link.answered)): link
        for claim in new
        for link in linker.links(claim)
    }


def _forget_links(claim_ids: list[int]) -> set[tuple[int, int]]:
    """Delete what the machine proposed for claims; returns the links of people."""
    touching = Link.objects.filter(Q(answer__in=claim_ids) | Q(answered__in=claim_ids))
    touching.filter(
        status=Status.PROPOSED, origin=Origin.MACHINE, decisions=None
    ).delete()
    return set(touching.values_list("answer_id", "answered_id"))


def _row(link: ProposedLink) -> Link:
    return Link(
        answer_id=link.answer,
        answered_id=link.answered,
        relation=link.relation,
        score=link.score,
        explanation=link.explanation,
    )
