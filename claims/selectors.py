"""Reads that cross models. Each says what it costs where that isn't one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from actors.models import Actor, ActorQuerySet, Alias
from actors.names import normalise
from claims.answers import answer_links, unanswered, with_answers
from claims.copies import told_once
from claims.kinds import CHARGES, REPLIES
from claims.models import (
    Allegation,
    AllegationQuerySet,
    Analysis,
    Anchor,
    Claim,
    ClaimQuerySet,
    Decision,
    Link,
    LinkQuerySet,
    Status,
)
from sources.models import Article, Outlet, Revision

#: What lists don't show and would be slow to carry: whole texts and pages.
HEAVY = ("search", "revision__text", "revision__html")
_ROW = ("speaker", "speaker_body", "target", "revision__article__outlet")


class AmbiguousName(ValueError):
    """Several actors go by the name; `names` are their full names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def find_actor(text: str) -> Actor | None:
    """The actor by slug, else by name, else by alias; merged ones followed.

    An alias is found as `actors.names.normalise` has it: "the I.S.I." is the ISI.

    At most three queries. Raises AmbiguousName when several actors share the alias.
    """
    by_slug = Actor.objects.filter(slug=text).select_related("merged_into").first()
    if by_slug:
        return by_slug.merged_into or by_slug
    current = Actor.objects.current()
    named = current.filter(name__iexact=text).first()
    if named:
        return named
    owners = Alias.objects.filter(key=normalise(text) or None).values_list(
        Coalesce("actor__merged_into", "actor")
    )
    found = list(current.filter(pk__in=owners)[:5])
    if len(found) > 1:
        raise AmbiguousName([actor.name for actor in found])
    return found[0] if found else None


def find_outlet(text: str) -> Outlet | None:
    """The outlet by slug or name."""
    return Outlet.objects.filter(Q(slug=text) | Q(name__iexact=text)).first()


# Claims


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
            answer_count=_count(received),
            answers_count=_count(given),
            first_answer_on=Subquery(
                received.values("answered")
                .annotate(first=Min("answer__sort_date"))
                .values("first")
            ),
        )
    )


def _count(rows: QuerySet) -> Subquery:
    """How many rows there are for each outer one; `rows` refer to it by OuterRef."""
    # Without a GROUP BY there is a row, hence a 0, also where there is nothing.
    counted = rows.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")
    return Subquery(counted, output_field=IntegerField())


def _count_distinct(claims: ClaimQuerySet, what: F | Coalesce) -> Coalesce:
    """The same for the number of different values among an allegation's claims."""
    counted = (
        claims.order_by().values("allegation").annotate(n=Count(what, distinct=True))
    )
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


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


def answers_to(claim: Claim) -> list[Link]:
    """The links that answer or support the claim, oldest answer first."""
    return list(
        _with_claim(claim.answers.visible(), "answer").order_by(
            "answer__sort_date", "pk"
        )
    )


def answered_by(claim: Claim) -> list[Link]:
    """The links from this claim to what it answers or supports, oldest first."""
    return list(
        _with_claim(claim.answers_to.visible(), "answered").order_by(
            "answered__sort_date", "pk"
        )
    )


def link_with_claims(pk: int) -> Link:
    """A link with both claims and their articles. Raises Link.DoesNotExist."""
    return _with_claim(_with_claim(Link.objects.all(), "answer"), "answered").get(pk=pk)


def _with_claim(links: LinkQuerySet, end: str) -> LinkQuerySet:
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


def newest_answers(most: int) -> list[Link]:
    """The latest answers, each with the one claim that it answers most surely.

    Two queries.
    """
    given = answer_links().filter(answer=OuterRef("pk"))
    answers = Claim.objects.filter(Exists(given)).values_list("pk", flat=True)
    newest = list(answers.order_by("-sort_date", "-pk")[:most])
    both = _with_claim(_with_claim(answer_links(), "answer"), "answered")
    surest: dict[int, Link] = {}
    for link in both.filter(answer__in=newest).order_by(
        Case(When(status=Status.CONFIRMED, then=0), default=1),
        F("score").desc(nulls_last=True),
        "pk",
    ):
        surest.setdefault(link.answer_id, link)
    return [surest[pk] for pk in newest if pk in surest]


# Allegations


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
            accusation_count=_count(once),
            outlet_count=_count_distinct(accusing, outlet),
            independent_count=_count_distinct(once, origin),
            reply_count=_count(claims.filter(kind__in=REPLIES)),
            is_answered=Exists(links),
        )
    )


def allegation_links(claims: Iterable[Claim]) -> list[Link]:
    """The answers to these claims, with the answering claims and their articles."""
    links = answer_links().filter(answered__in=list(claims))
    return list(_with_claim(links, "answer").order_by("answer__sort_date", "pk"))


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


# Actors, outlets, articles


def listed_actors() -> ActorQuerySet:
    """Actors with made_count and received_count: claims by and about them."""
    claims = Claim.objects.visible()
    return (
        Actor.objects.current()
        .annotate(
            made_count=_count(said_by(claims, OuterRef("pk"))),
            received_count=_count(claims.filter(target=OuterRef("pk"))),
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


def listed_outlets() -> QuerySet[Outlet]:
    """Outlets with article_count, copy_count, claim_count and latest (a date)."""
    articles = Article.objects.filter(outlet=OuterRef("pk")).order_by()
    claims = Claim.objects.visible().filter(revision__article__outlet=OuterRef("pk"))
    latest = articles.values("outlet").annotate(at=Max("published_at")).values("at")
    return Outlet.objects.annotate(
        article_count=_count(articles),
        copy_count=_count(articles.exclude(original=None)),
        claim_count=_count(claims),
        latest=Subquery(latest),
    )


def listed_articles(outlet: Outlet) -> QuerySet[Article]:
    """An outlet's articles, the newest first, with claim_count and reprint_count.

    The latter says in how many articles their text is found again.
    """
    claims = Claim.objects.visible().filter(revision__article=OuterRef("pk"))
    reprints = Article.objects.filter(original=OuterRef("pk"))
    return (
        Article.objects.filter(outlet=outlet)
        .select_related("original__outlet")
        .annotate(claim_count=_count(claims), reprint_count=_count(reprints))
        .order_by(F("published_at").desc(nulls_last=True), "-pk")
    )


def revisions_of(article: Article) -> list[Revision]:
    """The archived versions, oldest first, without their texts."""
    return list(article.revisions.defer("text", "html").order_by("number"))


def was_read(revision: Revision) -> bool:
    """Whether some pipeline has read a revision to its end."""
    read = (Analysis.State.DONE, Analysis.State.SUPERSEDED)
    return revision.analyses.filter(state__in=read).exists()


def last_analysis(revision: Revision) -> Analysis | None:
    """The newest reading of a revision, whatever came of it."""
    return revision.analyses.first()


# Time


def claims_per_day(claims: ClaimQuerySet) -> dict[date, Counter[str]]:
    """How many claims of each kind there are on each day, in order."""
    days: dict[date, Counter[str]] = {}
    rows = claims.order_by("sort_date").values_list("sort_date", "kind")
    for day, kind, n in rows.annotate(n=Count("pk")):
        days.setdefault(day, Counter())[kind] += n
    return days


# Review


def proposed_links() -> QuerySet[Link]:
    """Links that nobody decided yet, the most certain first."""
    both = _with_claim(_with_claim(Link.objects.visible(), "answer"), "answered")
    return both.filter(status=Status.PROPOSED).order_by(
        F("score").desc(nulls_last=True), "-pk"
    )
