"""Actors, outlets, articles, the timeline and the front page."""

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from claims.models import Claim, Link
from tests.factories import (
    TEXT,
    WORDS,
    ActorFactory,
    AnalysisFactory,
    ArticleFactory,
    ClaimFactory,
    RevisionFactory,
    make_dispute,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def test_an_actor_shows_names_offices_and_claims(client: Client, dispute: Link) -> None:
    response = client.get(reverse("actor", args=["northland"]))
    for words in ("the North", "Ole Nord", "ambassador", "2015 – 2018", WORDS):
        assertContains(response, words)


def test_the_counts_of_an_actor_lead_to_lists_of_that_length(
    client: Client, dispute: Link
) -> None:
    ClaimFactory(target=dispute.answered.target)
    response = client.get(reverse("actor", args=["northland"]))
    assert response.context["counts"]["accused"] == 2
    link = "/claims/?target=northland&amp;kind=accusation"
    assertContains(response, f'href="{link}"')
    assertContains(client.get(link.replace("&amp;", "&")), "2 claims")


def test_a_merged_actor_leads_to_what_it_became(client: Client) -> None:
    actor = ActorFactory()
    old = ActorFactory(merged_into=actor)
    assertRedirects(
        client.get(old.get_absolute_url()), actor.get_absolute_url(), status_code=301
    )


def test_actors_are_found_by_a_part_of_any_name(client: Client, dispute: Link) -> None:
    response = client.get(reverse("actors"), {"q": "the nor"})
    assertContains(response, "Northland")
    assertNotContains(response, "Ana Sur")


def test_actors_without_claims_are_listed_on_request(client: Client) -> None:
    ActorFactory(name="Idle Ltd")
    assertNotContains(client.get(reverse("actors")), "Idle Ltd")
    assertContains(client.get(reverse("actors"), {"all": "on"}), "Idle Ltd")


def test_an_unknown_kind_of_actor_gives_a_message(client: Client) -> None:
    response = client.get(reverse("actors"), {"kind": "planet"})
    assertContains(response, "planet is not one of the available choices")


def test_an_outlet_shows_its_articles_and_claims(client: Client, dispute: Link) -> None:
    response = client.get(reverse("outlet", args=["harbour-post"]))
    assertContains(response, dispute.answered.revision.article.title)
    assertContains(response, "2 claims")
    assertContains(response, WORDS)


def test_every_mark_in_an_article_leads_to_its_claim(client: Client) -> None:
    revision = RevisionFactory()
    outer = ClaimFactory(revision=revision)
    inner = ClaimFactory(revision=revision, exact="armed the rebels", kind="denial")
    response = client.get(revision.article.get_absolute_url())
    for claim in (outer, inner):
        assertContains(response, f'<a href="/claims/{claim.pk}/">')
        assertContains(response, f'href="#item-{claim.pk}"')
        assertContains(response, f'id="claim-{claim.pk}"')
    assertContains(response, 'class="accusation denial nested"')


def test_what_waits_for_review_is_marked_for_editors_alone(
    client: Client, editor: AbstractUser
) -> None:
    claim = ClaimFactory(confidence=0.15)
    address = claim.revision.article.get_absolute_url()
    mark = f'id="claim-{claim.pk}"'
    assert mark not in client.get(address).content.decode()
    client.force_login(editor)
    assert mark in client.get(address).content.decode()


def test_the_text_of_an_article_is_shown_unchanged(client: Client) -> None:
    revision = RevisionFactory()
    ClaimFactory(revision=revision)
    response = client.get(revision.article.get_absolute_url())
    shown = "".join(
        segment.text
        for paragraph in response.context["paragraphs"]
        for segment in paragraph.segments
    )
    body = TEXT.split("\n\n", 1)[1]
    assert shown == body.replace("\n\n", "")


def test_an_earlier_version_can_be_read_with_its_own_claims(client: Client) -> None:
    claim = ClaimFactory()
    article = claim.revision.article
    RevisionFactory(article=article, number=2, text="Corrected: nobody said so.")
    latest = client.get(article.get_absolute_url())
    assertContains(latest, "Corrected: nobody said so.")
    assertNotContains(latest, WORDS)
    earlier = client.get(article.get_absolute_url(), {"revision": 1})
    assertContains(earlier, WORDS)
    assertContains(earlier, "This is an earlier version")


@pytest.mark.parametrize("revision", ["7", "x", "-1", ""])
def test_a_version_that_is_not_there_is_not_found(
    client: Client, revision: str
) -> None:
    address = RevisionFactory().article.get_absolute_url()
    assert client.get(address, {"revision": revision}).status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [("pending", "has not been fetched yet"), ("failed", "The page is empty")],
)
def test_an_article_without_text_says_why(
    client: Client, state: str, words: str
) -> None:
    article = ArticleFactory(state=state, failure="The page is empty")
    assertContains(client.get(article.get_absolute_url()), words)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "waiting to be read"),
        ("done", "no claim was found in it"),
        ("failed", "too long"),
    ],
)
def test_an_article_without_claims_says_why(
    client: Client, state: str | None, words: str
) -> None:
    revision = RevisionFactory()
    if state:
        AnalysisFactory(revision=revision, state=state, error="too long")
    assertContains(client.get(revision.article.get_absolute_url()), words)


def test_bars_of_the_timeline_lead_to_their_days(client: Client, dispute: Link) -> None:
    response = client.get(reverse("timeline"), {"target": "northland"})
    day = "?target=northland&amp;after=2017-10-04&amp;before=2017-10-04"
    assertContains(response, f'href="{day}"', count=2)
    assertContains(response, "The same as a table")


def test_the_front_page_shows_what_is_new(client: Client, dispute: Link) -> None:
    lonely: Claim = ClaimFactory(speaker__name="Lonely voice")
    response = client.get(reverse("home"))
    assert list(response.context["answers"]) == [dispute]
    assert list(response.context["unanswered"]) == [lonely]
    assertContains(response, dispute.answered.allegation.title)
