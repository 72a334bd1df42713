"""Allegations with what lists show of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Exists,
    F,
    OuterRef,
)
from django.db.models.functions import Coalesce

from actors.models import Actor
from claims.answers import answer_links, any_of
from claims.copies import told_once
from claims.kinds import CHARGES, REPLIES
from claims.models import Allegation, AllegationQuerySet, Claim
from claims.selectors.counting import count_distinct, count_of


def listed_allegations() -> AllegationQuerySet:
    """Allegations that someone still makes, with counts for a row of a list.

    Adds accusation_count (what copies repeat left out), outlet_count, independent_count
    (outlets with words of their own: copies count for where they come from),
    reply_count and is_answered.
    """
    claims = Claim.objects.visible().filter(allegation=OuterRef("pk"))
    accusing = claims.filter(kind__in=CHARGES)
    once = told_once(accusing)
    links = answer_links().filter(
        answered__allegation=OuterRef("pk"), answered__kind__in=CHARGES
    )
    outlet = F("revision__article__outlet")
    origin = Coalesce(F("revision__article__original__outlet"), outlet)
    return (
        Allegation.objects.current()
        .filter(Exists(claims))
        .select_related("target")
        .annotate(
            accusation_count=count_of(once),
            outlet_count=count_distinct(accusing, outlet),
            independent_count=count_distinct(once, origin),
            reply_count=count_of(claims.filter(kind__in=REPLIES)),
            is_answered=any_of(links),
        )
    )


@dataclass(frozen=True)
class Voice:
    """A speaker of an allegation: how often, and from when to when."""

    actor: Actor | None
    name: str
    times: int
    first: date
    last: date
    hedged: int


def voices(claims: Iterable[Claim]) -> list[Voice]:
    """Who says it, the first to say it first."""
    by_name: dict[str, list[Claim]] = {}
    for claim in claims:
        by_name.setdefault(claim.speaker_label, []).append(claim)
    found = [
        Voice(
            actor=said[0].speaker,
            name=name,
            times=len(said),
            first=min(c.sort_date for c in said),
            last=max(c.sort_date for c in said),
            hedged=sum(c.is_hedged for c in said),
        )
        for name, said in by_name.items()
    ]
    return sorted(found, key=lambda voice: (voice.first, voice.name))
