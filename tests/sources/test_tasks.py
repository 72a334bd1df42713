from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from webpages import WebPages

from config.serverprocess import wait_until
from sources import tasks
from sources.ingest import add_feed, outlet_named
from sources.models import TAKEN_TIMEOUT, Article, Feed, Fetch, Host

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
    """Which sites are sent to the queue, and after how many seconds."""
    messages: list[Any] = []
    monkeypatch.setattr(
        tasks.visit_host,
        "apply_async",
        lambda args, expires, countdown=0: messages.append((*args, countdown)),
    )
    return messages


def test_the_sweep_sends_each_site_where_something_is_due(
    feed: Feed, article: Article, sent: list[Any]
) -> None:
    Article.objects.create(outlet=feed.outlet, url="https://other.example:8443/a")
    tasks.sweep()
    assert sorted(sent) == [("courier.example", 0), ("other.example:8443", 0)]


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
    monkeypatch.setattr(tasks, "MAX_HOSTS", 3)
    Article.objects.bulk_create(
        Article(outlet=feed.outlet, url=f"https://courier{number}.example/")
        for number in range(5)
    )
    tasks.sweep()
    assert len(sent) == 3


def test_a_visit_is_followed_by_another_one_while_something_is_due(
    feed: Feed, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    Host.objects.create(
        name="courier.example", free_at=timezone.now() + timedelta(seconds=9)
    )
    monkeypatch.setattr("sources.ingest.visit", lambda host: Fetch())
    tasks.visit_host("courier.example")
    ((host, seconds),) = sent
    assert host == "courier.example"
    assert 8 < seconds <= 9
    Feed.objects.all().pause()
    tasks.visit_host("courier.example")
    assert len(sent) == 1


def test_a_visit_that_found_nothing_to_do_is_the_last(
    feed: Feed, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.ingest.visit", lambda host: None)
    tasks.visit_host("courier.example")
    assert sent == []


def test_what_a_dead_worker_had_taken_is_due_again(article: Article) -> None:
    assert Article.objects.take(article.pk)
    assert not Article.objects.due().exists()
    Article.objects.update(taken_at=timezone.now() - 2 * TAKEN_TIMEOUT)
    assert Article.objects.due().exists()


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
    monkeypatch.setenv("FETCH_HOST_DELAY", "0.1")
    request.getfixturevalue("celery_worker_process")
    urls = [http_server.set(f"/{n}", page(TEXT, title=f"News {n}")) for n in "abc"]
    add_feed(http_server.set("/rss", rss(*urls)))
    Feed.objects.fetch_soon()
    tasks.sweep()
    archived = Article.objects.filter(state=Article.State.ARCHIVED)
    assert wait_until(lambda: archived.count() == 3, 30)
    assert wait_until(lambda: Fetch.objects.filter(feed__isnull=False).count() == 2, 30)
