"""Whatever a site sends, ingest says what came of it, and writes all or none."""

import pytest
from pytest_django.fixtures import Settings
from webpages import Answer, Request, WebPages

from bench.mutations import mutations
from sources.ingest import add_address, fetch_article, fetch_feed
from sources.models import Article, Feed, Fetch, Outlet

pytestmark = pytest.mark.django_db
SEED = 20261124


@pytest.fixture
def bodies(http_server: WebPages, settings: Settings) -> list[bytes]:
    """What the server sends to each path that holds the body's number."""
    settings.FETCH_ALLOW_PRIVATE_ADDRESSES = True
    bodies: list[bytes] = []

    def answer(request: Request) -> Answer:
        return Answer(bodies[-1], headers={"Content-Type": "application/xml"})

    http_server.set_handler("/robots.txt", lambda request: Answer(status=404))
    http_server.set_handler("/a", answer)
    return bodies


def nothing_is_half_written() -> None:
    archived = Article.objects.filter(state=Article.State.ARCHIVED)
    assert not archived.filter(revisions=None).exists()
    assert not Outlet.objects.filter(articles=None, feeds=None).exists()
    assert not Article.objects.exclude(taken_at=None).exists()
    assert not Feed.objects.exclude(taken_at=None).exists()


def feed_to_ingest(http_server: WebPages, bodies: list[bytes], count: int) -> None:
    """Send each body as a new address, as a known feed and as a known page."""
    url = http_server.url("/a")
    outlet = Outlet.objects.create(name="The Courier", slug="the-courier")
    for number, body in enumerate(mutations(count, SEED), start=1):
        bodies.append(body)
        assert add_address(url).outcome in Fetch.Outcome
        Feed.objects.filter(url=url).delete()
        feed = Feed.objects.create(outlet=outlet, url=url)
        assert fetch_feed(feed.pk).outcome in Fetch.Outcome
        article = Article.objects.filter(url=url).first()
        article = article or Article.objects.create(outlet=outlet, url=url)
        assert fetch_article(article.pk).outcome in Fetch.Outcome
        feed.delete()
        if number % 50 == 0:
            nothing_is_half_written()
    nothing_is_half_written()


@pytest.mark.slow
def test_two_hundred_broken_bodies_raise_nothing(
    http_server: WebPages, bodies: list[bytes]
) -> None:
    feed_to_ingest(http_server, bodies, 200)


@pytest.mark.bench
def test_five_thousand_broken_bodies_raise_nothing(
    http_server: WebPages, bodies: list[bytes]
) -> None:
    feed_to_ingest(http_server, bodies, 5_000)
