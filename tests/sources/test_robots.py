from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from webpages import WebPages

from sources.fetch import KeptOut
from sources.ingest import add_address, add_feed, add_url, fetch_article, outlet_named
from sources.ingest.robots import RobotsUnknown, require_allowed
from sources.models import Article, Feed, Fetch, Host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_web")]

TEXT = "The minister said on Tuesday that his country had no part in the attack."
KEEP_OUT = "User-agent: *\nDisallow: /private\n"


def asked_for_rules(http_server: WebPages) -> int:
    return [request.path for request in http_server.requests].count("/robots.txt")


@pytest.mark.parametrize(
    ("rules", "is_allowed"),
    [
        ("", True),
        (KEEP_OUT, False),
        (f"{KEEP_OUT}\nUser-agent: crossclaim\nAllow: /", True),
        ("User-agent: Crossclaim\nDisallow: /", False),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /\nAllow: /private", True),
        ("<html>Not found</html>", True),
    ],
)
def test_a_sites_rules_are_obeyed(
    http_server: WebPages, rules: str, is_allowed: bool
) -> None:
    http_server.set("/robots.txt", rules, content_type="text/plain")
    url = http_server.url("/private/a.html")
    if is_allowed:
        require_allowed(url)
    else:
        with pytest.raises(KeptOut, match="robots.txt"):
            require_allowed(url)


def test_a_site_is_asked_for_its_rules_once_a_day(http_server: WebPages) -> None:
    http_server.set("/robots.txt", KEEP_OUT)
    for _ in range(3):
        require_allowed(http_server.url("/a"))
    assert asked_for_rules(http_server) == 1
    Host.objects.update(robots_read_at=timezone.now() - timedelta(days=2))
    require_allowed(http_server.url("/a"))
    assert asked_for_rules(http_server) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_rules_allows_all(http_server: WebPages, status: int) -> None:
    http_server.set("/robots.txt", status=status)
    require_allowed(http_server.url("/a"))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_tell_its_rules_is_not_read_for_now(
    http_server: WebPages, status: int
) -> None:
    http_server.set("/robots.txt", status=status)
    with pytest.raises(RobotsUnknown, match=f"status {status}"):
        require_allowed(http_server.url("/a"))


def test_endless_rules_are_none(http_server: WebPages) -> None:
    http_server.set("/robots.txt", KEEP_OUT * 50_000)
    require_allowed(http_server.url("/private"))


def test_a_forbidden_page_is_refused_without_being_asked_for(
    http_server: WebPages, page: Callable[..., str]
) -> None:
    http_server.set("/robots.txt", KEEP_OUT)
    fetch = add_url(http_server.set("/private", page(TEXT)))
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert "paste its text" in fetch.detail
    assert [request.path for request in http_server.requests] == ["/robots.txt"]


def test_a_redirect_to_a_forbidden_page_is_refused(
    http_server: WebPages, page: Callable[..., str]
) -> None:
    http_server.set("/robots.txt", KEEP_OUT)
    http_server.set("/private", page(TEXT))
    url = http_server.set("/a", status=302, headers={"Location": "/private"})
    for add in (add_url, add_address):
        assert add(url).outcome == Fetch.Outcome.REFUSED
    assert not Article.objects.exists()


def test_an_announced_page_that_is_forbidden_fails_with_the_reason(
    http_server: WebPages,
) -> None:
    http_server.set("/robots.txt", KEEP_OUT)
    url, outlet = http_server.url("/private"), outlet_named("The Courier")
    article = Article.objects.create(outlet=outlet, url=url)
    fetch_article(article.pk)
    article.refresh_from_db()
    assert article.state == Article.State.FAILED
    assert "robots.txt" in article.failure


def test_a_feed_is_made_for_programs_whatever_the_rules(
    http_server: WebPages, rss: Callable[..., str]
) -> None:
    http_server.set("/robots.txt", "User-agent: *\nDisallow: /")
    add_feed(http_server.set("/rss", rss()))
    assert Feed.objects.exists()
