"""Who answers an accusation, and how soon: the accused's side, others, or nobody.

The relation of a link tells whose answer it is: the accused's side denies, counter-
accuses and concedes; whoever else contradicts disputes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from claims.kinds import ANSWERS, CHARGES
from claims.models import AllegationQuerySet, Claim, ClaimQuerySet, Link, LinkQuerySet

#: What the accused, or somebody for them, says to a charge.
BY_ACCUSED = (
    Link.Relation.DENIES,
    Link.Relation.COUNTER_ACCUSES,
    Link.Relation.CONCEDES,
)
#: Values of the parameter `answered`, and what they mean.
STATES = [
    ("yes", _("answered")),
    ("accused", _("answered by the accused or their side")),
    ("others", _("disputed by others only")),
    ("no_comment", _("no comment given")),
    ("no", _("no answer found")),
]


def answer_links() -> LinkQuerySet:
    """The links that readers see and that answer, not support, a claim."""
    return Link.objects.visible().filter(relation__in=ANSWERS)


def answered(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The claims that have an answer."""
    return claims.filter(Exists(_links()))


def unanswered(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The accusations for which no answer was found, those without comment too."""
    return claims.filter(~Exists(_links()), kind=Claim.Kind.ACCUSATION)


def in_state(claims: ClaimQuerySet, state: str) -> ClaimQuerySet:
    """The claims whose answers are as the parameter `answered` asks (see STATES)."""
    if state == "yes":
        return answered(claims)
    if state == "accused":
        return claims.filter(Exists(_by_accused()))
    if state == "others":
        return answered(claims).filter(~Exists(_by_accused()))
    if state == "no_comment":
        return unanswered(claims).filter(Exists(_no_comments()))
    return unanswered(claims)


def with_answers(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Add what a row of a list says of the answers.

    first_reply_on and first_reply_by: when and by whom the accused's side answered, and
    has_no_comment: whether it is reported to have said nothing. None without one.
    """
    replies = _by_accused().order_by("answer__sort_date", "pk")
    name = Coalesce(
        "answer__speaker__name",
        "answer__speaker_body__name",
        "answer__speaker_name",
        output_field=CharField(),
    )
    return claims.annotate(
        first_reply_on=Subquery(replies.values("answer__sort_date")[:1]),
        first_reply_by=Subquery(replies.annotate(name=name).values("name")[:1]),
        has_no_comment=Exists(_no_comments()),
    )


def allegations_in_state(
    allegations: AllegationQuerySet, state: str
) -> AllegationQuerySet:
    """The allegations of which the same holds for at least one accusation.

    Except that "no", "others" and "no_comment" speak of all their accusations.
    """
    charged = {"answered__allegation": OuterRef("pk"), "answered__kind__in": CHARGES}
    any_answer = Q(any_of(answer_links().filter(**charged)))
    by_accused = Q(any_of(answer_links().filter(**charged, relation__in=BY_ACCUSED)))
    silence = Claim.objects.visible().filter(
        allegation=OuterRef("pk"), kind=Claim.Kind.NO_COMMENT
    )
    return {
        "yes": lambda: allegations.filter(any_answer),
        "accused": lambda: allegations.filter(by_accused),
        "others": lambda: allegations.filter(any_answer, ~by_accused),
        "no_comment": lambda: allegations.filter(~any_answer, Exists(silence)),
        "no": lambda: allegations.filter(~any_answer),
    }[state]()


def any_of(rows: QuerySet) -> Coalesce:
    """Exists() of which PostgreSQL doesn't work out the answer for all rows at once."""
    found = rows.order_by().annotate(found=Value(True)).values("found")[:1]
    return Coalesce(Subquery(found, output_field=BooleanField()), False)


def silence_on(claim: Claim) -> Q:
    """Which claims report that the accused did not comment on this one."""
    values = {
        "allegation": claim.allegation_id,
        "sort_date": claim.sort_date,
        "target": claim.target_id,
        "revision": claim.revision_id,
    }
    return _silence(values) & ~Q(pk=claim.pk)


@dataclass(frozen=True)
class Answers:
    """What became of accusations that were made together, such as of an allegation.

    `first` is the earliest link by which the accused's side answers, None if none does.
    """

    accusations: int
    #: The day of the first of them.
    since: date | None
    by_accused: int
    by_others: int
    no_comment: int
    first: Link | None

    @property
    def unanswered(self) -> int:
        """How many have no answer, those without comment too."""
        return self.accusations - self.by_accused - self.by_others


def answers_to_all(accusing: Sequence[Claim], links: Iterable[Link]) -> Answers:
    """Sum up, each accusation once, by the best answer that it has. No query.

    `links` are the answers to the accusations, which come from `with_answers`.
    """
    relations: dict[int, set[str]] = {}
    replies: list[Link] = []
    for link in links:
        relations.setdefault(link.answered_id, set()).add(link.relation)
        if link.relation in BY_ACCUSED:
            replies.append(link)
    counts = Counter(
        _state(claim, relations.get(claim.pk, set())) for claim in accusing
    )
    return Answers(
        accusations=len(accusing),
        since=min((claim.sort_date for claim in accusing), default=None),
        by_accused=counts["accused"],
        by_others=counts["others"],
        no_comment=counts["no_comment"],
        first=min(replies, key=lambda link: link.answer.sort_date, default=None),
    )


def _state(claim: Any, relations: set[str]) -> str:
    if relations & set(BY_ACCUSED):
        return "accused"
    if relations:
        return "others"
    return "no_comment" if claim.has_no_comment else "silent"


def _links() -> LinkQuerySet:
    """The answers to an outer claim; where that is hidden, nobody asks for them."""
    links = Link.objects.of_visible_claims().filter(relation__in=ANSWERS)
    return links.filter(answered=OuterRef("pk"))


def _by_accused() -> LinkQuerySet:
    return _links().filter(relation__in=BY_ACCUSED)


def _no_comments() -> ClaimQuerySet:
    names = ("allegation", "sort_date", "target", "revision")
    outer = {name: OuterRef(name) for name in names}
    return Claim.objects.visible().filter(_silence(outer))


def _silence(claim: Mapping[str, Any]) -> Q:
    """A silence about a claim: later in its allegation, or of its article and target.

    `claim` has the values of that claim or expressions for them.
    """
    found = Q(pk__in=[])
    if (target := claim["target"]) is not None:
        about = Q(target=target) | Q(speaker=target) | Q(speaker_body=target)
        found |= Q(revision=claim["revision"]) & about
    if (allegation := claim["allegation"]) is not None:
        found |= Q(allegation=allegation, sort_date__gte=claim["sort_date"])
    return Q(kind=Claim.Kind.NO_COMMENT) & found
