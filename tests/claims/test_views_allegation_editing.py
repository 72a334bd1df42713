"""The pages on which editors mend allegations, without JavaScript."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from claims.models import Allegation, Claim
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    AttackFactory,
    ClaimFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def pair() -> tuple[Allegation, Allegation]:
    """Two allegations of an attack against the same party, each said twice."""
    northland = ActorFactory(name="Northland")
    found = [
        AllegationFactory(title=title, target=northland, category="commits_attack")
        for title in ("Northland blamed for the port", "Northland blamed for the ferry")
    ]
    for allegation in found * 2:
        ClaimFactory(allegation=allegation, target=northland, category="commits_attack")
    return found[0], found[1]


def post(client: Client, allegation: Allegation, what: str, **data: Any) -> Any:
    return client.post(f"/allegations/{allegation.pk}/{what}/", data, follow=True)


def test_allegations_of_the_same_party_are_offered_for_a_merge(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    response = client.get(f"/allegations/{pair[0].pk}/merge/")
    assert list(response.context["candidates"]) == [pair[1]]


def test_a_search_offers_others(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    other = ClaimFactory(allegation=AllegationFactory(), exact="port").allegation
    address = f"/allegations/{pair[0].pk}/merge/?q=port"
    assert other in client.get(address).context["candidates"]


def test_a_search_for_nothing_but_signs_says_so(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    response = client.get(f"/allegations/{pair[0].pk}/merge/?q=%22%22%22")
    assert response.status_code == 200


def test_a_merge_takes_the_other_in(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    old_address = pair[1].get_absolute_url()
    response = post(client, pair[0], "merge", other=pair[1].pk)
    assertContains(response, "Merged. The old address leads here.")
    assertContains(response, "2 statements")
    pair[0].refresh_from_db()
    assert pair[0].claims.count() == 4
    assertRedirects(client.get(old_address), pair[0].get_absolute_url(), 301)


def test_chosen_statements_are_split_off(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    chosen = pair[0].claims.first()
    page = client.get(f"/allegations/{pair[0].pk}/split/")
    assertContains(page, f'value="{chosen.pk}"')
    response = post(client, pair[0], "split", claim=[chosen.pk])
    assertContains(response, "The statements that you chose are here now.")
    assert Claim.objects.get(pk=chosen.pk).allegation not in pair


def test_a_split_of_nothing_says_what_to_do(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    response = post(client, pair[0], "split")
    assertContains(response, "Choose the statements that belong elsewhere.")


def test_a_new_title_changes_the_address_and_the_old_one_leads_there(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    old_address = pair[0].get_absolute_url()
    response = post(client, pair[0], "title", title="The port in dispute")
    assertContains(response, "<h1>The port in dispute</h1>", html=True)
    new = Allegation.objects.get(pk=pair[0].pk)
    assertRedirects(client.get(old_address), new.get_absolute_url(), 301)


def test_a_title_that_somebody_else_changed_is_kept_to_save_again(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    post(client, pair[0], "title", title="The first")
    response = post(client, pair[0], "title", title="The second", seen=0)
    assert response.status_code == 409
    assertContains(response, 'value="The second"', status_code=409)
    seen = response.context["seen"]
    post(client, pair[0], "title", title="The second", seen=seen)
    assert Allegation.objects.get(pk=pair[0].pk).title == "The second"


def test_an_allegation_is_pinned_and_unpinned(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    assertContains(post(client, pair[0], "pin", pinned="yes"), "pinned by an editor")
    response = post(client, pair[0], "pin", pinned="no")
    assertNotContains(response, "pinned by an editor")


def test_allegations_of_the_same_articles_are_offered_to_compete(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    rival = AllegationFactory(category="commits_attack")
    ClaimFactory(
        allegation=rival,
        target=rival.target,
        revision=pair[0].claims.first().revision,
        category="commits_attack",
    )
    response = client.get(f"/allegations/{pair[0].pk}/tie/")
    assert list(response.context["candidates"]) == [rival]
    response = post(client, pair[0], "tie", other=rival.pk)
    assertContains(response, "2 parties are named")
    assertContains(post(client, rival, "untie"), "no longer shown as a competing")


def test_a_decision_about_an_allegation_that_is_gone_says_so(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    response = post(client, pair[0], "merge", other=0)
    assertContains(response, "That allegation is gone.")


@pytest.mark.parametrize("what", ["merge", "split", "title", "pin", "tie", "untie"])
def test_only_editors_mend(
    pair: tuple[Allegation, Allegation], analyst: User, what: str
) -> None:
    stranger = Client()
    address = f"/allegations/{pair[0].pk}/{what}/"
    assert "/accounts/login/" in stranger.post(address).headers["Location"]
    stranger.force_login(analyst)
    assert stranger.post(address).status_code == 403


@pytest.mark.parametrize("what", ["merge", "split", "title", "tie"])
def test_the_pages_take_few_queries(
    client: Client,
    pair: tuple[Allegation, Allegation],
    what: str,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(5):
        ClaimFactory(allegation=AllegationFactory(target=pair[0].target))
    with django_assert_max_num_queries(12):
        assert client.get(f"/allegations/{pair[0].pk}/{what}/").status_code == 200


def test_the_history_names_editors_to_those_who_signed_in_alone(
    client: Client, pair: tuple[Allegation, Allegation]
) -> None:
    post(client, pair[0], "pin", pinned="yes")
    address = pair[0].get_absolute_url()
    assertContains(client.get(address), "by editor")
    assertContains(Client().get(address), "by an editor")


def test_an_address_that_was_never_is_not_found(client: Client) -> None:
    attack = AttackFactory()
    assert client.get("/attacks/0-nothing/").status_code == 404
    assertRedirects(
        client.get(f"/attacks/{attack.pk}-wrong/"), attack.get_absolute_url(), 301
    )
