"""Claims reduced once to what linking compares, and found again by their sides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from claims.linking.facts import CHARGES, ClaimFacts, ClaimWords, PartyFacts, Place
from claims.linking.rows import confidence_of, side_ids, side_key
from claims.models import Claim, ClaimSide, Fingerprint

#: Of each side so many claims are compared, the nearest in time before a claim and as
#: many after it: that bounds the cost where thousands are about one government.
NEAREST = 50
#: An answer may come long after, and a charge be repeated; what lies further apart is
#: hardly ever one issue.
MOST_APART = timedelta(days=3 * 365)


def store_fingerprints(claims: Iterable[ClaimFacts]) -> None:
    """Write what others will compare of claims, and what they find them by."""
    claims = list(claims)
    ids = [int(claim.id) for claim in claims]
    with transaction.atomic():
        Fingerprint.objects.bulk_create(
            [_fingerprint(claim) for claim in claims],
            update_conflicts=True,
            unique_fields=["claim"],
            update_fields=[*_WORDS, "speaker_sides", "target_sides", "refers_to"],
        )
        ClaimSide.objects.filter(claim__in=ids).delete()
        ClaimSide.objects.bulk_create(side for c in claims for side in _sides(c))


_WORDS = ("own", "sentence", "around")
_COMPARED = (
    *("pk", "revision__article", "start_char", "end_char", "kind", "category"),
    *("speaker", "target", "is_hedged", "confidence", "origin", "status", "sort_date"),
    *(f"fingerprint__{name}" for name in (*_WORDS, "speaker_sides", "target_sides")),
    "fingerprint__refers_to",
)


def _fingerprint(claim: ClaimFacts) -> Fingerprint:
    words = {name: " ".join(sorted(getattr(claim.words, name))) for name in _WORDS}
    return Fingerprint(
        claim_id=claim.id,
        speaker_sides=side_ids(claim.speaker),
        target_sides=side_ids(claim.target),
        refers_to=claim.refers_to,
        **words,
    )


def _sides(claim: ClaimFacts) -> list[ClaimSide]:
    return [
        ClaimSide(
            claim_id=claim.id,
            side_id=side,
            is_reply=claim.kind not in CHARGES,
            sort_date=claim.said_on or date.min,
        )
        for side in side_ids(claim.target)
    ]


def comparable(claim: ClaimFacts) -> list[ClaimFacts]:
    """Claims of other articles that one may answer, be answered by, or repeat.

    Those about its target's side, the nearest in time; for an accusation also those
    about its speaker's side. Two queries, both answered by an index.
    """
    rows = Claim.objects.visible().filter(pk__in=_nearest(claim))
    elsewhere = rows.exclude(revision__article=int(claim.document))
    # Hundreds of rows: as models they would cost several times as much.
    return [_facts(row) for row in elsewhere.values_list(*_COMPARED, named=True)]


def _nearest(claim: ClaimFacts) -> list[int]:
    """The nearest claims of every side that matters."""
    wanted = {(side, False) for side in side_ids(claim.target)}
    if claim.kind in CHARGES:
        wanted |= {(side, True) for side in side_ids(claim.target)}
        wanted |= {(side, False) for side in side_ids(claim.speaker)}
    parts = [
        part
        for side, is_reply in sorted(wanted)
        for part in _before_and_after(side, is_reply, claim.said_on or date.min)
    ]
    return list(parts[0].union(*parts[1:])) if parts else []


def _before_and_after(
    side: int, is_reply: bool, day: date
) -> tuple[QuerySet[ClaimSide, int], QuerySet[ClaimSide, int]]:
    of_side = ClaimSide.objects.filter(side=side, is_reply=is_reply).values_list(
        "claim", flat=True
    )
    before = of_side.filter(sort_date__range=(day - MOST_APART, day))
    after = of_side.filter(sort_date__gt=day, sort_date__lte=day + MOST_APART)
    return (
        before.order_by("-sort_date", "-claim")[:NEAREST],
        after.order_by("sort_date", "claim")[:NEAREST],
    )


def _facts(row: Any) -> ClaimFacts:
    """A claim of another article, without what only its own article asks for."""
    own, sentence, around = (
        frozenset(getattr(row, f"fingerprint__{name}").split()) for name in _WORDS
    )
    return ClaimFacts(
        id=row.pk,
        document=row.revision__article,
        place=Place(row.start_char, row.end_char, row.start_char, row.end_char),
        kind=row.kind,
        category=row.category,
        speaker=_party(row.speaker, row.fingerprint__speaker_sides),
        target=_party(row.target, row.fingerprint__target_sides),
        is_hedged=row.is_hedged,
        confidence=confidence_of(row),
        said_on=row.sort_date,
        words=ClaimWords(own, sentence, around, named=sentence),
        manner=frozenset(),
        refers_to=row.fingerprint__refers_to,
    )


def _party(actor_id: int | None, sides: list[int]) -> PartyFacts:
    names = frozenset() if actor_id is None else frozenset({side_key(actor_id)})
    return PartyFacts(names, frozenset(map(side_key, sides)))
