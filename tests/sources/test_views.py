from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AbstractUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from webpages import WebPages

from sources import ingest
from sources.ingest import outlet_named
from sources.models import Article, Feed, Revision
from sources.parse import parse_opml

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_web")]

TEXT = "The minister said on Tuesday that his country had no part in the attack."
PAGES = ["feeds", "import"]


@pytest.fixture
def as_admin(client: Client, make_user: Callable[..., AbstractUser]) -> Client:
    """Somebody of the group, without the rights of Django's own superuser."""
    client.force_login(make_user("carol", "admins"))
    return client


@pytest.fixture
def feed() -> Feed:
    outlet = outlet_named("The Courier")
    return Feed.objects.create(outlet=outlet, url="https://courier.example/rss")


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_asked_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["analyst", "editor"])
def test_only_admins_may_come_in(
    client: Client, request: pytest.FixtureRequest, name: str, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name)).status_code in (403, 405)


@pytest.mark.parametrize("name", PAGES)
def test_superusers_may_come_in(
    client: Client, site_admin: AbstractUser, name: str
) -> None:
    client.force_login(site_admin)
    assert client.get(reverse(name)).status_code == 200


def test_an_editor_cannot_act_on_feeds(
    client: Client, editor: AbstractUser, feed: Feed
) -> None:
    client.force_login(editor)
    response = client.post(reverse("feed", args=[feed.pk]), {"action": "pause"})
    assert response.status_code == 403
    assert client.post(reverse("feed_add"), {"url": feed.url}).status_code == 403
    assert not Feed.objects.filter(is_paused=True).exists()


# Feeds


def test_the_list_tells_how_each_feed_is(as_admin: Client, feed: Feed) -> None:
    Feed.objects.update(failures=3, last_error="The server answered 500.")
    text = text_of(as_admin.get(reverse("feeds")))
    assert "Failing</span>, 3 failures in a row" in text
    assert "next fetch is due" in text
    assert "The server answered 500." in text


@pytest.mark.parametrize(
    ("fields", "health"),
    [
        ({}, "not fetched yet"),
        ({"last_ok_at": timezone.now()}, "in order"),
        ({"last_ok_at": timezone.now(), "failures": 1}, "failing"),
        ({"is_paused": True, "failures": 1}, "paused"),
        ({"is_paused": True, "retired_at": timezone.now()}, "retired"),
        (
            {
                "last_ok_at": timezone.now(),
                "usual_gap": timedelta(hours=12),
                "newest_at": timezone.now() - timedelta(days=6),
            },
            "silent",
        ),
    ],
)
def test_a_feeds_health_is_a_word(fields: dict[str, object], health: str) -> None:
    assert Feed(**fields).health.label == health


def test_the_list_needs_no_query_for_each_feed(
    as_admin: Client, feed: Feed, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(20):
        Feed.objects.create(outlet=feed.outlet, url=f"{feed.url}?{number}")
    with django_assert_max_num_queries(9):
        as_admin.get(reverse("feeds"))


def test_a_feed_is_added(
    as_admin: Client, http_server: WebPages, rss: Callable[..., str]
) -> None:
    url = http_server.set("/rss", rss(http_server.url("/a")))
    response = as_admin.post(reverse("feed_add"), {"url": url}, follow=True)
    assert "articles waiting to be fetched: 1" in text_of(response)
    assert Feed.objects.get().url == url


def test_what_is_no_feed_is_explained_at_the_form(
    as_admin: Client, http_server: WebPages
) -> None:
    url = http_server.set("/page", "<html><body>Hello</body></html>")
    response = as_admin.post(reverse("feed_add"), {"url": url})
    assert "It is no RSS, Atom or JSON feed." in text_of(response)
    assert url in text_of(response)
    assert not Feed.objects.exists()


def test_a_feed_is_paused_and_resumed(as_admin: Client, feed: Feed) -> None:
    address = reverse("feed", args=[feed.pk])
    as_admin.post(address, {"action": "pause"})
    feed.refresh_from_db()
    assert feed.is_paused
    as_admin.post(address, {"action": "fetch"})
    assert list(Feed.objects.due()) == [feed]


def test_other_actions_are_refused(as_admin: Client, feed: Feed) -> None:
    address = reverse("feed", args=[feed.pk])
    assert as_admin.post(address, {"action": "burn"}).status_code == 400


def test_a_feed_is_muted_and_heard_again(as_admin: Client, feed: Feed) -> None:
    address = reverse("feed", args=[feed.pk])
    Feed.objects.update(failures=3)
    as_admin.post(address, {"action": "mute"})
    assert not Feed.objects.alarming().exists()
    as_admin.post(address, {"action": "unmute"})
    assert Feed.objects.alarming().get() == feed


@pytest.mark.parametrize(
    ("back", "end"),
    [
        ("/feeds/?show=muted", "/feeds/?show=muted"),
        ("https://evil.example/", "/feeds/"),
    ],
)
def test_an_action_leads_back_to_where_it_was_taken(
    as_admin: Client, feed: Feed, back: str, end: str
) -> None:
    address = reverse("feed", args=[feed.pk])
    response = as_admin.post(address, {"action": "mute", "next": back})
    assert response["Location"] == end


def test_a_feeds_page_tells_what_became_of_each_fetch(
    as_admin: Client, http_server: WebPages, rss: Callable[..., str]
) -> None:
    feed = ingest.add_feed(http_server.set("/rss", rss(http_server.url("/a")))).feed
    http_server.set("/rss", status=500)
    ingest.fetch_feed(feed.pk)
    text = text_of(as_admin.get(reverse("feed", args=[feed.pk])))
    assert "The server answered 500" in text
    assert "1 new in 30 days" in text
    assert "1 article waits for its text." in text
    assert "Retry now" in text


def test_feeds_are_shown_by_their_state(as_admin: Client, feed: Feed) -> None:
    outlet = feed.outlet
    outlet.feeds.create(url="https://courier.example/b", title="Broken", failures=1)
    outlet.feeds.create(url="https://courier.example/c", title="Paused", is_paused=True)
    alarming = text_of(as_admin.get(reverse("feeds"), {"show": "alarming"}))
    assert "Broken" in alarming
    assert "courier.example/c" not in alarming
    assert as_admin.get(reverse("feeds"), {"show": "x"}).status_code == 400


def test_the_feeds_leave_as_a_list_with_their_folders(
    as_admin: Client, feed: Feed
) -> None:
    Feed.objects.update(folder="World/Asia")
    response = as_admin.get(reverse("feed_opml"))
    assert "feeds.opml" in response["Content-Disposition"]
    (outline,) = parse_opml(response.content)
    assert (outline.url, outline.folder) == (feed.url, "World/Asia")


# Imports


def test_an_articles_address_is_imported(
    as_admin: Client, http_server: WebPages, page: Callable[..., str]
) -> None:
    url = http_server.set("/a", page(TEXT))
    response = as_admin.post(reverse("import"), {"kind": "address", "url": url})
    article = Article.objects.get()
    assert "New text archived: 1" in text_of(response)
    assert article.get_absolute_url() in text_of(response)


def test_what_cannot_be_imported_is_explained(
    as_admin: Client, http_server: WebPages
) -> None:
    data = {"kind": "address", "url": http_server.url("/nowhere")}
    text = text_of(as_admin.post(reverse("import"), data))
    assert "Failed: 1" in text
    assert "There is no such page: check the address." in text


def test_a_pasted_text_is_imported(as_admin: Client) -> None:
    data = {
        "kind": "text",
        "title": "Minister denies charge",
        "text": f"{TEXT}\r\n\r\nHe said no more.",
        "outlet": "The Courier",
        "day": "2024-03-05",
    }
    as_admin.post(reverse("import"), data)
    revision = Revision.objects.select_related("article__outlet").get()
    assert revision.text == f"Minister denies charge\n\n{TEXT}\n\nHe said no more."
    assert revision.article.title == "Minister denies charge"
    assert revision.article.outlet.name == "The Courier"
    assert revision.article.published_at.date().isoformat() == "2024-03-05"


def test_an_empty_text_is_explained_at_its_form(as_admin: Client) -> None:
    data = {"kind": "text", "text": " ", "outlet": "The Courier"}
    response = as_admin.post(reverse("import"), data)
    assert response.status_code == 200
    assert not Article.objects.exists()


def test_an_unknown_form_is_refused(as_admin: Client) -> None:
    assert as_admin.post(reverse("import"), {"kind": "x"}).status_code == 400
