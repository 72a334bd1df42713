"""Claims reduced once to what linking compares, and found again by their sides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from claims.linking.facts import CHARGES, ClaimFacts, ClaimWords, PartyFacts, Place
from claims.linking.rows import confidence_of, side_ids, side_key
from claims.models import Claim, ClaimSide, Fingerprint

#: Of each side so many claims are compared, the nearest in time before a claim and as
#: many after it: that bounds the cost where thousands are about one government.
NEAREST = 50
#: An answer may come long after, and a charge be repeated; what lies further apart is
#: hardly ever one issue.
MOST_APART = timedelta(days=3 * 365)

#: For each side one walk back in time along the index and one on. As a union of query
#: sets the same would take longer to put into words than to answer.
_NEAREST_OF_SIDES = """
    SELECT DISTINCT near.claim_id
    FROM unnest(%(sides)s::bigint[], %(replies)s::boolean[]) AS wanted (side, is_reply)
    CROSS JOIN LATERAL (
        (SELECT claim_id FROM claims_claimside
         WHERE side_id = wanted.side AND is_reply = wanted.is_reply
           AND sort_date BETWEEN %(begin)s AND %(day)s
         ORDER BY sort_date DESC, claim_id DESC LIMIT %(nearest)s)
        UNION ALL
        (SELECT claim_id FROM claims_claimside
         WHERE side_id = wanted.side AND is_reply = wanted.is_reply
           AND sort_date > %(day)s AND sort_date <= %(end)s
         ORDER BY sort_date, claim_id LIMIT %(nearest)s)
    ) AS near
"""


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
    day = claim.said_on or date.min
    values: dict[str, Any] = {
        "sides": [side for side, _ in wanted],
        "replies": [is_reply for _, is_reply in wanted],
        "day": day,
        "begin": day - min(MOST_APART, day - date.min),
        "end": day + MOST_APART,
        "nearest": NEAREST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST_OF_SIDES, values)
        return [claim_id for (claim_id,) in cursor.fetchall()]


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
