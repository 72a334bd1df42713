"""What copies do to claims: which are repetitions, and of what."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery

from claims.models import Claim, ClaimQuerySet, Decision
from sources.models import Article, Copy, CopyQuerySet


def told_once(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Leave out what copies repeat of their originals in the same allegation.

    `claims.folding` says the same of claims that are loaded.
    """
    same = Claim.objects.visible().filter(
        Q(speaker=OuterRef("speaker"))
        | Q(speaker=None, speaker_name=OuterRef("speaker_name")),
        allegation=OuterRef("allegation"),
        kind=OuterRef("kind"),
    )
    live = Copy.objects.live().filter(copy=OuterRef(OuterRef("revision__article")))
    in_first = same.filter(revision__article=OuterRef("revision__article__original"))
    in_origin = same.filter(revision__article__in=live.values("original"))
    # Few articles are copies: of all others nothing has to be looked up.
    is_original = Q(revision__article__original=None)
    return claims.filter(is_original | ~Exists(in_first) & ~Exists(in_origin))


def origins_of(claims: Iterable[Claim]) -> dict[int, set[int]]:
    """The articles that the articles of claims were copied from, of those that were."""
    articles = {claim.revision.article for claim in claims}
    origins = {a.pk: {a.original_id} for a in articles if a.original_id is not None}
    rows = Copy.objects.live().filter(copy__in=origins).select_related("original")
    for row in rows:
        origins[row.copy_id] |= {row.original_id, row.original.first_id}
    return {pk: found - {pk} for pk, found in origins.items()}


def originals_of(claims: Iterable[Claim]) -> dict[int, Article]:
    """The first article, with its outlet, of each one that is a copy."""
    articles = {claim.revision.article for claim in claims}
    firsts = {a.pk: a.original_id for a in articles if a.original_id is not None}
    found = Article.objects.select_related("outlet").in_bulk(set(firsts.values()))
    return {pk: found[first] for pk, first in firsts.items()}


def repetitions_of(claim: Claim) -> ClaimQuerySet:
    """The same claim in articles that this one's is a copy of, or that copy it.

    With what a line of names needs, the articles published first in front.
    """
    article = claim.revision.article
    first = article.first_id
    rows = Copy.objects.live()
    family = (
        Q(revision__article=first)
        | Q(revision__article__original=first)
        | Q(revision__article__in=rows.filter(copy=article).values("original"))
        | Q(revision__article__in=rows.filter(original=article).values("copy"))
    )
    speaker = (
        Q(speaker=claim.speaker)
        if claim.speaker
        else Q(speaker=None, speaker_name=claim.speaker_name)
    )
    others = Claim.objects.visible().exclude(revision__article=article)
    return (
        others.filter(family, speaker, kind=claim.kind, target=claim.target_id)
        .select_related("revision__article__outlet")
        .only("pk", "revision__article__outlet__name")
        .order_by("revision__article__published_at", "pk")
    )


def originals_with_decisions(article: Article) -> CopyQuerySet:
    """What an article is a copy of, rejected ones too; adds newest_decision (an id)."""
    decisions = Decision.objects.filter(copy=OuterRef("pk")).order_by("-pk")
    rows = article.originals.select_related("original__outlet")
    return rows.annotate(newest_decision=Subquery(decisions.values("pk")[:1]))


def reprints_of(article: Article) -> list[Article]:
    """The articles that go back to this one, oldest first, with their outlets."""
    return list(
        article.reprints.select_related("outlet").order_by("published_at", "pk")
    )
