import json
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from api.models import Token
from claims.filters import ClaimFilter
from claims.models import Link
from sources.models import Fetch
from tests.factories import (
    WORDS,
    ClaimFactory,
    RevisionFactory,
    UserFactory,
    make_dispute,
)

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
#: Every list, with what it needs to have one row at least.
LISTS = ("claims", "links", "allegations", "actors", "outlets", "articles")


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def get(client: Client, path: str, **parameters: Any) -> dict[str, Any]:
    response = client.get(path if ":" in path else f"{ROOT}/{path}", parameters)
    assert response.status_code == 200, response.content
    return response.json()


def bearer(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {Token.objects.issue(user, 'test')[1]}"}


def test_claims_come_as_the_list_has_them(client: Client, dispute: Link) -> None:
    denial, accusation = get(client, "claims")["results"]
    assert accusation["words"] == WORDS
    assert accusation["speaker"]["actor"]["slug"] == "ana-sur"
    assert accusation["answers"] == {
        "count": 1,
        "first_on": "2017-10-05",
        "answered_count": 0,
    }
    assert denial["revision"]["sha256"] == dispute.answer.revision.sha256


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"q": "armed"}, 1),
        ({"speaker": "ana-sur"}, 1),
        ({"target": "the North"}, 2),
        ({"kind": "denial"}, 1),
        ({"category": "harbours"}, 0),
        ({"outlet": "Harbour Post"}, 2),
        ({"after": "2017-10-05"}, 1),
        ({"before": "2017-10-04"}, 1),
        ({"status": "confirmed"}, 0),
        ({"answered": "yes"}, 1),
    ],
    ids=str,
)
def test_the_filters_are_those_of_the_site(
    client: Client, dispute: Link, parameters: dict[str, str], count: int
) -> None:
    assert len(get(client, "claims", **parameters)["results"]) == count


def test_openapi_names_every_filter_of_the_site(client: Client) -> None:
    schema = get(client, "openapi.json")
    parameters = schema["paths"]["/api/v1/claims"]["get"]["parameters"]
    assert set(ClaimFilter.base_filters) <= {p["name"] for p in parameters}


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"kind": "rumour"}, "rumour"),
        ({"speaker": "nobody"}, "nobody"),
        ({"speeker": "india"}, "speeker"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "%%%"}, "cursor"),
    ],
)
def test_a_mistake_is_said_in_words(
    client: Client, parameters: dict[str, str], message: str
) -> None:
    response = client.get(f"{ROOT}/claims", parameters)
    assert response.status_code == 400
    assert message in response.json()["detail"]


@pytest.mark.parametrize("sort", ["date", "oldest", "relevance"])
def test_pages_have_every_claim_once_and_in_order(client: Client, sort: str) -> None:
    claims = [ClaimFactory(said_on=date(2017, 1, day)) for day in (3, 1, 3, 2, 3)]
    page = get(client, "claims", sort=sort, limit=2, q="armed")
    found = page["results"]
    while page["next"]:
        page = get(client, page["next"])
        found += page["results"]
    assert sorted(row["id"] for row in found) == sorted(claim.pk for claim in claims)
    days = [row["date"] for row in found]
    assert days == sorted(days, reverse=sort != "oldest")


def test_a_claim_that_comes_in_meanwhile_moves_nothing(client: Client) -> None:
    old = [ClaimFactory(said_on=date(2017, 1, day)) for day in (1, 2)]
    page = get(client, "claims", limit=1)
    ClaimFactory(said_on=date(2018, 1, 1))
    assert get(client, page["next"])["results"][0]["id"] == old[0].pk


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_paged_through(
    client: Client, dispute: Link, name: str
) -> None:
    ids = []
    page = get(client, name, limit=1)
    while True:
        ids += [row["id"] for row in page["results"]]
        if not page["next"]:
            break
        page = get(client, page["next"])
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_few_queries_however_many_rows(
    client: Client,
    dispute: Link,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(4):
        ClaimFactory(allegation=dispute.answered.allegation)
    with django_assert_max_num_queries(10):
        get(client, name)


def test_single_things_can_be_asked_for(client: Client, dispute: Link) -> None:
    claim = dispute.answered
    article = claim.revision.article
    assert get(client, f"claims/{claim.pk}")["words"] == WORDS
    assert get(client, f"allegations/{claim.allegation_id}")["is_answered"]
    assert get(client, "actors/northland")["aliases"] == ["the North"]
    assert WORDS in get(client, f"articles/{article.pk}")["text"]
    assert client.get(f"{ROOT}/claims/0").status_code == 404


def test_links_say_which_claim_answers_which(client: Client, dispute: Link) -> None:
    (row,) = get(client, "links", claim=dispute.answered_id)["results"]
    assert row["answer"] == dispute.answer_id
    assert row["relation"] == "denies"


def test_an_unchanged_answer_is_not_sent_again(client: Client, dispute: Link) -> None:
    etag = client.get(f"{ROOT}/claims")["ETag"]
    again = client.get(f"{ROOT}/claims", headers={"If-None-Match": etag})
    assert again.status_code == 304
    ClaimFactory()
    changed = client.get(f"{ROOT}/claims", headers={"If-None-Match": etag})
    assert changed.status_code == 200


# Tokens and limits


def test_only_an_editors_token_shows_rejected_claims(
    client: Client, editor: User
) -> None:
    claim = ClaimFactory(status="rejected")
    address = f"{ROOT}/claims/{claim.pk}"
    assert client.get(address).status_code == 404
    assert client.get(address, headers=bearer(editor)).status_code == 200


def test_a_session_is_not_a_token(client: Client, editor: User) -> None:
    claim = ClaimFactory(status="rejected")
    client.force_login(editor)
    assert client.get(f"{ROOT}/claims/{claim.pk}").status_code == 404


@pytest.mark.parametrize("header", ["Bearer cc_wrong", "Basic eDp5", "Bearer"])
def test_a_wrong_token_is_refused(client: Client, header: str) -> None:
    response = client.get(f"{ROOT}/claims", headers={"Authorization": header})
    assert response.status_code == 401


def test_the_token_of_somebody_who_left_is_refused(client: Client) -> None:
    user = UserFactory()
    headers = bearer(user)
    user.is_active = False
    user.save()
    assert client.get(f"{ROOT}/claims", headers=headers).status_code == 401


def test_too_many_requests_have_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.ANONYMOUS_LIMIT", 2)
    monkeypatch.setattr("api.access.time", lambda: 1_000_000.0)
    codes = [client.get(f"{ROOT}/outlets").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = client.get(f"{ROOT}/outlets")
    assert 0 < int(refused["Retry-After"]) <= 60


def test_a_person_with_a_token_has_a_limit_of_their_own(
    client: Client, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.ANONYMOUS_LIMIT", 0)
    response = client.get(f"{ROOT}/outlets", headers=bearer(analyst))
    assert response.status_code == 200


# Adding a page


def post(client: Client, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    response = client.post(
        f"{ROOT}/articles",
        json.dumps({"url": "https://example.com/news", "outlet": "Harbour Post"}),
        content_type="application/json",
        headers=headers,
    )
    return response.status_code, response.json()


def test_admins_add_a_page(
    client: Client, site_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = RevisionFactory().article
    asked = []

    def add(url: str, *, outlet: str) -> Fetch:
        asked.append((url, outlet))
        return Fetch(outcome=Fetch.Outcome.NEW, article=article)

    monkeypatch.setattr("sources.ingest.add_address", add)
    status, answer = post(client, bearer(site_admin))
    assert (status, answer["article"]) == (201, article.pk)
    assert asked == [("https://example.com/news", "Harbour Post")]


def test_a_page_that_can_not_be_read_says_why(
    client: Client, site_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = Fetch(outcome=Fetch.Outcome.FAILED, detail="The site is down.")
    monkeypatch.setattr("sources.ingest.add_address", lambda url, outlet: failed)
    status, answer = post(client, bearer(site_admin))
    assert (status, answer["detail"]) == (422, "The site is down.")


def test_others_add_none(client: Client, editor: User) -> None:
    assert post(client, bearer(editor))[0] == 403
    assert post(client, {})[0] == 401


# Pages about it


def test_the_description_can_be_read_by_people(client: Client) -> None:
    html = client.get("/api/v1/docs").content.decode()
    for words in ("/api/v1/claims", "speaker", "counter_accuses", "Bearer"):
        assert words in html
    assert "<script>" not in html
    assert "//cdn" not in html


def test_a_new_token_is_shown_once_and_works(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    page = client.post(reverse("tokens"), {"name": "my notebook"})
    text = page.context["new"]
    assert text in page.content.decode()
    again = client.get(reverse("tokens")).content.decode()
    assert "my notebook" in again
    assert text not in again
    assert not Token.objects.filter(digest__contains=text).exists()
    client.logout()
    headers = {"Authorization": f"Bearer {text}"}
    assert client.get(f"{ROOT}/claims", headers=headers).status_code == 200


def test_a_revoked_token_no_longer_works(client: Client, analyst: User) -> None:
    token, text = Token.objects.issue(analyst, "old")
    client.force_login(analyst)
    client.post(reverse("token_revoke", args=[token.pk]))
    headers = {"Authorization": f"Bearer {text}"}
    assert client.get(f"{ROOT}/claims", headers=headers).status_code == 401


def test_nobody_revokes_the_token_of_another(client: Client, analyst: User) -> None:
    token, _ = Token.objects.issue(UserFactory(), "theirs")
    client.force_login(analyst)
    response = client.post(reverse("token_revoke", args=[token.pk]))
    assert response.status_code == 404
    assert Token.objects.filter(pk=token.pk).exists()


def test_strangers_sign_in_before_they_get_a_token(client: Client) -> None:
    assert client.get(reverse("tokens"))["Location"].startswith(reverse("login"))
