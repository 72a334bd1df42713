"""Claims with what lists and pages show of them, in one query each."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from actors.models import Actor
from claims.answers import answer_links, with_answers
from claims.kinds import CHARGES
from claims.models import Anchor, Claim, ClaimQuerySet
from claims.selectors.counting import count_of

#: What lists don't show and would be slow to carry: whole texts and pages.
HEAVY = ("search", "revision__text", "revision__html")


def said_by(claims: ClaimQuerySet, actor: Actor | OuterRef) -> ClaimQuerySet:
    """The claims of the actor and of those who speak for it."""
    return claims.filter(Q(speaker=actor) | Q(speaker_body=actor))


def listed_claims() -> ClaimQuerySet:
    """All claims, rejected ones too, with what a row of a list shows.

    What `counted_claims` adds, and `with_answers`. One query; nothing more per row.
    """
    return with_answers(counted_claims())


def counted_claims() -> ClaimQuerySet:
    """All claims with the rows they refer to, and how many claims they are linked to.

    Adds answer_count, first_answer_on (None without an answer) and answers_count (how
    many claims this one answers).
    """
    received = answer_links().filter(answered=OuterRef("pk")).order_by()
    given = answer_links().filter(answer=OuterRef("pk")).order_by()
    return (
        Claim.objects.select_related(
            "speaker", "speaker_body", "target", "revision__article__outlet"
        )
        .defer(*HEAVY)
        .annotate(
            answer_count=count_of(received),
            answers_count=count_of(given),
            first_answer_on=Subquery(
                received.values("answered")
                .annotate(first=Min("answer__sort_date"))
                .values("first")
            ),
        )
    )


def claim_with_text(pk: int) -> Claim | None:
    """A claim with everything that its page shows beside links and decisions.

    Adds stood_before: the number and the words of each earlier version of its article.
    """
    anchors = Anchor.objects.filter(claim=OuterRef("pk")).order_by("revision__number")
    stood = anchors.values(at=JSONObject(number="revision__number", exact="exact"))
    return (
        Claim.objects.select_related(
            "speaker",
            "speaker_body",
            "target",
            "allegation",
            "analysis",
            "missing_since",
            "revision__article__outlet",
        )
        .defer("search", "revision__html", "missing_since__text", "missing_since__html")
        .annotate(stood_before=ArraySubquery(stood))
        .filter(pk=pk)
        .first()
    )


def same_allegation(claim: Claim) -> ClaimQuerySet:
    """Other claims, from any source, that make the same charge."""
    if claim.allegation_id is None:
        return Claim.objects.none()
    return (
        listed_claims()
        .visible()
        .filter(allegation=claim.allegation_id, kind__in=CHARGES)
        .exclude(pk=claim.pk)
    )


def claims_per_day(claims: ClaimQuerySet) -> dict[date, Counter[str]]:
    """How many claims of each kind there are on each day, in order."""
    days: dict[date, Counter[str]] = {}
    rows = claims.order_by("sort_date").values_list("sort_date", "kind")
    for day, kind, n in rows.annotate(n=Count("pk")):
        days.setdefault(day, Counter())[kind] += n
    return days
