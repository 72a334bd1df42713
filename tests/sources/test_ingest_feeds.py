from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import time_machine
from webpages import Answer, Request, WebPages

from sources.ingest import (
    KNOWN,
    add_address,
    add_feed,
    fetch_article,
    fetch_feed,
)
from sources.models import Article, Feed, Fetch, Outlet, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_web")]

TEXT = "The minister said on Tuesday that his country had no part in the attack."
MINUTES_30 = timedelta(minutes=30)
Rss = Callable[..., str]


@pytest.fixture
def feed(http_server: WebPages, rss: Rss) -> Feed:
    http_server.set("/rss", rss(http_server.url("/a")))
    return add_feed(http_server.url("/rss")).feed


def test_a_feed_brings_its_outlet_and_articles(http_server: WebPages, rss: Rss) -> None:
    url = http_server.set("/rss", rss(http_server.url("/a"), http_server.url("/b")))
    fetch = add_feed(url)
    assert (fetch.outcome, fetch.new_articles) == (Fetch.Outcome.NEW, 2)
    feed = Feed.objects.select_related("outlet").get()
    assert (feed.url, feed.title, feed.outlet.name) == (
        url,
        "The Courier",
        "The Courier",
    )
    assert feed.last_ok_at is not None
    states = set(Article.objects.values_list("state", "outlet", "feed"))
    assert states == {(Article.State.PENDING, feed.outlet_id, feed.pk)}


def test_the_outlet_can_be_named(http_server: WebPages, rss: Rss) -> None:
    feed = add_feed(http_server.set("/rss", rss()), outlet="The Post").feed
    assert feed.outlet.name == "The Post"


def test_two_feeds_of_one_site_are_of_one_outlet(
    http_server: WebPages, rss: Rss
) -> None:
    for section in ("World", "Asia"):
        add_feed(http_server.set(f"/{section}", rss(title=section)))
    assert Outlet.objects.count() == 1


def test_a_known_feed_is_not_added_again(feed: Feed) -> None:
    fetch = add_feed(feed.url)
    assert (fetch.outcome, fetch.feed) == (Fetch.Outcome.UNCHANGED, feed)
    assert "already" in fetch.detail
    assert Feed.objects.count() == 1


def test_nothing_is_stored_of_what_is_no_feed(http_server: WebPages) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    url = http_server.set("/", f"<html><head>{head}</head><body>Hello</body></html>")
    fetch = add_feed(url)
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert f"Its feeds are: {http_server.url('/rss')}" in fetch.detail
    assert not Feed.objects.exists()
    assert not Outlet.objects.exists()


def test_invalid_xml_is_refused_in_words(http_server: WebPages) -> None:
    fetch = add_feed(http_server.set("/rss", "<rss><channel><title>x<item>"))
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert "XML is broken" in fetch.detail
    assert not Feed.objects.exists()


def test_a_feed_that_redirects_for_ever_is_given_up(http_server: WebPages) -> None:
    url = http_server.set("/rss", status=301, headers={"Location": "/rss"})
    fetch = add_feed(url)
    assert fetch.outcome == Fetch.Outcome.FAILED
    assert "more than 5 times" in fetch.detail
    assert not Feed.objects.exists()


def test_only_new_entries_are_stored(
    http_server: WebPages, feed: Feed, rss: Rss
) -> None:
    urls = [http_server.url("/b"), http_server.url("/a?utm_source=rss")]
    http_server.set("/rss", rss(*urls))
    assert fetch_feed(feed.pk).new_articles == 1
    assert Article.objects.count() == 2


def test_an_entry_whose_address_moved_is_known_by_its_id(
    http_server: WebPages, rss: Rss
) -> None:
    def answer(request: Request) -> Answer:
        item = "<guid isPermaLink='false'>id-1</guid>"
        return Answer(rss(next(addresses), updated=item).encode())

    addresses = iter([http_server.url("/old"), http_server.url("/new")])
    feed = add_feed(http_server.set_handler("/rss", answer)).feed
    assert fetch_feed(feed.pk).new_articles == 0
    assert Article.objects.count() == 1


def test_an_unchanged_feed_is_not_read_again(http_server: WebPages, rss: Rss) -> None:
    def answer(request: Request) -> Answer:
        if request.headers.get("If-None-Match") == '"one"':
            return Answer(status=304)
        return Answer(rss(http_server.url("/a")).encode(), headers={"ETag": '"one"'})

    feed = add_feed(http_server.set_handler("/rss", answer)).feed
    for _ in range(2):
        fetch = fetch_feed(feed.pk)
        assert (fetch.outcome, fetch.http_status) == (Fetch.Outcome.UNCHANGED, 304)
    feed.refresh_from_db()
    assert (feed.failures, feed.etag) == (0, '"one"')


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_a_failing_feed_is_asked_ever_more_rarely(
    http_server: WebPages, feed: Feed
) -> None:
    http_server.set("/rss", status=500)
    delays = []
    for _ in range(8):
        fetch_feed(feed.pk)
        feed.refresh_from_db()
        delays.append(feed.next_fetch_at - datetime.now(UTC))
    assert feed.failures == 8
    assert "500" in feed.last_error
    assert not feed.is_paused
    assert MINUTES_30 <= delays[0] < MINUTES_30 * 1.25
    assert MINUTES_30 * 4 <= delays[2] < MINUTES_30 * 5
    assert timedelta(days=1) <= delays[7] <= timedelta(days=1.25)


def test_a_recovered_feed_is_in_order_again(
    http_server: WebPages, feed: Feed, rss: Rss
) -> None:
    http_server.set("/rss", status=500)
    fetch_feed(feed.pk)
    http_server.set("/rss", rss())
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert (feed.failures, feed.last_error) == (0, "")


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_a_feed_waits_as_long_as_the_server_asks(
    http_server: WebPages, feed: Feed
) -> None:
    http_server.set("/rss", status=429, headers={"Retry-After": "36000"})
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.next_fetch_at == datetime.now(UTC) + timedelta(hours=10)


def test_a_feed_that_is_gone_is_paused_with_the_reason(
    http_server: WebPages, feed: Feed
) -> None:
    http_server.set("/rss", status=410)
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.is_paused
    assert feed.health == Feed.Health.RETIRED
    assert "410" in feed.last_error
    Feed.objects.fetch_soon()
    assert Feed.objects.due().get().retired_at is None


def test_an_updated_entry_is_fetched_again_once(
    http_server: WebPages, rss: Rss, page: Callable[..., str]
) -> None:
    url = http_server.set("/a", page(TEXT))
    feed = add_feed(http_server.set("/rss", rss(url))).feed
    article = Article.objects.get()
    fetch_article(article.pk)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2), tick=False):
        updated = format_datetime(datetime.now(UTC) - timedelta(hours=1))
        http_server.set("/rss", rss(url, updated=f"<pubDate>{updated}</pubDate>"))
        http_server.set("/a", page(f"{TEXT} It was corrected."))
        fetch_feed(feed.pk)
        article.refresh_from_db()
        assert article.state == Article.State.PENDING
        fetch_article(article.pk)
        fetch_feed(feed.pk)
    article.refresh_from_db()
    assert article.state == Article.State.ARCHIVED
    assert Revision.objects.count() == 2


def test_an_address_is_taken_for_what_is_there(
    http_server: WebPages, rss: Rss, page: Callable[..., str]
) -> None:
    add_address(http_server.set("/rss", rss(http_server.url("/b"))))
    add_address(http_server.set("/a", page(TEXT)))
    assert Feed.objects.get().url == http_server.url("/rss")
    archived = Article.objects.get(state=Article.State.ARCHIVED)
    assert archived.url == http_server.url("/a")


# Where feeds are


def site(*hrefs: str) -> str:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">'
        for href in hrefs
    )
    return f"<html><head>{links}</head><body>Welcome</body></html>"


@pytest.mark.parametrize(
    "hrefs", [("/rss",), ("/comments/rss", "/rss"), ("/gone", "/rss"), ()]
)
def test_a_sites_feed_is_found_from_its_address(
    http_server: WebPages, rss: Rss, hrefs: tuple[str, ...]
) -> None:
    url = http_server.set("/", site(*hrefs))
    http_server.set("/comments/rss", rss(title="Comments"))
    found = http_server.set("/rss" if hrefs else "/rss.xml", rss())
    assert add_feed(url).feed.url == found
    assert add_feed(url).detail == KNOWN
    assert Feed.objects.count() == 1


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(
    http_server: WebPages, feed: Feed, rss: Rss
) -> None:
    old, new = feed.url, http_server.set("/new", rss())
    http_server.set("/rss", status=301, headers={"Location": "/new"})
    assert "moved for good" in fetch_feed(feed.pk).detail
    feed.refresh_from_db()
    assert (feed.url, feed.former_urls) == (new, [old])
    assert add_feed(old).feed == feed


def test_a_feed_that_moved_to_a_known_one_is_retired(
    http_server: WebPages, feed: Feed, rss: Rss
) -> None:
    add_feed(http_server.set("/new", rss()))
    http_server.set("/rss", status=308, headers={"Location": "/new"})
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.health == Feed.Health.RETIRED
    assert "followed already" in feed.last_error


def test_a_move_to_what_is_no_feed_is_not_believed(
    http_server: WebPages, feed: Feed
) -> None:
    http_server.set("/login", "<html><body>Sign in to the hotel</body></html>")
    http_server.set("/rss", status=301, headers={"Location": "/login"})
    old = feed.url
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert (feed.url, feed.failures) == (old, 1)


# When they are asked


def entries(now: datetime, gap: timedelta, count: int = 5) -> list[str]:
    dates = (format_datetime(now - gap * number) for number in range(count))
    return [f"<pubDate>{date}</pubDate>" for date in dates]


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_a_feed_is_asked_as_often_as_it_publishes(
    http_server: WebPages,
) -> None:
    now = datetime.now(UTC)
    items = "".join(
        f"<item><link>{http_server.url(f'/{n}')}</link>{date}</item>"
        for n, date in enumerate(entries(now, timedelta(hours=4)))
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>"
    feed = add_feed(http_server.set("/rss", body)).feed
    feed.refresh_from_db()
    assert feed.interval == timedelta(hours=2)
    wait = feed.next_fetch_at - now
    assert timedelta(hours=2) <= wait <= timedelta(hours=2.5)
    Feed.objects.update(fixed_interval=timedelta(hours=9))
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.interval == timedelta(hours=9)


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_a_feed_that_asks_for_rare_visits_gets_them_also_when_unchanged(
    http_server: WebPages, rss: Rss
) -> None:
    def answer(request: Request) -> Answer:
        if "If-None-Match" in request.headers:
            return Answer(status=304)
        body = rss().replace("<channel>", "<channel><ttl>600</ttl>")
        return Answer(body.encode(), headers={"ETag": '"one"'})

    feed = add_feed(http_server.set_handler("/rss", answer)).feed
    for _ in range(2):
        fetch_feed(feed.pk)
        feed.refresh_from_db()
        assert feed.next_fetch_at - datetime.now(UTC) == timedelta(hours=10)
    assert (feed.last_status, feed.last_fetch_at) == (304, datetime.now(UTC))


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_a_feed_waits_as_long_as_its_server_calls_it_fresh(
    http_server: WebPages, rss: Rss
) -> None:
    headers = {"Cache-Control": "max-age=7200"}
    feed = add_feed(http_server.set("/rss", rss(), headers=headers)).feed
    feed.refresh_from_db()
    assert feed.next_fetch_at - datetime.now(UTC) == timedelta(hours=2)


def test_a_feed_that_failed_for_years_is_still_asked(
    http_server: WebPages, feed: Feed
) -> None:
    Feed.objects.update(failures=30_000)
    http_server.set("/rss", status=500)
    fetch_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.failures == 30_001
