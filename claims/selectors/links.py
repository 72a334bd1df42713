"""Links with their claims."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When

from claims.answers import answer_links
from claims.models import Claim, Decision, Link, LinkQuerySet, Status
from claims.selectors.claims import HEAVY


def answers_to(claim: Claim) -> list[Link]:
    """The links that answer or support the claim, oldest answer first."""
    return list(
        with_claim(claim.answers.visible(), "answer").order_by(
            "answer__sort_date", "pk"
        )
    )


def answered_by(claim: Claim) -> list[Link]:
    """The links from this claim to what it answers or supports, oldest first."""
    return list(
        with_claim(claim.answers_to.visible(), "answered").order_by(
            "answered__sort_date", "pk"
        )
    )


def link_with_claims(pk: int) -> Link:
    """A link with both claims and their articles. Raises Link.DoesNotExist."""
    return with_claim(with_claim(Link.objects.all(), "answer"), "answered").get(pk=pk)


def with_claim(links: LinkQuerySet, end: str) -> LinkQuerySet:
    """Load one end; add newest_decision, the id of the last one on the link or None."""
    decisions = Decision.objects.filter(link=OuterRef("pk")).order_by("-pk")
    return (
        links.select_related(
            f"{end}__speaker",
            f"{end}__speaker_body",
            f"{end}__target",
            f"{end}__revision__article__outlet",
        )
        .defer(*(f"{end}__{name}" for name in HEAVY))
        .annotate(newest_decision=Subquery(decisions.values("pk")[:1]))
    )


def newest_answers(most: int) -> list[Link]:
    """The latest answers, each with the one claim that it answers most surely.

    Two queries.
    """
    given = answer_links().filter(answer=OuterRef("pk"))
    answers = Claim.objects.filter(Exists(given)).values_list("pk", flat=True)
    newest = list(answers.order_by("-sort_date", "-pk")[:most])
    both = with_claim(with_claim(answer_links(), "answer"), "answered")
    surest: dict[int, Link] = {}
    for link in both.filter(answer__in=newest).order_by(
        Case(When(status=Status.CONFIRMED, then=0), default=1),
        F("score").desc(nulls_last=True),
        "pk",
    ):
        surest.setdefault(link.answer_id, link)
    return [surest[pk] for pk in newest if pk in surest]


def allegation_links(claims: Iterable[Claim]) -> list[Link]:
    """The answers to these claims, with the answering claims and their articles."""
    links = answer_links().filter(answered__in=list(claims))
    return list(with_claim(links, "answer").order_by("answer__sort_date", "pk"))


def proposed_links() -> QuerySet[Link]:
    """Links that nobody decided yet, the most certain first."""
    both = with_claim(with_claim(Link.objects.visible(), "answer"), "answered")
    return both.filter(status=Status.PROPOSED).order_by(
        F("score").desc(nulls_last=True), "-pk"
    )
