"""Claims that an editor may want to link with one, and the relations that fit them."""

from __future__ import annotations

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from claims import search
from claims.kinds import CHARGES, REPLIES
from claims.models import Claim, ClaimQuerySet, Link
from claims.selectors import listed_claims

#: Shown at once; a search narrows them.
MOST_CANDIDATES = 30

_Kind = Claim.Kind
_Relation = Link.Relation

#: (kind of the answer, kind of the answered) → relations, the likeliest first. Any
#: other pair of claims can only agree or not.
_FITTING = {
    (_Kind.DENIAL, _Kind.ACCUSATION): (_Relation.DENIES, _Relation.DISPUTES),
    (_Kind.DENIAL, _Kind.CLAIM_OF_RESPONSIBILITY): (
        _Relation.DENIES,
        _Relation.DISPUTES,
    ),
    (_Kind.ACCUSATION, _Kind.ACCUSATION): (
        _Relation.COUNTER_ACCUSES,
        _Relation.DISPUTES,
        _Relation.CORROBORATES,
    ),
    (_Kind.ADMISSION, _Kind.ACCUSATION): (_Relation.CONCEDES, _Relation.CORROBORATES),
    (_Kind.CLAIM_OF_RESPONSIBILITY, _Kind.ACCUSATION): (
        _Relation.CONCEDES,
        _Relation.CORROBORATES,
        _Relation.DISPUTES,
    ),
}
_ANY = (_Relation.DISPUTES, _Relation.CORROBORATES)


def fitting_relations(answer: Claim, answered: Claim) -> tuple[Link.Relation, ...]:
    """The relations that can hold between these kinds of claim, likeliest first."""
    kinds = (_Kind(answer.kind), _Kind(answered.kind))
    return _FITTING.get(kinds, _ANY)


def is_likely_answer(claim: Claim, other: Claim) -> bool:
    """Whether `claim` rather answers `other` than the other way round.

    Replies answer accusations; between claims of one sort the later one answers.
    """
    if (claim.kind in REPLIES) != (other.kind in REPLIES):
        return claim.kind in REPLIES
    return (claim.sort_date, claim.pk) > (other.sort_date, other.pk)


def link_candidates(claim: Claim, text: str = "") -> ClaimQuerySet:
    """Claims to link with this one: of its allegation, of its parties, then others.

    Without a text only claims that share an allegation or a party; with one, claims
    that match it. Left out are claims that are linked already; added is `was_rejected`,
    whether an editor has rejected a link of the two. One query.
    """
    related = _same_allegation(claim) | _same_parties(claim)
    claims = listed_claims().visible().exclude(pk=claim.pk)
    claims = search.matching(claims, text) if text else claims.filter(related)
    links = Link.objects.filter(
        Q(answer=claim, answered=OuterRef("pk"))
        | Q(answered=claim, answer=OuterRef("pk"))
    )
    return (
        claims.filter(~Exists(links.visible()))
        .annotate(
            was_rejected=Exists(links),
            closeness=Case(
                When(_same_allegation(claim) & _other_sort(claim), then=Value(0)),
                When(_same_parties(claim) & _other_sort(claim), then=Value(1)),
                When(related, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            ),
        )
        .order_by("closeness", "-sort_date", "-pk")
    )


def _same_allegation(claim: Claim) -> Q:
    if claim.allegation_id is None:
        return Q(pk__in=[])
    return Q(allegation=claim.allegation_id)


def _same_parties(claim: Claim) -> Q:
    """Claims about the same target, and those that the parties make of one another."""
    same = Q(pk__in=[])
    if claim.target_id:
        same |= Q(target=claim.target_id) | Q(speaker=claim.target_id)
        same |= Q(speaker_body=claim.target_id)
    if speakers := {claim.speaker_id, claim.speaker_body_id} - {None}:
        same |= Q(target__in=speakers)
    return same


def _other_sort(claim: Claim) -> Q:
    """Claims of a sort that this one may answer, or that may answer it."""
    is_reply = claim.kind in REPLIES
    return Q(kind__in=CHARGES) if is_reply else ~Q(kind=Claim.Kind.NO_COMMENT)
