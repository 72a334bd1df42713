import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from claims.suggestions import close_names, query_for_the_like
from tests.factories import ActorFactory, AliasFactory, ClaimFactory, RevisionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["Khwaja Asif", "Khawaja Assif", "khawaja asif"])
def test_a_slip_in_a_name_finds_the_name(typed: str) -> None:
    ActorFactory(name="Khawaja Asif")
    ActorFactory(name="Adam Brook")
    assert close_names(typed) == ["Khawaja Asif"]


def test_a_slip_in_an_alias_finds_the_actor_once() -> None:
    actor = ActorFactory(name="Inter-Services Intelligence")
    AliasFactory(actor=actor, text="the Agency of Islamabad")
    AliasFactory(actor=actor, text="Agency of Islamabad")
    assert close_names("Agency of Islamabat") == [actor.name]


def test_what_resembles_nothing_suggests_nothing() -> None:
    ActorFactory(name="Khawaja Asif")
    assert close_names("zebra") == []


def test_the_page_offers_the_name_that_was_meant(client: Client) -> None:
    ClaimFactory(speaker=ActorFactory(name="Khawaja Asif"))
    response = client.get(reverse("claims"), {"speaker": "Khwaja Asif"})
    assertContains(response, 'href="?speaker=Khawaja+Asif"')


def test_words_that_find_nothing_may_be_a_name(client: Client) -> None:
    ClaimFactory(speaker=ActorFactory(name="Khawaja Asif"))
    response = client.get(reverse("claims"), {"q": "Khwaja Asif"})
    assertContains(response, "Did you mean")
    assertContains(response, ">&quot;Khawaja Asif&quot;</a>")


def test_words_that_find_something_need_no_suggestion(client: Client) -> None:
    ClaimFactory(speaker=ActorFactory(name="Khawaja Asif"))
    response = client.get(reverse("claims"), {"q": "Asif"})
    assertNotContains(response, "Did you mean")


def test_more_like_this_looks_for_the_telling_words() -> None:
    query = query_for_the_like("It said the saboteurs had said they sheltered there")
    assert set(query.split(" OR ")) == {"saboteurs", "sheltered"}


def test_a_claim_leads_to_others_like_it(client: Client) -> None:
    words = ["sheltered saboteurs near the harbour", "saboteurs were sheltered there"]
    one, other = (
        ClaimFactory(revision=RevisionFactory(text=text), exact=text) for text in words
    )
    page = client.get(one.get_absolute_url())
    assertContains(page, "More like this claim")
    found = client.get(
        reverse("claims"), {"q": query_for_the_like(one.exact), "sort": "relevance"}
    )
    assert {claim.pk for claim in found.context["page"]} == {one.pk, other.pk}
