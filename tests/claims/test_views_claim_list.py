import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from claims.models import Link
from tests.factories import (
    WORDS,
    ActorFactory,
    ClaimFactory,
    RevisionFactory,
    make_dispute,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def test_the_list_shows_who_said_what_of_whom_and_where(
    client: Client, dispute: Link
) -> None:
    response = client.get(reverse("claims"), {"kind": "accusation"})
    for words in ("Ana Sur", "Northland", WORDS, "Harbour Post", "4 Oct 2017"):
        assertContains(response, words)
    assertContains(response, "machine-extracted, not checked")
    assertContains(response, "answered 1 day later")
    assertNotContains(response, "rejected the charge")


def test_an_accusation_without_an_answer_says_so(client: Client) -> None:
    ClaimFactory()
    assertContains(client.get(reverse("claims")), "no answer found")


def test_a_rejected_claim_is_not_listed(client: Client) -> None:
    ClaimFactory(status="rejected")
    assertContains(client.get(reverse("claims")), "0 claims")


def test_an_editor_can_list_what_was_rejected(client: Client, editor: User) -> None:
    ClaimFactory(status="rejected")
    client.force_login(editor)
    response = client.get(reverse("claims"), {"status": "rejected"})
    assertContains(response, "1 claim")


def test_a_search_marks_what_it_found(client: Client, dispute: Link) -> None:
    response = client.get(reverse("claims"), {"q": "arming"})
    assertContains(response, "had <mark>armed</mark> the rebels")


def test_the_words_of_an_article_are_never_markup(client: Client) -> None:
    words = "<script>alert(1)</script> did it"
    claim = ClaimFactory(revision=RevisionFactory(text=words), exact=words)
    for address in (
        reverse("claims"),
        "/claims/?q=alert",
        claim.get_absolute_url(),
        claim.revision.article.get_absolute_url(),
    ):
        assertNotContains(client.get(address), "<script>alert")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"q": "the"}, "no word to search for"),
        ({"q": 'open "quote'}, "0 claims"),
        ({"q": "&|!():*<->'\\"}, "no word to search for"),
        ({"speaker": "nobody"}, "No actor goes by the name “nobody”"),
        ({"kind": "rumour"}, "rumour is not one of the available choices"),
        ({"outlet": "nowhere"}, "No outlet is called “nowhere”"),
        ({"after": "soon"}, "Enter a valid date"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
@pytest.mark.parametrize("page", ["claims", "timeline"])
def test_a_bad_query_gives_a_message(
    client: Client, page: str, query: dict[str, str], message: str
) -> None:
    ClaimFactory()
    if page == "timeline" and message == "0 claims":
        message = "No claim matches"
    assertContains(client.get(reverse(page), query), message)


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999", "2"])
def test_a_page_that_is_not_there_shows_one_that_is(
    client: Client, number: str
) -> None:
    ClaimFactory()
    assertContains(client.get(reverse("claims"), {"page": number}), WORDS)


def test_long_lists_have_pages_that_keep_the_filters(client: Client) -> None:
    speaker = ActorFactory(slug="busy")
    revision = RevisionFactory(text="word " * 60)
    for n in range(51):
        ClaimFactory(speaker=speaker, revision=revision, exact="word", start_char=5 * n)
    response = client.get(reverse("claims"), {"speaker": "busy"})
    assertContains(response, "51 claims")
    assertContains(response, "?speaker=busy&amp;page=2")
    second = client.get(reverse("claims"), {"speaker": "busy", "page": 2})
    assert len(second.context["page"].object_list) == 1


def test_counting_stops_at_a_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.paging.COUNT_LIMIT", 2)
    monkeypatch.setattr("claims.views.claims.COUNT_LIMIT", 2)
    for _ in range(3):
        ClaimFactory()
    assertContains(client.get(reverse("claims")), "More than 2 claims")
