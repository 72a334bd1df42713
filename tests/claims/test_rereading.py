"""An article is read again: what becomes of its claims, and of what people decided."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from handmade import ACCUSATION, BLAME, DENIAL, TEXT, claim
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from actors.resolve import ActorIndex
from claims import extraction
from claims.decisions import add_link, decide_claim
from claims.models import Analysis, Anchor, Claim, Decision
from claims.nlp.readings import CharSpan, ClaimReading
from sources.models import Revision

WORDS = "the Northern Front bombed the market in Halden"
Pipeline = Callable[..., None]
Read = Callable[..., Analysis | None]


@pytest.fixture
def read(pipeline: Pipeline, index: ActorIndex) -> Read:
    """Read a revision, in which the pipeline finds these claims."""

    def read(revision: Revision, *claims: ClaimReading, version: str = "1") -> Any:
        pipeline(*claims, version=version)
        return extraction.analyse(revision.pk, None, index)

    return read


def later(revision: Revision, text: str, number: int = 2) -> Revision:
    return Revision.objects.create(article=revision.article, number=number, text=text)


def at(reading: ClaimReading, words: str, text: str) -> ClaimReading:
    """The same claim in the words of another version of the text."""
    start = text.index(words)
    span = CharSpan(start, start + len(words))
    parts = {name: getattr(reading, name) for name in ("kind", "speakers", "targets")}
    moved = claim(WORDS, **parts) if parts["kind"] == "accusation" else reading
    return type(moved)(**{**vars(moved), "accusation": span, "evidence": span})


SHIFTED = "A correction was added.\n\n" + TEXT
REWORDED = TEXT.replace("bombed the market", "may have bombed the market")
REWORDED_WORDS = "the Northern Front may have bombed the market in Halden"
WITHOUT = TEXT.replace("that the Northern Front bombed the market in Halden", "nothing")


def test_a_claim_that_stands_in_the_new_version_keeps_its_address(
    revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION)
    before = Claim.objects.get()
    second = later(revision, SHIFTED)
    read(second, at(ACCUSATION, WORDS, SHIFTED))
    after = Claim.objects.get()
    assert (after.pk, after.revision) == (before.pk, second)
    assert after.start_char == before.start_char + len("A correction was added.\n\n")
    anchor = Anchor.objects.get()
    assert (anchor.revision, anchor.start_char) == (revision, before.start_char)


def test_a_claim_that_was_reworded_keeps_its_address_and_old_words(
    revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION)
    pk = Claim.objects.get().pk
    second = later(revision, REWORDED)
    read(second, at(ACCUSATION, REWORDED_WORDS, REWORDED))
    after = Claim.objects.get()
    assert (after.pk, after.exact) == (pk, REWORDED_WORDS)
    assert Anchor.objects.get().exact == WORDS


def test_a_claim_whose_words_are_gone_is_kept_out_of_sight(
    revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION)
    second = later(revision, WITHOUT)
    read(second)
    gone = Claim.objects.get()
    assert (gone.revision, gone.missing_since) == (revision, second)
    assert not Claim.objects.visible().exists()


def test_a_claim_that_comes_back_is_the_same_claim(
    revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION)
    read(later(revision, WITHOUT))
    third = later(revision, SHIFTED, number=3)
    read(third, at(ACCUSATION, WORDS, SHIFTED))
    assert Claim.objects.get().revision == third
    assert Claim.objects.visible().exists()


def test_what_the_pipeline_no_longer_proposes_is_not_called_missing(
    revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION)
    read(later(revision, SHIFTED))
    assert not Claim.objects.exists()


def test_a_newer_pipeline_keeps_the_addresses_of_what_it_finds_again(
    revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION, BLAME)
    pks = set(Claim.objects.values_list("pk", flat=True))
    wider = claim("that the Northern Front bombed the market in Halden")
    read(revision, wider, BLAME, version="2")
    assert set(Claim.objects.values_list("pk", flat=True)) == pks
    assert not Anchor.objects.exists()


@pytest.mark.parametrize("action", ["confirm", "reject"])
def test_a_decision_is_carried_over_where_the_words_still_stand(
    revision: Revision, read: Read, editor: User, action: str
) -> None:
    read(revision, ACCUSATION)
    decided = decide_claim(Claim.objects.get().pk, editor, Decision.Action(action))
    second = later(revision, SHIFTED)
    read(second, at(ACCUSATION, WORDS, SHIFTED))
    after = Claim.objects.get()
    assert (after.pk, after.status) == (decided.pk, decided.status)
    assert (after.revision, after.missing_since) == (second, None)
    assert SHIFTED[after.start_char : after.end_char] == WORDS
    spoken = SHIFTED[after.speaker_start_char : after.speaker_end_char]
    assert spoken == "Adam Brook"


def test_a_decision_is_carried_over_though_the_pipeline_finds_nothing(
    revision: Revision, read: Read, editor: User
) -> None:
    read(revision, ACCUSATION)
    decide_claim(Claim.objects.get().pk, editor, Decision.Action.CONFIRM)
    second = later(revision, SHIFTED)
    read(second)
    assert Claim.objects.get().revision == second


def test_of_equal_words_those_with_the_same_surroundings_are_meant(
    revision: Revision, read: Read, editor: User
) -> None:
    read(revision, ACCUSATION)
    decide_claim(Claim.objects.get().pk, editor, Decision.Action.CONFIRM)
    text = f"In brief: {WORDS} again.\n\n{TEXT}"
    read(later(revision, text))
    after = Claim.objects.get()
    assert text[: after.start_char].endswith("said on Tuesday that ")


def test_a_decided_claim_whose_words_are_gone_says_so_and_stays_in_sight(
    client: Client, revision: Revision, read: Read, editor: User
) -> None:
    read(revision, ACCUSATION)
    decide_claim(Claim.objects.get().pk, editor, Decision.Action.CONFIRM)
    read(later(revision, WITHOUT))
    claim = Claim.objects.visible().get()
    assert (claim.revision, claim.missing_since.number) == (revision, 2)
    page = client.get(claim.get_absolute_url())
    assertContains(page, "Since version 2 of the article these words are no longer")
    assertContains(client.get("/claims/"), "no longer in the article")


def test_links_of_people_go_on_with_their_claims(
    revision: Revision, read: Read, editor: User
) -> None:
    read(revision, ACCUSATION, DENIAL)
    denial, charge = (Claim.objects.get(kind=k) for k in ("denial", "accusation"))
    link = add_link(denial, charge, "denies", editor)
    second = later(revision, SHIFTED)
    read(second)
    link.refresh_from_db()
    assert link.answer.revision == link.answered.revision == second


def test_a_version_that_is_read_late_does_not_take_the_claims_back(
    revision: Revision, read: Read
) -> None:
    second = later(revision, SHIFTED)
    read(second, at(ACCUSATION, WORDS, SHIFTED))
    late = read(revision, ACCUSATION)
    assert late.state == Analysis.State.SUPERSEDED
    assert Claim.objects.get().revision == second


# Pages


def test_the_changes_of_text_and_claims_are_shown(
    client: Client, revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION, BLAME)
    text = REWORDED.replace("A senior official also blamed the Northern Front.", "")
    read(later(revision, text), at(ACCUSATION, REWORDED_WORDS, text))
    response = client.get(f"/articles/{revision.article_id}/changes/")
    changes = response.context["changes"]
    assert [c.exact for c in changes.vanished] == ["blamed the Northern Front"]
    assert [c.claim.exact for c in changes.reworded] == [REWORDED_WORDS]
    assertContains(response, "<ins>may have </ins>")
    assertContains(response, "In other words")


def test_a_claim_that_came_with_the_new_version_appeared(
    client: Client, revision: Revision, read: Read
) -> None:
    first = later(revision, WITHOUT, number=2)
    read(first)
    read(later(revision, TEXT, number=3), ACCUSATION)
    response = client.get(f"/articles/{revision.article_id}/changes/")
    assert [c.exact for c in response.context["changes"].appeared] == [WORDS]
    address = f"/articles/{revision.article_id}/changes/?from=1&to=3"
    assert client.get(address).context["changes"].appeared == []


def test_what_is_read_late_in_words_that_stood_before_stands_as_it_was(
    client: Client, revision: Revision, read: Read
) -> None:
    read(later(revision, SHIFTED), at(ACCUSATION, WORDS, SHIFTED))
    response = client.get(f"/articles/{revision.article_id}/changes/")
    assertContains(response, "1 claim stands as it was.")


def test_an_earlier_version_shows_the_claims_as_they_stood_in_it(
    client: Client, revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION, BLAME)
    text = REWORDED.replace("A senior official also blamed the Northern Front.", "")
    read(later(revision, text), at(ACCUSATION, REWORDED_WORDS, text))
    address = f"/articles/{revision.article_id}/?revision=1"
    shown = client.get(address).context["claims"]
    assert [c.exact for c in shown] == [WORDS, "blamed the Northern Front"]
    latest = client.get(f"/articles/{revision.article_id}/").context["claims"]
    assert [c.exact for c in latest] == [REWORDED_WORDS]


def test_a_claim_shows_what_it_said_in_earlier_versions(
    client: Client, revision: Revision, read: Read, editor: User
) -> None:
    read(revision, ACCUSATION)
    read(later(revision, REWORDED), at(ACCUSATION, REWORDED_WORDS, REWORDED))
    claim = Claim.objects.get()
    page = client.get(claim.get_absolute_url())
    assertContains(page, f"?revision=1#claim-{claim.pk}")
    assertContains(page, f'<q dir="auto">{WORDS}</q>', html=True)


def test_markup_in_a_text_is_shown_as_it_stands(
    client: Client, revision: Revision
) -> None:
    later(revision, TEXT + "\n\n<script>alert(1)</script>")
    response = client.get(f"/articles/{revision.article_id}/changes/")
    assertContains(response, "&lt;script&gt;")
    assertNotContains(response, "<script>alert")


@pytest.mark.parametrize(
    "query", ["?from=2&to=2", "?from=2&to=1", "?to=9", "?from=x", "?to=1"]
)
def test_versions_that_make_no_sense_are_not_found(
    client: Client, revision: Revision, query: str
) -> None:
    later(revision, SHIFTED)
    address = f"/articles/{revision.article_id}/changes/{query}"
    assert client.get(address).status_code == 404


def test_what_was_not_read_yet_is_not_called_vanished(
    client: Client, revision: Revision, read: Read
) -> None:
    read(revision, ACCUSATION)
    later(revision, WITHOUT)
    response = client.get(f"/articles/{revision.article_id}/changes/")
    assertContains(response, "waiting to be read for claims")
    assertNotContains(response, "No longer in the article")


def test_an_article_with_one_version_has_no_changes(
    client: Client, revision: Revision
) -> None:
    address = f"/articles/{revision.article_id}/changes/"
    assert client.get(address).status_code == 404


def test_pages_of_versions_take_few_queries(
    client: Client,
    revision: Revision,
    read: Read,
    editor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    read(revision, ACCUSATION, BLAME, DENIAL)
    read(later(revision, REWORDED), at(ACCUSATION, REWORDED_WORDS, REWORDED))
    client.force_login(editor)
    for address in ("changes/", "", "?revision=1"):
        with django_assert_max_num_queries(12):
            client.get(f"/articles/{revision.article_id}/{address}")
