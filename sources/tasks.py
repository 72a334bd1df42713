"""Background work: look at the database for what is due, and do it.

Messages hold ids only. A task takes its row first, so that it may come twice.
"""

from celery import shared_task

from sources import ingest
from sources.models import Article, Feed
from sources.syndication import fold_waiting

#: One sweep sends no more than workers do until the next one; the rest is still there.
MAX_FEEDS = 100
MAX_ARTICLES = 400
MAX_FOLDED = 2000
#: Until the next sweep asks again: what nobody took by then must not pile up.
EXPIRE_SECONDS = 30


@shared_task
def sweep() -> None:
    """Send out the feeds and articles that have waited longest; have texts compared."""
    feeds = Feed.objects.due().order_by("next_fetch_at")
    for pk in feeds.values_list("pk", flat=True)[:MAX_FEEDS]:
        fetch_feed.apply_async([pk], expires=EXPIRE_SECONDS)
    articles = Article.objects.due().order_by("next_attempt_at")
    for pk in articles.values_list("pk", flat=True)[:MAX_ARTICLES]:
        fetch_article.apply_async([pk], expires=EXPIRE_SECONDS)
    if Article.objects.unfolded().exists():
        fold_copies.apply_async(expires=EXPIRE_SECONDS)


@shared_task
def fetch_feed(feed_id: int) -> None:
    if Feed.objects.take(feed_id):
        ingest.fetch_feed(feed_id)


@shared_task
def fetch_article(article_id: int) -> None:
    if Article.objects.take(article_id):
        ingest.fetch_article(article_id)


@shared_task
def fold_copies() -> None:
    """Find the copies among the texts that came in."""
    fold_waiting(MAX_FOLDED)
