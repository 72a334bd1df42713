"""Outlets, articles and their versions."""

from __future__ import annotations

from django.db.models import F, OuterRef, QuerySet, Subquery

from claims import tallies
from claims.models import Analysis, Claim
from claims.selectors.counting import count_of
from sources.models import Article, Outlet, Revision


def listed_outlets() -> QuerySet[Outlet]:
    """Outlets with article_count, copy_count, claim_count and latest (a date)."""
    articles = Article.objects.filter(outlet=OuterRef("pk")).order_by()
    dated = articles.filter(published_at__isnull=False).order_by("-published_at")
    return Outlet.objects.annotate(
        article_count=count_of(articles),
        copy_count=count_of(articles.filter(original__isnull=False)),
        claim_count=tallies.published_by(OuterRef("pk")),
        latest=Subquery(dated.values("published_at")[:1]),
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
        .annotate(claim_count=count_of(claims), reprint_count=count_of(reprints))
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
