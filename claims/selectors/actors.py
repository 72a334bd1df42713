"""Actors with counts of their claims."""

from __future__ import annotations

from django.db.models import OuterRef, Q

from actors.models import Actor, ActorQuerySet
from claims import tallies
from claims.answers import unanswered
from claims.models import Claim
from claims.paging import capped_count


def listed_actors() -> ActorQuerySet:
    """Actors with made_count and received_count: claims by and about them."""
    return (
        Actor.objects.current()
        .annotate(
            made_count=tallies.made_by(OuterRef("pk")),
            received_count=tallies.received_by(OuterRef("pk")),
        )
        .order_by("name")
    )


def in_claims(actors: ActorQuerySet) -> ActorQuerySet:
    """Only the actors that speak or are spoken of in a claim that readers see."""
    return actors.filter(pk__in=tallies.actors_in_claims())


def named(actors: ActorQuerySet, text: str) -> ActorQuerySet:
    """Actors whose name or alias contains the text, whatever its case."""
    return actors.filter(
        Q(name__icontains=text)
        | Q(pk__in=Actor.objects.filter(aliases__text__icontains=text).values("pk"))
    )


def actor_counts(actor: Actor) -> dict[str, int]:
    """How many claims of each sort the actor, or who speaks for it, made and received.

    Keys: accusations, responsibility, denials, admissions, no_comments, accused,
    accused_unanswered, which is counted as far as claims.paging.COUNT_LIMIT (then it
    is one more). Two queries.
    """
    made, received = tallies.actor_kinds(actor).values()
    accused = Claim.objects.visible().filter(target=actor, kind=Claim.Kind.ACCUSATION)
    return {
        "accusations": made[Claim.Kind.ACCUSATION],
        "responsibility": made[Claim.Kind.CLAIM_OF_RESPONSIBILITY],
        "denials": made[Claim.Kind.DENIAL],
        "admissions": made[Claim.Kind.ADMISSION],
        "no_comments": made[Claim.Kind.NO_COMMENT],
        "accused": received[Claim.Kind.ACCUSATION],
        "accused_unanswered": capped_count(unanswered(accused)),
    }
