from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from webpages import WebPages

from sources.ingest import (
    hosts_with_work,
    outlet_named,
    seconds_until_next,
    seconds_until_work,
    visit,
)
from sources.models import VISIT_TIMEOUT, Article, Feed, Fetch, Host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_web")]

TEXT = "The minister said on Tuesday that his country had no part in the attack."


@pytest.fixture
def host(http_server: WebPages) -> str:
    return http_server.url().split("/")[2]


@pytest.fixture
def articles(http_server: WebPages, page: Callable[..., str]) -> list[Article]:
    outlet = outlet_named("The Courier")
    urls = [http_server.set(f"/{n}", page(TEXT, title=f"News {n}")) for n in "ab"]
    return [Article.objects.create(outlet=outlet, url=url) for url in urls]


def test_a_visit_fetches_one_thing_and_feeds_come_first(
    http_server: WebPages, host: str, articles: list[Article], rss: Callable[..., str]
) -> None:
    feed = articles[0].outlet.feeds.create(url=http_server.set("/rss", rss()))
    assert visit(host).feed == feed
    assert [visit(host).article for _ in articles] == articles
    assert visit(host) is None


def test_a_site_is_left_alone_for_a_moment_after_each_visit(
    host: str, articles: list[Article], settings: Settings
) -> None:
    settings.FETCH_HOST_DELAY = 60
    visit(host)
    assert visit(host) is None
    assert hosts_with_work(10) == []
    assert 59 < seconds_until_next(host) <= 60
    assert 59 < seconds_until_work() <= 60


def test_a_site_is_visited_by_one_worker_at_a_time(
    host: str, articles: list[Article]
) -> None:
    assert Host.objects.take(host)
    assert visit(host) is None
    Host.objects.update(free_at=timezone.now() - VISIT_TIMEOUT)
    assert visit(host) is not None


def test_a_site_may_ask_for_longer_pauses(
    http_server: WebPages, host: str, articles: list[Article]
) -> None:
    http_server.set("/robots.txt", "User-agent: *\nCrawl-delay: 20")
    visit(host)
    assert 19 < seconds_until_next(host) <= 20


def test_a_site_that_wants_a_rest_gets_it_for_all_its_pages(
    http_server: WebPages, host: str, articles: list[Article]
) -> None:
    http_server.set("/a", status=429, headers={"Retry-After": "600"})
    assert visit(host).outcome == Fetch.Outcome.FAILED
    assert visit(host) is None
    assert 595 < seconds_until_next(host) <= 600


def test_sites_that_wait_longest_come_first() -> None:
    outlet = outlet_named("The Courier")
    now = timezone.now()
    for hours, name in ((1, "one"), (3, "three"), (2, "two")):
        url, since = f"https://{name}.example/a", now - timedelta(hours=hours)
        Article.objects.create(outlet=outlet, url=url, next_attempt_at=since)
    Feed.objects.create(outlet=outlet, url="https://one.example/rss", next_fetch_at=now)
    names = ["three.example", "two.example", "one.example"]
    assert hosts_with_work(10) == names
    assert hosts_with_work(2) == names[:2]


def test_a_pages_first_reading_comes_before_looking_for_changes(
    host: str, articles: list[Article]
) -> None:
    seen, new = articles
    long_ago = timezone.now() - timedelta(days=1)
    Article.objects.filter(pk=seen.pk).update(
        state=Article.State.ARCHIVED, recheck_at=long_ago, next_attempt_at=long_ago
    )
    assert visit(host).article == new
    assert visit(host).article == seen


def test_an_address_with_an_endless_host_breaks_nothing() -> None:
    outlet = outlet_named("The Courier")
    url = f"https://{'a' * 400}.example/"
    article = Article.objects.create(outlet=outlet, url=url)
    article.refresh_from_db()
    assert len(article.host) == 255
    assert hosts_with_work(10) == [article.host]
    assert visit(article.host).outcome in Fetch.PROBLEMS
