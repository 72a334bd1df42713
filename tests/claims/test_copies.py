"""Copies on the pages of readers, and what editors decide about them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from claims.copies import repetitions_of
from claims.copy_decisions import add_copy, decide_copy
from claims.decisions import DecisionError, StaleDecision
from claims.models import Claim, Credit, Decision
from claims.selectors import listed_allegations
from sources.models import Article, Copy
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    ArticleFactory,
    ClaimFactory,
    LinkFactory,
    RevisionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Claim:
    return ClaimFactory(
        allegation=AllegationFactory(),
        speaker=ActorFactory(name="Ana Sur"),
        revision__article__outlet__name="Sample Wire",
        revision__article__outlet__slug="sample-wire",
    )


@pytest.fixture
def again(first: Claim) -> Claim:
    """The same claim in a copy."""
    return repeated(first, "Sample Gazette")


def repeated(claim: Claim, outlet: str, **values: object) -> Claim:
    copy: Claim = ClaimFactory(
        **{
            "allegation": claim.allegation,
            "speaker": claim.speaker,
            "target": claim.target,
            "revision__article__outlet__name": outlet,
            "revision__article__original": claim.revision.article,
        }
        | values
    )
    Copy.objects.create(
        copy=copy.revision.article, original=claim.revision.article, share=0.93
    )
    return copy


def counts() -> tuple[int, int, int]:
    row = listed_allegations().get()
    return row.accusation_count, row.outlet_count, row.independent_count


# Counting


def test_a_copy_is_an_outlet_more_and_no_independent_source(again: Claim) -> None:
    assert counts() == (1, 2, 1)


def test_two_copies_of_what_is_not_at_hand_are_one_source(first: Claim) -> None:
    repeated(first, "Sample Gazette")
    repeated(first, "Sample Courier")
    Claim.objects.filter(pk=first.pk).update(status="rejected")
    assert counts()[1:] == (2, 1)


def test_what_a_copy_adds_of_its_own_is_counted(first: Claim, again: Claim) -> None:
    ClaimFactory(revision=again.revision, allegation=first.allegation)
    assert counts() == (2, 2, 1)


def test_a_piece_merged_from_two_adds_nothing_to_either(first: Claim) -> None:
    other = ClaimFactory(allegation=first.allegation)
    merged = repeated(first, "Sample Gazette", speaker=other.speaker)
    Copy.objects.create(
        copy=merged.revision.article, original=other.revision.article, share=0.5
    )
    assert counts() == (2, 3, 2)


def test_articles_of_one_outlet_are_one_source(first: Claim) -> None:
    outlet = first.revision.article.outlet
    ClaimFactory(allegation=first.allegation, revision__article__outlet=outlet)
    assert counts() == (2, 1, 1)


# Reading


def test_an_allegation_tells_a_copied_statement_once(
    client: Client, first: Claim, again: Claim
) -> None:
    response = client.get(first.allegation.get_absolute_url())
    assert [thread.claim for thread in response.context["threads"]] == [first]
    assertContains(response, "Printed again, as a copy, in")
    assertContains(response, f'id="claim-{again.pk}"')
    assertContains(response, "in 2 outlets, 1 independent")
    assertContains(response, "copied from Sample Wire")


def test_the_list_of_allegations_counts_independent_sources(
    client: Client, again: Claim
) -> None:
    response = client.get(reverse("allegations"))
    assertContains(response, "said once")
    assertContains(response, "in 2 outlets, 1 independent")


def test_a_denial_that_a_copy_dropped_is_missed_in_its_coverage(
    client: Client, first: Claim, again: Claim
) -> None:
    LinkFactory(answered=first, answer__revision=first.revision, answer__kind="denial")
    response = client.get(first.allegation.get_absolute_url())
    rows = {row.outlet.name: row for row in response.context["coverage"]}
    assert rows["Sample Wire"].is_both
    assert rows["Sample Gazette"].is_one_sided


def test_a_claim_says_where_it_was_printed_again(
    client: Client, first: Claim, again: Claim
) -> None:
    assertContains(client.get(first.get_absolute_url()), "Sample Gazette")
    assertContains(client.get(again.get_absolute_url()), "Sample Wire")
    assert list(repetitions_of(first)) == [again]


def test_who_else_says_it_leaves_copies_out(
    client: Client, first: Claim, again: Claim
) -> None:
    other = ClaimFactory(allegation=first.allegation)
    response = client.get(first.get_absolute_url())
    assert list(response.context["others"]) == [other]


def test_an_article_names_its_original_and_its_copies(
    client: Client, first: Claim, again: Claim
) -> None:
    copy, original = again.revision.article, first.revision.article
    assertContains(client.get(copy.get_absolute_url()), "93 % of the words in common")
    response = client.get(original.get_absolute_url())
    assertContains(response, copy.get_absolute_url())


def test_an_outlet_counts_its_copies_and_lists_them(
    client: Client, again: Claim
) -> None:
    outlet = again.revision.article.outlet
    ArticleFactory(outlet=outlet, title="Work of its own")
    address = f"{outlet.get_absolute_url()}?copies=yes"
    assertContains(client.get(reverse("outlets")), f'href="{address}">1</a>')
    response = client.get(address)
    assertContains(response, "copied from Sample Wire")
    assertNotContains(response, "Work of its own")
    whole = client.get(outlet.get_absolute_url())
    assertContains(whole, "Work of its own")


def test_credits_are_shown_with_claims_and_articles(
    client: Client, first: Claim
) -> None:
    wire = first.revision.article.outlet
    Credit.objects.create(
        revision=first.revision, claim=first, form="told", name="The Cipher Brief"
    )
    Credit.objects.create(
        revision=first.revision, form="agency", name="Sample Wire", outlet=wire
    )
    link = f'from <a href="{wire.get_absolute_url()}">Sample Wire</a>'
    for page in (first, first.allegation):
        response = client.get(page.get_absolute_url())
        assertContains(response, "told The Cipher Brief")
        assertContains(response, link)
    article = client.get(first.revision.article.get_absolute_url())
    assertContains(article, link)
    assertNotContains(article, "told The Cipher Brief")


# Deciding


def relation(claim: Claim) -> Copy:
    return Copy.objects.get(copy=claim.revision.article)


def test_what_is_no_copy_is_a_source_of_its_own(again: Claim, editor: User) -> None:
    decide_copy(relation(again).pk, editor, Decision.Action.REJECT, seen=0)
    assert counts() == (2, 2, 2)
    decision = relation(again).decisions.get()
    assert (decision.before["status"], decision.after["status"]) == (
        "proposed",
        "rejected",
    )


def test_a_decision_about_a_copy_is_taken_once(again: Claim, editor: User) -> None:
    for _ in range(2):
        decide_copy(relation(again).pk, editor, Decision.Action.CONFIRM)
    assert Decision.objects.count() == 1


def test_a_decision_that_somebody_else_forestalled_is_refused(
    again: Claim, editor: User, site_admin: User
) -> None:
    decide_copy(relation(again).pk, site_admin, Decision.Action.CONFIRM)
    with pytest.raises(StaleDecision):
        decide_copy(relation(again).pk, editor, Decision.Action.REJECT, seen=0)


def test_an_article_is_a_copy_if_an_editor_says_so(editor: User) -> None:
    copy, original = (RevisionFactory(text=text).article for text in ("One.", "Two."))
    row = add_copy(copy, original, editor)
    assert (row.status, row.share) == ("confirmed", 0)
    assert Article.objects.get(pk=copy.pk).original == original


def test_what_the_machine_took_the_wrong_way_round_is_turned(
    first: Claim, again: Claim, editor: User
) -> None:
    wire, gazette = first.revision.article, again.revision.article
    add_copy(wire, gazette, editor)
    assert Article.objects.get(pk=wire.pk).original == gazette
    assert Article.objects.get(pk=gazette.pk).original is None
    with pytest.raises(DecisionError, match="reject that first"):
        add_copy(gazette, wire, editor)


def test_what_was_rejected_can_be_made_a_copy_again(
    first: Claim, again: Claim, editor: User
) -> None:
    decide_copy(relation(again).pk, editor, Decision.Action.REJECT)
    add_copy(again.revision.article, first.revision.article, editor)
    assert relation(again).status == "confirmed"
    assert relation(again).decisions.count() == 2


def test_an_article_is_no_copy_of_itself(first: Claim, editor: User) -> None:
    article = first.revision.article
    with pytest.raises(DecisionError, match="no copy of itself"):
        add_copy(article, article, editor)


def test_an_editor_decides_on_the_article_s_page(
    client: Client, again: Claim, editor: User
) -> None:
    client.force_login(editor)
    page = again.revision.article.get_absolute_url()
    assertContains(client.get(page), "Not a copy")
    address = reverse("copy_decide", args=[relation(again).pk])
    response = client.post(address, {"action": "reject", "seen": 0}, follow=True)
    assertRedirects(response, page)
    assertContains(response, "No copy, an editor says, of")
    assertContains(response, "Decisions about copies")


@pytest.mark.parametrize("form", ["number", "address here", "address there"])
def test_an_original_is_named_by_number_or_address(
    client: Client, editor: User, form: str
) -> None:
    client.force_login(editor)
    copy, original = RevisionFactory().article, RevisionFactory().article
    named = {
        "number": str(original.pk),
        "address here": f"http://testserver/articles/{original.pk}/?revision=1",
        "address there": original.url,
    }[form]
    address = reverse("copy_add", args=[copy.pk])
    response = client.post(address, {"original": named}, follow=True)
    assertRedirects(response, copy.get_absolute_url())
    assertContains(response, "A copy of")
    assert Copy.objects.get().original == original


@pytest.mark.parametrize(
    "named", ["", "nowhere", "987654321", "https://b.example/articles/{}/"]
)
def test_an_original_that_is_not_there_is_asked_for_again(
    client: Client, editor: User, named: str
) -> None:
    client.force_login(editor)
    address = reverse("copy_add", args=[RevisionFactory().article.pk])
    named = named.format(RevisionFactory().article.pk)
    response = client.post(address, {"original": named}, follow=True)
    assertContains(response, 'class="message error"')
    assert not Copy.objects.exists()


def test_readers_do_not_decide(client: Client, again: Claim, analyst: User) -> None:
    client.force_login(analyst)
    page = client.get(again.revision.article.get_absolute_url())
    assertNotContains(page, "Not a copy")
    address = reverse("copy_decide", args=[relation(again).pk])
    assert client.post(address, {"action": "reject", "seen": 0}).status_code == 403
