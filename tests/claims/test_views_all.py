"""What holds for every page, without JavaScript."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from claims.models import Link
from tests.factories import (
    AffiliationFactory,
    AliasFactory,
    ClaimFactory,
    LinkFactory,
    UserFactory,
    make_dispute,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def fill(link: Link, times: int) -> None:
    """More of everything, so that a query per row would show."""
    claim = link.answered
    for _ in range(times):
        other = ClaimFactory(
            target=claim.target,
            allegation=claim.allegation,
            speaker=claim.speaker,
            revision__article__outlet=claim.revision.article.outlet,
        )
        answer = ClaimFactory(
            kind="denial",
            speaker_body=claim.target,
            allegation=claim.allegation,
            revision=other.revision,
        )
        LinkFactory(answered=other, answer=answer)
        LinkFactory(answered=claim)
        ClaimFactory(
            revision=claim.revision, allegation=claim.allegation, target=claim.target
        )
        AliasFactory(actor=claim.target)
        AffiliationFactory(body=claim.target)


#: Pages that need nothing to show.
PLAIN = ("home", "claims", "timeline", "allegations", "actors", "outlets", "about")
#: Pages of the dispute.
OF_DISPUTE = ("claim", "denial", "allegation", "actor", "outlet", "article", "search")
PAGES = (*PLAIN, "login", *OF_DISPUTE)


def address(name: str, link: Link) -> str:
    claim = link.answered
    addresses = {
        "claim": claim.get_absolute_url(),
        "denial": link.answer.get_absolute_url(),
        "allegation": claim.allegation.get_absolute_url(),
        "actor": claim.target.get_absolute_url(),
        "outlet": claim.revision.article.outlet.get_absolute_url(),
        "article": claim.revision.article.get_absolute_url(),
        "search": "/claims/?q=rebels&sort=relevance&target=northland&answered=yes",
    }
    return addresses.get(name) or reverse(name)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("group", ["", "analysts", "editors"])
def test_every_page_takes_few_queries_however_much_it_shows(
    client: Client,
    dispute: Link,
    name: str,
    group: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(dispute, 4)
    if group:
        client.force_login(UserFactory(groups=[group]))
    with django_assert_max_num_queries(12):
        response = client.get(address(name, dispute))
    assert response.status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_script_or_style(
    client: Client, dispute: Link, name: str
) -> None:
    html = client.get(address(name, dispute)).content.decode()
    assert "style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("name", PLAIN)
def test_pages_are_readable_while_there_is_nothing(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_readers_get_no_editing_controls(
    client: Client, dispute: Link, analyst: User
) -> None:
    client.force_login(analyst)
    for name in ("claim", "article", "allegation"):
        assertNotContains(client.get(address(name, dispute)), 'class="editing')


def test_editors_do(client: Client, dispute: Link, editor: User) -> None:
    client.force_login(editor)
    for name in ("claim", "article"):
        assertContains(client.get(address(name, dispute)), "editing")


def test_signing_in_leads_back_to_the_page(client: Client, analyst: User) -> None:
    address = f"{reverse('login')}?next=/claims/"
    assertContains(client.get(address), "Sign in to see that page")
    response = client.post(
        address,
        {"username": "analyst", "password": "password of analyst", "next": "/claims/"},
    )
    assertRedirects(response, "/claims/")


def test_signing_out_and_changing_the_password_have_pages(
    client: Client, analyst: User
) -> None:
    client.force_login(analyst)
    assertContains(client.get(reverse("password_change")), "Change password")
    assert client.post(reverse("logout")).status_code == 302


def test_a_fault_has_a_page_that_needs_neither_user_nor_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("claims.views.home.newest_answers", fail)
    client.raise_request_exception = False
    response = client.get(reverse("home"))
    assertContains(response, "Something went wrong here", status_code=500)
