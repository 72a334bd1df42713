import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from claims.models import Allegation, Link
from tests.factories import (
    AllegationFactory,
    ClaimFactory,
    make_dispute,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def test_an_allegation_threads_answers_beneath_accusations(
    client: Client, dispute: Link
) -> None:
    response = client.get(dispute.answered.allegation.get_absolute_url())
    (thread,) = response.context["threads"]
    assert thread.claim == dispute.answered
    assert thread.answers == [dispute]
    assertContains(response, "1 day later")


def test_an_allegation_names_who_says_it_and_who_carried_it(
    client: Client, dispute: Link
) -> None:
    accusation = dispute.answered
    ClaimFactory(
        allegation=accusation.allegation,
        speaker__name="Another voice",
        revision__article__outlet__name="One-sided Times",
    )
    response = client.get(accusation.allegation.get_absolute_url())
    assertContains(response, "Another voice")
    assertContains(response, "One-sided Times")
    assertContains(response, "accusation only")
    assertContains(response, "answered, except for 1 of 2 statements")


def test_an_allegation_that_was_never_answered_says_so(client: Client) -> None:
    claim = ClaimFactory(allegation=AllegationFactory())
    response = client.get(claim.allegation.get_absolute_url())
    assertContains(response, "never answered")


def test_the_timeline_of_an_allegation_has_a_dot_for_each_statement(
    client: Client, dispute: Link
) -> None:
    response = client.get(dispute.answered.allegation.get_absolute_url())
    assertContains(response, '<circle class="upper"', count=1)
    assertContains(response, '<circle class="lower"', count=1)
    assertContains(response, f'href="#claim-{dispute.answer_id}"')


def test_a_wrong_slug_leads_to_the_right_address(client: Client) -> None:
    allegation = ClaimFactory(allegation=AllegationFactory()).allegation
    response = client.get(f"/allegations/{allegation.pk}-something-else/")
    assertRedirects(response, allegation.get_absolute_url(), status_code=301)


def test_a_merged_allegation_leads_to_what_it_became(client: Client) -> None:
    allegation = ClaimFactory(allegation=AllegationFactory()).allegation
    merged: Allegation = AllegationFactory(merged_into=allegation)
    response = client.get(merged.get_absolute_url())
    assertRedirects(response, allegation.get_absolute_url(), status_code=301)


def test_an_allegation_told_very_often_shows_the_latest(
    client: Client, dispute: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.allegations.MOST_CLAIMS", 2)
    for _ in range(2):
        ClaimFactory(allegation=dispute.answered.allegation)
    response = client.get(dispute.answered.allegation.get_absolute_url())
    assertContains(response, "Only the latest 2 statements are shown")


def test_a_list_that_ends_early_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.allegations.MOST_IN_STATE", 1)
    for _ in range(2):
        ClaimFactory(allegation=AllegationFactory())
    page = client.get(reverse("allegations"), {"answered": "no"})
    assertContains(page, "Only the first 1 can be paged through.")
