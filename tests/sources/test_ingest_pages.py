import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.db import IntegrityError, connection
from pytest_django.fixtures import Settings
from webpages import Answer, Request, WebPages

from sources.ingest import add_url, fetch_article, outlet_named, pages, store_text
from sources.models import Article, Fetch, Outlet, Revision
from sources.parse import ArticleText

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_web")]

FIRST = "The minister said on Tuesday that his country had no part in the attack."
SECOND = "A police officer said on Wednesday that the group had claimed it."
Page = Callable[..., str]


@pytest.fixture
def waiting(http_server: WebPages) -> Article:
    """An article that a feed announced, whose page nobody has read yet."""
    outlet = outlet_named("The Courier")
    return Article.objects.create(
        outlet=outlet, url=http_server.url("/a"), external_id="a", title="Announced"
    )


def test_a_page_becomes_an_article(http_server: WebPages, page: Page) -> None:
    head = (
        '<meta property="og:site_name" content="The Courier">'
        '<meta name="author" content="Jane Roe">'
        '<meta property="article:published_time" content="2024-03-05T10:30:00Z">'
    )
    html = page(FIRST, SECOND, head=head)
    url = http_server.set("/a", html)
    fetch = add_url(url)
    assert (fetch.outcome, fetch.http_status) == (Fetch.Outcome.NEW, 200)
    article = Article.objects.select_related("outlet").get()
    assert article.url == url
    assert (article.title, article.byline) == ("Minister denies charge", "Jane Roe")
    assert article.outlet.name == "The Courier"
    assert article.published_at.date() == date(2024, 3, 5)
    assert article.language == "en"
    revision = Revision.objects.get()
    assert revision.text == f"Minister denies charge\n\n{FIRST}\n\n{SECOND}"
    assert zlib.decompress(revision.html).decode() == html


def test_tracking_parameters_make_no_second_article(
    http_server: WebPages, page: Page
) -> None:
    for path in ("/a?id=7", "/a?utm_source=x&id=7", "/a?id=7&fbclid=y"):
        outcome = add_url(http_server.set(path, page(FIRST)) + "#part").outcome
    assert outcome == Fetch.Outcome.UNCHANGED
    assert Article.objects.get().url == http_server.url("/a?id=7")


def test_a_changed_page_becomes_a_second_revision(
    http_server: WebPages, page: Page
) -> None:
    add_url(http_server.set("/a", page(FIRST)))
    fetch = add_url(http_server.set("/a", page(FIRST, SECOND)))
    assert fetch.outcome == Fetch.Outcome.CHANGED
    article = Article.objects.get()
    assert list(article.revisions.values_list("number", flat=True)) == [1, 2]
    assert article.latest_revision().text.endswith(SECOND)


def test_a_page_that_goes_back_to_its_old_text_has_changed(
    http_server: WebPages, page: Page
) -> None:
    for text in (FIRST, SECOND, FIRST):
        outcome = add_url(http_server.set("/a", page(text))).outcome
    assert outcome == Fetch.Outcome.CHANGED
    assert Revision.objects.count() == 3


def test_two_addresses_of_one_page_are_one_article(
    http_server: WebPages, page: Page
) -> None:
    head = '<link rel="canonical" href="/story">'
    for path in ("/story", "/story/amp"):
        add_url(http_server.set(path, page(FIRST, head=head)))
    assert Article.objects.get().url == http_server.url("/story")


def test_one_canonical_address_on_all_pages_is_not_believed(
    http_server: WebPages, page: Page
) -> None:
    head = '<link rel="canonical" href="/news">'
    for title in ("One", "Two", "Three"):
        text = page(FIRST, title=f"{title} of the news", head=head)
        add_url(http_server.set(f"/{title}", text))
    assert Article.objects.count() == 3
    assert Revision.objects.filter(number=2).count() == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 binary", "a PDF"),
        (b"\x00\x01\x02" * 500, "binary data"),
        (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no article"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "add it as one"),
        (
            "<html><body><article><p>El ministro dijo el martes que su país no tuvo "
            "parte en el ataque, y que la acusación era falsa y sin ningún fundamento."
            "</p></article></body></html>".encode(),
            "not English",
        ),
        (
            b"<html><body><p>We value your privacy. We and our partners use cookies to "
            b"store information on your device.</p></body></html>",
            "asks for consent",
        ),
        (
            b"<html><body><h1>Minister speaks</h1><p>Subscribe now to continue reading "
            b"this article and get unlimited access.</p></body></html>",
            "subscribers only",
        ),
        (
            b"<html><body><noscript>Please enable JavaScript.</noscript></body></html>",
            "full browser",
        ),
    ],
    ids=[
        "empty",
        "pdf",
        "binary",
        "menu",
        "feed",
        "spanish",
        "consent",
        "paywall",
        "script",
    ],
)
def test_what_is_no_article_is_refused_in_words(
    http_server: WebPages, body: bytes, words: str
) -> None:
    url = http_server.set("/a", body)
    fetch = add_url(url)
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert words in fetch.detail
    assert (Fetch.objects.get().origin, Fetch.objects.get().size) == (url, len(body))
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


def test_a_missing_page_leaves_a_row_that_says_so(http_server: WebPages) -> None:
    fetch = add_url(http_server.url("/nowhere"))
    assert (fetch.outcome, fetch.http_status) == (Fetch.Outcome.FAILED, 404)
    assert "check the address" in fetch.detail
    assert not Article.objects.exists()


def test_a_private_address_is_refused(settings: Settings) -> None:
    settings.FETCH_ALLOW_PRIVATE_ADDRESSES = False
    fetch = add_url("http://127.0.0.1/")
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert "private network" in fetch.detail


def test_what_is_no_address_is_refused() -> None:
    assert add_url("not an address").outcome == Fetch.Outcome.REFUSED


def test_a_text_can_be_proven_by_its_page(http_server: WebPages, page: Page) -> None:
    html = page(FIRST)
    url = http_server.set("/story", html, headers={"Set-Cookie": "id=7", "X-Id": "9"})
    add_url(http_server.set("/a", status=302, headers={"Location": "/story"}))
    revision = Revision.objects.get()
    kept = zlib.decompress(revision.html)
    assert revision.html_sha256 == sha256(kept).hexdigest()
    assert revision.html_url == url
    assert revision.html_headers["X-Id"] == "9"
    assert "Set-Cookie" not in revision.html_headers
    assert "Date" in revision.html_headers


@pytest.mark.parametrize("field", ["html_sha256", "html_url"])
def test_a_proof_is_never_changed(
    http_server: WebPages, page: Page, field: str
) -> None:
    add_url(http_server.set("/a", page(FIRST)))
    with pytest.raises(IntegrityError, match="never changed"):
        Revision.objects.update(**{field: "forged"})


@pytest.mark.parametrize("path", ["/login?next=/a", "/consent/collect"])
def test_a_page_behind_a_door_is_refused_whatever_stands_there(
    http_server: WebPages, page: Page, path: str
) -> None:
    http_server.set(path, page(FIRST, SECOND))
    fetch = add_url(http_server.set("/a", status=302, headers={"Location": path}))
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert not Article.objects.exists()


# Articles that a feed announced


def test_a_waiting_article_gets_its_text(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    http_server.set("/a", page(FIRST))
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.ARCHIVED
    assert waiting.latest_revision().text.endswith(FIRST)
    assert waiting.title == "Minister denies charge"


def test_the_feeds_moment_is_kept_over_the_pages_day(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    moment = datetime(2024, 3, 5, 23, 30, tzinfo=UTC)
    feed = waiting.outlet.feeds.create(url="https://courier.example/rss")
    Article.objects.update(feed=feed, published_at=moment)
    head = '<meta property="article:published_time" content="2024-03-06">'
    http_server.set("/a", page(FIRST, head=head))
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.published_at == moment


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_a_failing_page_is_tried_again_ever_later_and_then_given_up(
    http_server: WebPages, waiting: Article
) -> None:
    http_server.set("/a", status=503)
    delays = []
    for _ in range(pages.MAX_ATTEMPTS):
        waiting.refresh_from_db()
        assert waiting.state == Article.State.PENDING
        fetch_article(waiting.pk)
        waiting.refresh_from_db()
        delays.append(waiting.next_attempt_at - datetime.now(UTC))
    assert waiting.state == Article.State.FAILED
    assert "503" in waiting.failure
    assert timedelta(minutes=5) <= delays[0] < timedelta(minutes=7)
    assert timedelta(minutes=320) <= delays[3] < timedelta(minutes=401)
    assert Fetch.objects.filter(article=waiting).count() == pages.MAX_ATTEMPTS


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_the_server_may_ask_for_a_longer_break(
    http_server: WebPages, waiting: Article
) -> None:
    http_server.set("/a", status=429, headers={"Retry-After": "7200"})
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.next_attempt_at == datetime.now(UTC) + timedelta(hours=2)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_fails_at_once(
    http_server: WebPages, waiting: Article, status: int
) -> None:
    http_server.set("/a", status=status)
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.FAILED
    assert str(status) in waiting.failure


def test_a_page_without_text_fails_with_the_reason(
    http_server: WebPages, waiting: Article
) -> None:
    http_server.set("/a", "<html><body>Menu</body></html>")
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.FAILED
    assert "no article's text" in waiting.failure
    assert not Revision.objects.exists()


def test_a_page_that_vanishes_later_keeps_its_text(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    http_server.set("/a", page(FIRST))
    fetch_article(waiting.pk)
    http_server.set("/a", status=404)
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.ARCHIVED
    assert "404" in waiting.failure


def test_a_second_announcement_of_a_page_points_to_the_first(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    story = http_server.set("/story", page(FIRST))
    add_url(story)
    http_server.set("/a", status=302, headers={"Location": "/story"})
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.FAILED
    assert (
        waiting.failure == f"It is the same page as {story}, which is archived as such."
    )
    assert Revision.objects.get().article.url == story


# Looking for changes


def test_an_archived_page_is_looked_at_again_ever_more_rarely(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    http_server.set("/a", page(FIRST))
    hours = []
    with time_machine.travel(waiting.created_at, tick=False) as clock:
        fetch_article(waiting.pk)
        waiting.refresh_from_db()
        while waiting.recheck_at:
            hours.append((waiting.recheck_at - waiting.created_at) / timedelta(hours=1))
            clock.move_to(waiting.recheck_at)
            assert list(Article.objects.due()) == [waiting]
            assert fetch_article(waiting.pk).outcome == Fetch.Outcome.UNCHANGED
            waiting.refresh_from_db()
    assert hours == [6, 24, 72, 168, 720]


def test_an_old_article_is_not_looked_at_again(
    http_server: WebPages, page: Page
) -> None:
    head = '<meta property="article:published_time" content="2017-03-05T10:30:00Z">'
    add_url(http_server.set("/a", page(FIRST, head=head)))
    article = Article.objects.get()
    assert article.recheck_at is None
    assert article.published_at == datetime(2017, 3, 5, 10, 30, tzinfo=UTC)


def test_a_page_that_its_server_calls_unchanged_is_not_read_again(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    def answer(request: Request) -> Answer:
        if request.headers.get("If-None-Match") == '"one"':
            return Answer(status=304)
        headers = {"ETag": '"one"', "Content-Type": "text/html; charset=utf-8"}
        return Answer(page(FIRST).encode(), headers=headers)

    http_server.set_handler("/a", answer)
    fetch_article(waiting.pk)
    Article.objects.filter(pk=waiting.pk).fetch_soon()
    fetch = fetch_article(waiting.pk)
    assert (fetch.outcome, fetch.http_status) == (Fetch.Outcome.UNCHANGED, 304)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.ARCHIVED
    assert Revision.objects.count() == 1


@time_machine.travel("2026-01-31T12:00:00Z", tick=False)
def test_looking_again_and_failing_is_tried_again_later(
    http_server: WebPages, waiting: Article, page: Page
) -> None:
    http_server.set("/a", page(FIRST))
    fetch_article(waiting.pk)
    http_server.set("/a", status=503)
    fetch_article(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Article.State.ARCHIVED
    wait = waiting.recheck_at - datetime.now(UTC)
    assert timedelta(minutes=5) <= wait < timedelta(minutes=7)


# At the same time


def in_threads(work: Callable[[int], object], count: int = 6) -> list[object]:
    def task(number: int) -> object:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(task, range(count)))


@pytest.mark.django_db(transaction=True)
def test_importing_one_address_at_once_makes_one_article(
    http_server: WebPages, page: Page
) -> None:
    url = http_server.set("/a", page(FIRST))
    outcomes = in_threads(lambda _: add_url(url).outcome)
    assert sorted(outcomes) == ["new", *["unchanged"] * 5]
    assert Article.objects.count() == Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_different_texts_at_once_become_revisions_in_a_row() -> None:
    outlet = outlet_named("The Courier")
    texts = [ArticleText(f"{FIRST} {number}") for number in range(6)]
    in_threads(lambda i: store_text(outlet, "https://courier.example/a", texts[i]))
    numbers = Revision.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_naming_an_outlet_at_once_makes_one() -> None:
    in_threads(lambda _: outlet_named("The Courier"))
    assert Outlet.objects.count() == 1


def test_outlets_whose_names_share_a_slug_are_two() -> None:
    names = {outlet_named(name).slug for name in ("The Post", "The Post!", "«»")}
    assert len(names) == 3


def test_a_page_is_read_as_its_server_declares(http_server: WebPages) -> None:
    def answer(request: Request) -> Answer:
        html = f"<html><body><p>{FIRST} Café ‘Málaga’.</p></body></html>"
        return Answer(
            html.encode("cp1252"),
            headers={"Content-Type": "text/html; charset=windows-1252"},
        )

    add_url(http_server.set_handler("/a", answer))
    assert Revision.objects.get().text == f"{FIRST} Café ‘Málaga’."
