"""Politeness: one worker at a site at a time, with a pause after each page.

The site's row in the database is taken and left like any other piece of work, so that
all workers on all machines keep to it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from sources.ingest.feeds import fetch_feed
from sources.ingest.pages import fetch_article
from sources.ingest.robots import crawl_delay
from sources.models import Article, Feed, Fetch, Host

#: Of those that wait longest at a site, others may have taken a few a moment ago.
MAX_TRIED = 10


def hosts_with_work(limit: int) -> list[str]:
    """Sites where something is due and that may be visited, the longest waiting first.

    Three queries.
    """
    waiting = _waiting()
    busy = set(Host.objects.busy().values_list("name", flat=True))
    return sorted(waiting.keys() - busy, key=waiting.__getitem__)[:limit]


def seconds_until_work() -> float | None:
    """Until the first site that has work may be visited; None when none has any.

    Three queries.
    """
    waiting = _waiting()
    if not waiting:
        return None
    free = dict.fromkeys(waiting, timezone.now())
    for host in Host.objects.busy():
        if host.name in free:
            free[host.name] = max(host.free_at, host.rest_until or host.free_at)
    return _seconds_until(min(free.values()))


def visit(host: str) -> Fetch | None:
    """Fetch what has waited longest at this site: a feed, else an article.

    None when nothing is due there, or the site may not be visited now.
    """
    if not Host.objects.take(host):
        return None
    pause = timedelta()
    try:
        fetch = _fetch_next(host)
        if fetch is not None:
            usual = timedelta(seconds=settings.FETCH_HOST_DELAY)
            pause = max(usual, crawl_delay(host))
    finally:
        Host.objects.leave(host, pause)
    return fetch


def seconds_until_next(host: str) -> float | None:
    """Until the site may be visited again; None when nothing is due there."""
    is_due = (
        Feed.objects.due().filter(host=host).exists()
        or Article.objects.due().filter(host=host).exists()
    )
    known = Host.objects.filter(name=host).first() if is_due else None
    if known is None:
        return None
    return _seconds_until(max(known.free_at, known.rest_until or known.free_at))


def _waiting() -> dict[str, datetime]:
    """Since when something is due at which site."""
    waiting: dict[str, datetime] = {}
    feeds = Feed.objects.due().order_by().values("host")
    articles = Article.objects.due().order_by().values("host")
    for rows in (
        feeds.annotate(since=Min("next_fetch_at")),
        articles.annotate(since=Min("next_attempt_at")),
    ):
        for host, since in rows.values_list("host", "since"):
            waiting[host] = min(since, waiting.get(host, since))
    return waiting


def _seconds_until(moment: datetime) -> float:
    return max((moment - timezone.now()).total_seconds(), 0)


def _fetch_next(host: str) -> Fetch | None:
    feeds = Feed.objects.due().filter(host=host).order_by("next_fetch_at")
    for pk in feeds.values_list("pk", flat=True)[:MAX_TRIED]:
        if Feed.objects.take(pk):
            return fetch_feed(pk)
    # What was never read comes before what may have changed.
    articles = Article.objects.due().filter(host=host)
    ranked = articles.order_by("-state", "next_attempt_at")
    for pk in ranked.values_list("pk", flat=True)[:MAX_TRIED]:
        if Article.objects.take(pk):
            return fetch_article(pk)
    return None
