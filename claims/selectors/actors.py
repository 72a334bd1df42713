"""Actors with counts of their claims."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q

from actors.models import Actor, ActorQuerySet
from claims.answers import unanswered
from claims.models import Claim
from claims.selectors.claims import said_by
from claims.selectors.counting import count_of


def listed_actors() -> ActorQuerySet:
    """Actors with made_count and received_count: claims by and about them."""
    claims = Claim.objects.visible()
    return (
        Actor.objects.current()
        .annotate(
            made_count=count_of(said_by(claims, OuterRef("pk"))),
            received_count=count_of(claims.filter(target=OuterRef("pk"))),
        )
        .order_by("name")
    )


def in_claims(actors: ActorQuerySet) -> ActorQuerySet:
    """Only the actors that speak or are spoken of in a claim that readers see."""
    claims = Claim.objects.visible()
    return actors.filter(
        Exists(claims.filter(speaker=OuterRef("pk")))
        | Exists(claims.filter(target=OuterRef("pk")))
        | Exists(claims.filter(speaker_body=OuterRef("pk")))
    )


def named(actors: ActorQuerySet, text: str) -> ActorQuerySet:
    """Actors whose name or alias contains the text, whatever its case."""
    return actors.filter(
        Q(name__icontains=text)
        | Q(pk__in=Actor.objects.filter(aliases__text__icontains=text).values("pk"))
    )


def actor_counts(actor: Actor) -> dict[str, int]:
    """How many claims of each sort the actor, or who speaks for it, made and received.

    Keys: accusations, responsibility, denials, admissions, no_comments, accused,
    accused_unanswered. Two queries.
    """
    said = said_by(Claim.objects.visible(), actor)
    made = dict(said.order_by().values_list("kind").annotate(n=Count("pk")))
    accused = Claim.objects.visible().filter(target=actor, kind=Claim.Kind.ACCUSATION)
    open_ = unanswered(accused).values("pk")
    received = accused.aggregate(
        accused=Count("pk"), accused_unanswered=Count("pk", filter=Q(pk__in=open_))
    )
    return {
        "accusations": made.get(Claim.Kind.ACCUSATION, 0),
        "responsibility": made.get(Claim.Kind.CLAIM_OF_RESPONSIBILITY, 0),
        "denials": made.get(Claim.Kind.DENIAL, 0),
        "admissions": made.get(Claim.Kind.ADMISSION, 0),
        "no_comments": made.get(Claim.Kind.NO_COMMENT, 0),
        **received,
    }
