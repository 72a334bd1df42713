"""How the work goes: what waits, since when, how fast it is done, what failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Analysis, Claim
from claims.unread import RUNNING_TIMEOUT, revisions_unread_by
from sources.models import TAKEN_TIMEOUT, Article, Feed, Fetch, Revision

#: What a rate is told over.
LATELY = timedelta(hours=1)
#: Failures in full on one page; the rest come when these are done with.
MAX_SHOWN = 50
State = Analysis.State


@dataclass(frozen=True)
class Queue:
    """One kind of work: `since` is when what waits longest became due.

    `later` is put off to a later attempt, `done` was done in the last hour.
    """

    name: str | Promise
    waiting: int
    since: datetime | None
    running: int
    done: int
    later: int = 0
    failed: int = 0


def queues() -> list[Queue]:
    """All kinds of work in the order in which an article meets them. 13 queries."""
    return [_feeds(), _pages(), _texts(), _copies(), _links()]


def failed_articles() -> QuerySet[Article]:
    """Articles whose page could not be read, and whose failure nobody dismissed."""
    failed = Article.objects.filter(state=Article.State.FAILED, dismissed_at=None)
    return failed.select_related("outlet").order_by("-pk")


def failed_analyses() -> QuerySet[Analysis]:
    """The last attempts at texts that the current pipeline could not read.

    Without those that somebody dismissed, or that were read since.
    """
    of_version = Analysis.objects.filter(pipeline_version=_pipeline_version())
    of_revision = of_version.filter(revision=OuterRef("revision"))
    later = of_revision.filter(state=State.FAILED, pk__gt=OuterRef("pk"))
    live = of_revision.filter(state__in=[State.DONE, State.RUNNING])
    rows = of_version.filter(
        ~Exists(later),
        ~Exists(live),
        state=State.FAILED,
        revision__article__dismissed_at=None,
    )
    return (
        rows.order_by("-pk")
        .select_related("revision__article__outlet")
        .defer("revision__text", "revision__html")
    )


def retry_analyses(revision_ids: QuerySet[Revision] | list[int]) -> int:
    """Have texts that failed read again from the first attempt on."""
    failed = Analysis.objects.filter(
        revision__in=revision_ids,
        pipeline_version=_pipeline_version(),
        state=State.FAILED,
    )
    return failed.update(state=State.SUPERSEDED)


def dismiss_analyses(revision_ids: list[int]) -> int:
    """Have nobody bothered any more with texts that could not be read."""
    articles = Article.objects.filter(revisions__in=revision_ids)
    return articles.update(dismissed_at=timezone.now())


def _pipeline_version() -> str:
    """The version that read last; the pipeline itself is not loaded into web pages."""
    versions = Analysis.objects.order_by("-pk").values_list("pipeline_version")
    return next((version for (version,) in versions[:1]), "")


def _waiting(rows: QuerySet[Model], since: str) -> tuple[int, datetime | None]:
    """How many rows wait and the earliest moment of a column. One query."""
    found = rows.order_by().aggregate(count=Count("pk"), since=Min(since))
    return found["count"], found["since"]


def _feeds() -> Queue:
    now = timezone.now()
    waiting, since = _waiting(Feed.objects.due(), "next_fetch_at")
    counts = Feed.objects.aggregate(
        running=Count("pk", filter=Q(taken_at__gt=now - TAKEN_TIMEOUT)),
        failed=Count("pk", filter=Q(failures__gt=0, is_paused=False, is_muted=False)),
    )
    done = Fetch.objects.filter(at__gt=now - LATELY, feed__isnull=False).count()
    return Queue(_("Feeds to ask"), waiting, since, done=done, **counts)


def _pages() -> Queue:
    now = timezone.now()
    waiting, since = _waiting(Article.objects.due(), "next_attempt_at")
    pending = Article.objects.filter(state=Article.State.PENDING).aggregate(
        running=Count("pk", filter=Q(taken_at__gt=now - TAKEN_TIMEOUT)),
        later=Count("pk", filter=Q(next_attempt_at__gt=now)),
    )
    done = Fetch.objects.filter(at__gt=now - LATELY, article__isnull=False).count()
    failed = failed_articles().count()
    return Queue(
        _("Pages to fetch"), waiting, since, done=done, failed=failed, **pending
    )


def _texts() -> Queue:
    now = timezone.now()
    waiting, since = _waiting(revisions_unread_by(_pipeline_version()), "fetched_at")
    counts = Analysis.objects.filter(started_at__gt=now - LATELY).aggregate(
        running=Count(
            "pk", filter=Q(state=State.RUNNING, started_at__gt=now - RUNNING_TIMEOUT)
        ),
        done=Count("pk", filter=Q(state=State.DONE)),
    )
    failed = failed_analyses().count()
    return Queue(_("Texts to read for claims"), waiting, since, failed=failed, **counts)


def _copies() -> Queue:
    waiting, since = _waiting(Article.objects.unfolded(), "created_at")
    done = Article.objects.filter(folded_at__gt=timezone.now() - LATELY).count()
    return Queue(_("Texts to compare with others"), waiting, since, 0, done)


def _links() -> Queue:
    waiting, since = _waiting(Claim.objects.filter(linked_at=None), "created_at")
    done = Claim.objects.filter(linked_at__gt=timezone.now() - LATELY).count()
    return Queue(_("Claims to link"), waiting, since, 0, done)
