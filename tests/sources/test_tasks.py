from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from webpages import WebPages

from config.serverprocess import wait_until
from sources import tasks
from sources.ingest import add_feed, outlet_named
from sources.models import TAKEN_TIMEOUT, Article, Feed, Fetch

TEXT = "The minister said on Tuesday that his country had no part in the attack."


@pytest.fixture
def feed(db: None) -> Feed:
    outlet = outlet_named("The Courier")
    return Feed.objects.create(outlet=outlet, url="https://courier.example/rss")


@pytest.fixture
def article(feed: Feed) -> Article:
    return Article.objects.create(outlet=feed.outlet, url="https://courier.example/a")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the sweep sends to the queue."""
    messages: list[Any] = []
    for task in (tasks.fetch_feed, tasks.fetch_article):
        monkeypatch.setattr(
            task,
            "apply_async",
            lambda args, expires, name=task.name: messages.append((name, *args)),
        )
    return messages


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    ids: list[int] = []
    monkeypatch.setattr("sources.ingest.fetch_feed", ids.append)
    monkeypatch.setattr("sources.ingest.fetch_article", ids.append)
    return ids


def test_the_sweep_sends_what_is_due(
    feed: Feed, article: Article, sent: list[Any]
) -> None:
    tasks.sweep()
    assert sent == [
        ("sources.tasks.fetch_feed", feed.pk),
        ("sources.tasks.fetch_article", article.pk),
    ]


def test_the_sweep_leaves_what_is_not_due(
    feed: Feed, article: Article, sent: list[Any]
) -> None:
    Feed.objects.update(is_paused=True)
    Article.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    tasks.sweep()
    assert sent == []


def test_one_sweep_sends_a_limited_number(
    feed: Feed, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MAX_ARTICLES", 3)
    Article.objects.bulk_create(
        Article(outlet=feed.outlet, url=f"https://courier.example/{number}")
        for number in range(5)
    )
    Feed.objects.all().delete()
    tasks.sweep()
    assert len(sent) == 3


@pytest.mark.parametrize("name", ["feed", "article"])
def test_a_task_that_comes_twice_works_once(
    request: pytest.FixtureRequest, fetched: list[int], name: str
) -> None:
    row = request.getfixturevalue(name)
    task = getattr(tasks, f"fetch_{name}")
    task(row.pk)
    task(row.pk)
    assert fetched == [row.pk]


def test_what_a_dead_worker_had_taken_is_due_again(article: Article) -> None:
    assert Article.objects.take(article.pk)
    assert not Article.objects.due().exists()
    Article.objects.update(taken_at=timezone.now() - 2 * TAKEN_TIMEOUT)
    assert Article.objects.due().exists()


def test_a_task_for_a_row_that_is_gone_does_nothing(
    db: None, fetched: list[int]
) -> None:
    tasks.fetch_article(987_654)
    tasks.fetch_feed(987_654)
    assert fetched == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("private_web")
def test_a_real_worker_takes_feed_and_articles_to_the_archive(
    http_server: WebPages,
    rss: Callable[..., str],
    page: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.setenv("FETCH_ALLOW_PRIVATE_ADDRESSES", "1")
    request.getfixturevalue("celery_worker_process")
    urls = [http_server.set(f"/{n}", page(TEXT, title=f"News {n}")) for n in "abc"]
    add_feed(http_server.set("/rss", rss(*urls)))
    Feed.objects.fetch_soon()
    tasks.sweep()
    archived = Article.objects.filter(state=Article.State.ARCHIVED)
    assert wait_until(lambda: archived.count() == 3, 30)
    assert wait_until(lambda: Fetch.objects.filter(feed__isnull=False).count() == 2, 30)
