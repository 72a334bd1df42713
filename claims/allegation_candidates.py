"""Allegations that an editor may want to merge with one, or to tie to its attack."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from claims import search
from claims.attacks import rival_candidates
from claims.models import Allegation, AllegationQuerySet, Claim
from claims.selectors import listed_allegations

#: Shown at once; a search narrows them.
MOST_CANDIDATES = 30


def merge_candidates(allegation: Allegation, text: str = "") -> AllegationQuerySet:
    """Other allegations, those of the same charge against the same party first.

    Without a text only those about the same target; with one, those with a claim that
    matches it. One query.
    """
    same_target = Q(target=allegation.target_id, target__isnull=False)
    same_charge = same_target & Q(category=allegation.category)
    others = listed_allegations().exclude(pk=allegation.pk)
    if text:
        claims = search.matching(Claim.objects.visible(), text).order_by()
        others = others.filter(pk__in=claims.values("allegation"))
    else:
        others = others.filter(same_target)
    closeness = Case(
        When(same_charge, then=Value(0)),
        When(same_target, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return others.annotate(closeness=closeness).order_by(
        "closeness", "-last_said_on", "-pk"
    )


def tie_candidates(allegation: Allegation, text: str = "") -> AllegationQuerySet:
    """Allegations of an attack against others, told in the same articles or matching.

    Those of the attack that it is tied to already are left out. Two queries.
    """
    others = listed_allegations().exclude(pk=allegation.pk)
    if allegation.attack_id is not None:
        others = others.exclude(attack=allegation.attack_id)
    others = others.filter(category=allegation.category)
    if text:
        claims = search.matching(Claim.objects.visible(), text).order_by()
        return others.filter(pk__in=claims.values("allegation"))
    rivals = rival_candidates(allegation).values_list("pk", flat=True)
    return others.filter(pk__in=list(rivals[:MOST_CANDIDATES]))
