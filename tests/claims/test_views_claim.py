import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from claims.models import Link
from tests.factories import (
    TEXT,
    WORDS,
    AnalysisFactory,
    ClaimFactory,
    DecisionFactory,
    LinkFactory,
    RevisionFactory,
    make_dispute,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def test_a_claim_stands_in_its_paragraph(client: Client, dispute: Link) -> None:
    response = client.get(dispute.answered.get_absolute_url())
    assertContains(response, "The Southland minister said on Tuesday that")
    assertContains(response, f'<mark class="words">{WORDS}</mark>')
    assertNotContains(response, "which he called absurd")


def test_speaker_target_and_cue_are_marked(client: Client) -> None:
    def span(words: str) -> tuple[int, int]:
        start_char = TEXT.index(words, 36)
        return start_char, start_char + len(words)

    speaker, cue, target = map(span, ("The Southland minister", "said", "Northland"))
    claim = ClaimFactory(
        speaker_start_char=speaker[0],
        speaker_end_char=speaker[1],
        cue_start_char=cue[0],
        cue_end_char=cue[1],
        target_start_char=target[0],
        target_end_char=target[1],
    )
    response = client.get(claim.get_absolute_url())
    assertContains(response, '<mark class="speaker">The Southland minister</mark>')
    assertContains(response, '<mark class="cue">said</mark>')
    assertContains(response, '<mark class="words target">Northland</mark>')


def test_one_click_leads_to_the_place_in_the_article(
    client: Client, dispute: Link
) -> None:
    claim = dispute.answered
    place = f"/articles/{claim.revision.article_id}/?revision=1#claim-{claim.pk}"
    assertContains(client.get(claim.get_absolute_url()), place)
    article = client.get(claim.revision.article.get_absolute_url())
    assertContains(article, f'id="claim-{claim.pk}"')


def test_the_answer_stands_beside_with_how_long_it_took(
    client: Client, dispute: Link
) -> None:
    response = client.get(dispute.answered.get_absolute_url())
    assertContains(response, "What answers it")
    assertContains(response, "rejected the charge")
    assertContains(response, "1 day later")
    assertContains(response, "he speaks of “the charge”")
    assertContains(response, "link proposed by the machine, not checked")


def test_a_denial_shows_what_it_answers(client: Client, dispute: Link) -> None:
    response = client.get(dispute.answer.get_absolute_url())
    assertContains(response, "What it answers")
    assertContains(response, WORDS)


def test_a_claim_without_an_answer_says_so(client: Client) -> None:
    response = client.get(ClaimFactory().get_absolute_url())
    assertContains(response, "No answer to this claim was found")


def test_a_claim_of_responsibility_is_not_said_to_answer_anything(
    client: Client,
) -> None:
    claim = ClaimFactory(kind="claim_of_responsibility")
    response = client.get(claim.get_absolute_url())
    assertContains(response, "No dispute of this claim was found")
    assertNotContains(response, "What it answers")


def test_support_is_no_answer(client: Client) -> None:
    link = LinkFactory(relation="corroborates", answer__kind="accusation")
    response = client.get(link.answered.get_absolute_url())
    assertContains(response, "No answer to this claim was found")
    assertContains(response, "What supports it")


def test_other_sources_of_the_allegation_are_shown(
    client: Client, dispute: Link
) -> None:
    claim = dispute.answered
    other = ClaimFactory(allegation=claim.allegation, speaker__name="A third party")
    response = client.get(claim.get_absolute_url())
    assertContains(response, "Who else says it")
    assertContains(response, other.speaker.name)


def test_a_claim_tells_how_it_was_found(client: Client) -> None:
    revision = RevisionFactory()
    analysis = AnalysisFactory(revision=revision, pipeline_version="pipeline 7")
    claim = ClaimFactory(
        revision=revision,
        analysis=analysis,
        cue="said",
        confidence=0.8132,
        explanation={"pattern": "report verb", "frame_score": 0.756},
    )
    response = client.get(claim.get_absolute_url())
    for words in ("“said”", "report verb", "Frame score", "0.76", "0.81", "pipeline 7"):
        assertContains(response, words)


def test_the_citation_names_the_archived_text(client: Client) -> None:
    claim = ClaimFactory()
    response = client.get(claim.get_absolute_url())
    assertContains(response, claim.revision.sha256)
    assertContains(response, f"characters {claim.start_char}–{claim.end_char}")
    assertContains(response, f"http://testserver/claims/{claim.pk}/")


@pytest.mark.parametrize(
    ("fields", "badge"),
    [
        ({"status": "proposed"}, "machine-extracted, not checked"),
        ({"status": "confirmed"}, "confirmed by an editor"),
        ({"status": "confirmed", "origin": "person"}, "added by an editor"),
    ],
)
def test_a_badge_says_whether_a_person_looked(
    client: Client, fields: dict[str, str], badge: str
) -> None:
    assertContains(client.get(ClaimFactory(**fields).get_absolute_url()), badge)


def test_history_names_editors_only_to_those_who_signed_in(
    client: Client, analyst: User
) -> None:
    decision = DecisionFactory(user__username="edith", note="Checked twice")
    address = decision.claim.get_absolute_url()
    assertContains(client.get(address), "Checked twice")
    assertNotContains(client.get(address), "edith")
    client.force_login(analyst)
    assertContains(client.get(address), "edith")


def test_a_rejected_claim_is_shown_to_editors_only(
    client: Client, editor: User
) -> None:
    address = ClaimFactory(status="rejected").get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(editor)
    assertContains(client.get(address), "rejected by an editor")


@pytest.mark.parametrize("pk", ["987654", "99999999999999999999999"])
def test_a_claim_that_is_not_there_is_not_found(client: Client, pk: str) -> None:
    response = client.get(f"/claims/{pk}/")
    assert response.status_code == 404
    assertContains(response, "There is no such page", status_code=404)


def test_a_claim_of_the_articles_own_voice_has_no_speaker(client: Client) -> None:
    claim = ClaimFactory(speaker=None, quotation="narrator", target=None)
    assertContains(client.get(claim.get_absolute_url()), "The article")
