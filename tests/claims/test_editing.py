import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from handmade import ACCUSATION, BLAME, DENIAL

from actors.resolve import ActorIndex
from claims import extraction
from claims.linking.writer import link_claims, unlinked_claims
from claims.models import Claim, Decision, Link, Origin, Status
from sources.models import Revision
from tests.factories import (
    TEXT,
    WORDS,
    ActorFactory,
    AliasFactory,
    AllegationFactory,
    ClaimFactory,
    DecisionFactory,
    LinkFactory,
    RevisionFactory,
    UserFactory,
)

PAGES = ("review", "review_links", "actor_suggestions")
CLAIM_PAGES = ("claim_correct", "claim_link")


@pytest.fixture
def claim(db: None) -> Claim:
    return ClaimFactory()


@pytest.fixture
def editors_client(client: Client, editor: AbstractBaseUser) -> Client:
    client.force_login(editor)
    return client


def decide(client: Client, claim: Claim, action: str, **sent: Any) -> HttpResponse:
    values = {"action": action, "seen": 0} | sent
    return client.post(reverse("claim_decide", args=[claim.pk]), values)


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def fields(**values: Any) -> dict[str, Any]:
    """What the form of a claim sends."""
    return {
        "words": WORDS,
        "kind": "accusation",
        "category": "supports_terrorism",
        "quotation": "indirect",
        "seen": "0",
    } | values


def fields_of(claim: Claim, **values: Any) -> dict[str, Any]:
    values = {
        "words": claim.exact,
        "category": claim.category,
        "speaker": claim.speaker.name,
        "target": claim.target.name if claim.target else "",
        "said_date": claim.said_date,
    } | values
    return fields(**values)


def correct(client: Client, claim: Claim, **values: Any) -> HttpResponse:
    address = reverse("claim_correct", args=[claim.pk])
    return client.post(address, fields_of(claim, **values))


# Who may


def all_addresses(claim: Claim) -> list[str]:
    return [
        *(reverse(name) for name in PAGES),
        *(reverse(name, args=[claim.pk]) for name in CLAIM_PAGES),
        reverse("claim_add", args=[claim.revision.article_id]),
        reverse("claim_decide", args=[claim.pk]),
        reverse("link_decide", args=[1]),
    ]


def test_the_anonymous_are_sent_to_the_login_page(client: Client, claim: Claim) -> None:
    for address in all_addresses(claim):
        response = client.post(address)
        assert (response.status_code, response.url) == (
            302,
            f"{reverse('login')}?next={address}",
        )


def test_analysts_are_refused(
    client: Client, analyst: AbstractBaseUser, claim: Claim
) -> None:
    client.force_login(analyst)
    for address in all_addresses(claim):
        assert client.get(address).status_code == 403
        assert client.post(address, {"action": "confirm"}).status_code == 403
    assert not Decision.objects.exists()


def test_analysts_see_no_buttons(
    client: Client, analyst: AbstractBaseUser, claim: Claim
) -> None:
    client.force_login(analyst)
    assert b'class="editing"' not in client.get(claim.get_absolute_url()).content


@pytest.mark.parametrize("role", ["editors", "admins"])
def test_editors_and_admins_may(client: Client, claim: Claim, role: str) -> None:
    client.force_login(UserFactory(groups=[role]))
    assert b'class="editing"' in client.get(claim.get_absolute_url()).content
    assert decide(client, claim, "confirm").status_code == 302


def test_a_decision_without_the_token_is_refused(
    editor: AbstractBaseUser, claim: Claim
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert decide(client, claim, "confirm").status_code == 403


def test_a_decision_is_not_taken_by_following_a_link(
    editors_client: Client, claim: Claim
) -> None:
    address = reverse("claim_decide", args=[claim.pk])
    assert editors_client.get(address, {"action": "confirm"}).status_code == 405


# Deciding


@pytest.mark.parametrize(
    ("action", "status"), [("confirm", "confirmed"), ("reject", "rejected")]
)
def test_a_decision_is_taken_and_said(
    editors_client: Client, claim: Claim, action: str, status: str
) -> None:
    response = decide(editors_client, claim, action)
    claim.refresh_from_db()
    assert response.url == claim.get_absolute_url()
    assert claim.status == status
    assert status in said(response)


def test_after_a_decision_the_editor_is_back_in_the_queue(
    editors_client: Client, claim: Claim
) -> None:
    response = decide(editors_client, claim, "confirm", next="/review/?kind=denial")
    assert response.url == "/review/?kind=denial"


def test_nobody_is_sent_to_another_site(editors_client: Client, claim: Claim) -> None:
    response = decide(editors_client, claim, "confirm", next="https://example.com/")
    assert response.url == claim.get_absolute_url()


def test_a_script_learns_what_it_has_seen(editors_client: Client, claim: Claim) -> None:
    response = editors_client.post(
        reverse("claim_decide", args=[claim.pk]),
        {"action": "confirm", "seen": 0},
        headers={"X-In-Place": "1"},
    )
    assert json.loads(response.content) == {"seen": claim.decisions.get().pk}


def test_a_stale_decision_shows_what_changed_and_changes_nothing(
    editors_client: Client, claim: Claim
) -> None:
    DecisionFactory(
        claim=claim,
        user__username="bob",
        action=Decision.Action.CORRECT,
        before={"kind": "denial"},
        after={"kind": "accusation"},
    )
    response = decide(editors_client, claim, "reject")
    page = response.content.decode()
    claim.refresh_from_db()
    assert response.status_code == 409
    assert "by bob" in page
    assert "<del>denial</del>" in page
    assert "<ins>accusation</ins>" in page
    assert claim.status != Status.REJECTED


def test_a_claim_that_a_newer_pipeline_replaced_is_said_to_be_gone(
    editors_client: Client, claim: Claim
) -> None:
    Claim.objects.all().delete()
    response = decide(editors_client, claim, "confirm")
    assert response.url == reverse("review")
    assert "was replaced" in said(response)


def test_nonsense_is_a_bad_request(editors_client: Client, claim: Claim) -> None:
    assert decide(editors_client, claim, "add").status_code == 400
    assert decide(editors_client, claim, "confirm", seen="x").status_code == 400


# Correcting


def test_the_form_shows_the_claim_as_it_is(
    editors_client: Client, claim: Claim
) -> None:
    response = editors_client.get(reverse("claim_correct", args=[claim.pk]))
    page = response.content.decode()
    assert WORDS in page
    assert f'value="{claim.speaker.name}"' in page
    assert 'value="2017-10-04"' in page
    assert f'<mark class="words">{WORDS}</mark>' in page


def test_a_correction_is_saved(editors_client: Client, claim: Claim) -> None:
    response = correct(
        editors_client, claim, words="armed the rebels", kind="denial", note="see lead"
    )
    claim.refresh_from_db()
    assert response.url == claim.get_absolute_url()
    assert (claim.exact, claim.kind) == ("armed the rebels", "denial")
    assert claim.decisions.get().note == "see lead"


def test_the_history_tells_before_and_after(
    editors_client: Client, claim: Claim
) -> None:
    correct(editors_client, claim, words="armed the rebels")
    page = editors_client.get(claim.get_absolute_url()).content.decode()
    assert f"<del>{WORDS}</del>" in page
    assert "<ins>armed the rebels</ins>" in page


def test_an_error_keeps_what_was_typed(editors_client: Client, claim: Claim) -> None:
    response = correct(editors_client, claim, words="nowhere", note="a long thought")
    page = response.content.decode()
    assert "does not have these words" in page
    assert ">\nnowhere</textarea>" in page
    assert "a long thought" in page
    assert not claim.decisions.exists()


def test_a_correction_into_a_claim_that_is_there_leads_to_it(
    editors_client: Client, claim: Claim
) -> None:
    twin = ClaimFactory(
        revision=claim.revision,
        speaker=claim.speaker,
        target=claim.target,
        kind="denial",
    )
    page = correct(editors_client, twin, kind="accusation").content.decode()
    assert "already recorded" in page
    assert f'href="{claim.get_absolute_url()}"' in page


def test_a_stale_correction_keeps_what_was_typed_and_shows_what_changed(
    editors_client: Client, claim: Claim
) -> None:
    bob = Client()
    bob.force_login(UserFactory(username="bob", groups=["editors"]))
    correct(bob, claim, kind="denial")
    response = correct(editors_client, claim, category="harbours", note="my reason")
    page = response.content.decode()
    claim.refresh_from_db()
    assert response.status_code == 409
    assert "by bob" in page
    assert '<option value="denial" selected>' in page
    assert '<option value="harbours" selected>' in page
    assert "my reason" in page
    assert claim.category == "supports_terrorism"


def test_a_stale_correction_can_be_sent_again(
    editors_client: Client, claim: Claim
) -> None:
    newer = DecisionFactory(claim=claim, before={}, after={})
    correct(editors_client, claim, category="harbours", seen=newer.pk)
    claim.refresh_from_db()
    assert claim.category == "harbours"


def test_what_was_typed_about_a_claim_that_is_gone_becomes_one_to_add(
    editors_client: Client, claim: Claim
) -> None:
    values = fields_of(claim, note="all my work", revision=claim.revision_id)
    Claim.objects.all().delete()
    address = reverse("claim_correct", args=[claim.pk])
    response = editors_client.post(address, values)
    page = response.content.decode()
    assert response.status_code == 409
    assert "was replaced" in page
    assert "all my work" in page
    assert f"/articles/{claim.revision.article_id}/add-claim/" in page


# Adding


def add(client: Client, article_id: int, **values: Any) -> HttpResponse:
    return client.post(reverse("claim_add", args=[article_id]), fields(**values))


def test_the_article_page_has_the_form(editors_client: Client) -> None:
    revision = RevisionFactory()
    page = editors_client.get(revision.article.get_absolute_url()).content.decode()
    assert reverse("claim_add", args=[revision.article_id]) in page
    assert 'name="words"' in page


def test_a_claim_is_added_from_words_of_the_article(editors_client: Client) -> None:
    revision = RevisionFactory()
    AliasFactory(actor=ActorFactory(name="Southland"), text="the Southland minister")
    response = add(editors_client, revision.article_id, speaker="Southland minister")
    claim = Claim.objects.get()
    assert claim.speaker.name == "Southland"
    assert response.url == claim.get_absolute_url()
    assert (claim.revision, claim.exact) == (revision, WORDS)
    assert (claim.origin, claim.status) == (Origin.PERSON, Status.CONFIRMED)


def test_words_that_stand_several_times_are_offered(editors_client: Client) -> None:
    article_id = RevisionFactory().article_id
    page = add(editors_client, article_id, words="Northland").content.decode()
    assert page.count('type="radio"') == 3
    add(editors_client, article_id, words="Northland", place="135-144")
    assert Claim.objects.get().start_char == 135


def test_a_claim_is_added_to_the_revision_that_was_read(editors_client: Client) -> None:
    first = RevisionFactory()
    RevisionFactory(article=first.article, number=2, text="Something else.")
    address = reverse("claim_add", args=[first.article_id])
    editors_client.post(f"{address}?revision=1", fields())
    assert Claim.objects.get().revision == first


@pytest.mark.parametrize("number", ["3", "x", "-1", "9" * 30])
def test_there_is_no_form_for_a_revision_that_is_not_there(
    editors_client: Client, number: str
) -> None:
    address = reverse("claim_add", args=[RevisionFactory().article_id])
    assert editors_client.get(address, {"revision": number}).status_code == 404


def test_suggestions_begin_with_the_names_that_begin_so(editors_client: Client) -> None:
    ActorFactory(name="The Free North")
    AliasFactory(actor=ActorFactory(name="Halden regime"), text="Northland")
    ActorFactory(name="North Harbour Front")
    response = editors_client.get(reverse("actor_suggestions"), {"q": " north"})
    assert [actor["name"] for actor in response.json()["actors"]] == [
        "Halden regime",
        "North Harbour Front",
        "The Free North",
    ]


def test_suggestions_are_few(editors_client: Client) -> None:
    for _ in range(25):
        ActorFactory()
    response = editors_client.get(reverse("actor_suggestions"), {"q": "actor"})
    assert len(response.json()["actors"]) == 20


# Links


def test_a_link_is_decided_where_it_stands(editors_client: Client) -> None:
    link = LinkFactory()
    address = reverse("link_decide", args=[link.pk])
    page = editors_client.get(link.answered.get_absolute_url()).content.decode()
    assert address in page
    response = editors_client.post(address, {"action": "reject", "seen": 0})
    link.refresh_from_db()
    assert link.status == Status.REJECTED
    assert response.url == link.answered.get_absolute_url()


def test_a_relation_is_corrected(editors_client: Client) -> None:
    link = LinkFactory()
    address = reverse("link_decide", args=[link.pk])
    editors_client.post(address, {"relation": "disputes", "seen": 0})
    link.refresh_from_db()
    assert (link.relation, link.status) == ("disputes", "confirmed")


def test_decisions_on_a_link_are_in_the_history_of_both_claims(
    editors_client: Client,
) -> None:
    link = LinkFactory()
    address = reverse("link_decide", args=[link.pk])
    editors_client.post(address, {"relation": "disputes", "seen": 0})
    for claim in (link.answer, link.answered):
        page = editors_client.get(claim.get_absolute_url()).content.decode()
        assert "<ins>disputes</ins>" in page


def test_a_stale_decision_on_a_link_shows_what_changed(editors_client: Client) -> None:
    link = LinkFactory()
    DecisionFactory(
        claim=None,
        link=link,
        before={"relation": "disputes"},
        after={"relation": "denies"},
    )
    address = reverse("link_decide", args=[link.pk])
    response = editors_client.post(address, {"action": "reject", "seen": 0})
    assert response.status_code == 409
    assert "<ins>denies</ins>" in response.content.decode()


def test_a_decision_on_a_link_that_is_gone_is_said(editors_client: Client) -> None:
    address = reverse("link_decide", args=[99])
    response = editors_client.post(address, {"action": "reject", "seen": 0})
    assert response.url == reverse("review_links")
    assert "gone" in said(response)


def test_the_next_claims_to_link_are_those_of_the_allegation(
    editors_client: Client, claim: Claim
) -> None:
    claim.allegation = AllegationFactory()
    claim.save()
    ClaimFactory(exact="absurd")
    denial = ClaimFactory(
        kind="denial", exact="rejected the charge", allegation=claim.allegation
    )
    response = editors_client.get(reverse("claim_link", args=[claim.pk]))
    page = response.content.decode()
    assert denial.get_absolute_url() in page
    assert "absurd" not in page
    assert 'value="denies"' in page


def test_any_other_claim_is_found_by_its_words(
    editors_client: Client, claim: Claim
) -> None:
    other = ClaimFactory(exact="which he called absurd")
    address = reverse("claim_link", args=[claim.pk])
    page = editors_client.get(address, {"q": "absurd"}).content.decode()
    assert other.get_absolute_url() in page


def test_a_search_for_nothing_is_explained(
    editors_client: Client, claim: Claim
) -> None:
    address = reverse("claim_link", args=[claim.pk])
    response = editors_client.get(address, {"q": "the of"})
    assert "no word to search for" in response.content.decode()


@pytest.mark.parametrize("is_answer", [True, False])
def test_a_link_is_added_in_the_direction_that_was_chosen(
    editors_client: Client, claim: Claim, is_answer: bool
) -> None:
    other = ClaimFactory(kind="denial")
    sent = {"other": other.pk, "relation": "denies"}
    sent |= {"is_answer": "on"} if is_answer else {}
    response = editors_client.post(reverse("claim_link", args=[claim.pk]), sent)
    link = Link.objects.get()
    assert response.url == claim.get_absolute_url()
    assert (link.answer, link.answered) == (
        (claim, other) if is_answer else (other, claim)
    )


def test_a_link_that_cannot_be_is_explained(
    editors_client: Client, claim: Claim
) -> None:
    sent = {"other": claim.pk, "relation": "denies"}
    response = editors_client.post(reverse("claim_link", args=[claim.pk]), sent)
    assert "itself" in response.content.decode()


def test_a_link_to_a_claim_that_is_gone_is_explained(
    editors_client: Client, claim: Claim
) -> None:
    sent = {"other": claim.pk + 1, "relation": "denies"}
    response = editors_client.post(reverse("claim_link", args=[claim.pk]), sent)
    assert "was replaced" in response.content.decode()


# The queue


def queue(client: Client, **parameters: str) -> list[Claim]:
    response = client.get(reverse("review"), parameters)
    return list(response.context["page"])


def test_the_queue_has_proposed_claims_the_doubtful_first(
    editors_client: Client,
) -> None:
    sure, doubtful, unsure = (
        ClaimFactory(confidence=confidence) for confidence in (0.95, 0.52, 0.3)
    )
    unscored = ClaimFactory()
    ClaimFactory(confidence=0.5, status=Status.CONFIRMED)
    assert queue(editors_client) == [doubtful, unsure, sure, unscored]


def test_the_queue_is_filtered_as_every_list(editors_client: Client) -> None:
    ClaimFactory()
    denial = ClaimFactory(kind="denial")
    assert queue(editors_client, kind="denial") == [denial]
    assert queue(editors_client, kind="nonsense") == []


def test_the_queue_costs_no_query_per_claim(
    editors_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(15):
        ClaimFactory()
    with django_assert_max_num_queries(9):
        editors_client.get(reverse("review"))


def test_the_queue_of_links_costs_no_query_per_link(
    editors_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        LinkFactory()
    with django_assert_max_num_queries(9):
        page = editors_client.get(reverse("review_links")).content.decode()
    assert page.count("data-in-place") == 10


def test_a_claims_page_costs_no_more_for_many_decided_links(
    editors_client: Client, claim: Claim, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        link = LinkFactory(answered=claim, status=Status.CONFIRMED)
        DecisionFactory(claim=None, link=link)
    with django_assert_max_num_queries(12):
        editors_client.get(claim.get_absolute_url())


def test_a_whole_text_can_be_quoted(editors_client: Client) -> None:
    article_id = RevisionFactory().article_id
    add(editors_client, article_id, words=TEXT)
    assert Claim.objects.get().exact == TEXT


# A newer pipeline


@pytest.fixture
def read_again(
    pipeline: Callable[..., None], index: ActorIndex
) -> Callable[[Revision], None]:
    """Read a revision by a pipeline that is newer each time and finds all it can."""
    versions = count(1)

    def read(revision: Revision) -> None:
        pipeline(ACCUSATION, BLAME, DENIAL, version=f"pipeline {next(versions)}")
        analysis = extraction.analyse(revision.pk, None, index)
        assert analysis.state == "done"

    return read


def test_what_editors_decided_on_the_pages_survives_a_newer_pipeline(
    editors_client: Client,
    revision: Revision,
    read_again: Callable[[Revision], None],
) -> None:
    read_again(revision)
    accusation, blame, denial = Claim.objects.order_by("start_char")
    correct(editors_client, accusation, words="bombed the market", category="other")
    decide(editors_client, blame, "reject")
    link = {"other": accusation.pk, "relation": "denies", "is_answer": "on"}
    editors_client.post(reverse("claim_link", args=[denial.pk]), link)
    add(editors_client, revision.article_id, words="Ministers trade charges")
    decided = list(Claim.objects.order_by("pk").values())
    read_again(revision)
    assert list(Claim.objects.order_by("pk").values()) == decided
    assert Link.objects.get().answer == denial


def test_a_corrected_claim_is_linked_anew_by_the_sweep(
    editors_client: Client,
    revision: Revision,
    read_again: Callable[[Revision], None],
) -> None:
    read_again(revision)
    link_claims(unlinked_claims().values_list("pk", flat=True))
    accusation, _, denial = Claim.objects.order_by("start_char")
    assert Link.objects.filter(answer=denial, answered=accusation).exists()
    correct(editors_client, denial, kind="accusation")
    assert not Link.objects.filter(answer=denial, relation="denies").exists()
    correct(editors_client, denial, kind="denial", seen=denial.decisions.first().pk)
    assert list(unlinked_claims()) == [denial]
    link_claims(unlinked_claims().values_list("pk", flat=True))
    assert Link.objects.filter(answer=denial, answered=accusation).exists()
