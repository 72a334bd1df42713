"""Who answered an accusation: the accused, others, nobody, or "no comment"."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from claims.answers import (
    STATES,
    allegations_in_state,
    answers_to_all,
    in_state,
    with_answers,
)
from claims.models import Allegation, Claim, ClaimQuerySet, Link
from tests.factories import ActorFactory, AllegationFactory, ClaimFactory, LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims() -> dict[str, Claim]:
    """An accusation in each state, by the state's name."""
    found = {
        name: ClaimFactory(allegation=AllegationFactory(title=name))
        for name in ("accused", "others", "no_comment", "no")
    }
    LinkFactory(
        answered=found["accused"],
        answer__said_on=date(2017, 10, 7),
        answer__speaker__name="Ole Nord",
    )
    for name in ("accused", "others"):
        LinkFactory(answered=found[name], relation=Link.Relation.DISPUTES)
    silence(allegation=found["no_comment"].allegation)
    return found


def silence(**values: object) -> Claim:
    return ClaimFactory(kind="no_comment", exact="absurd", **values)


def names(claims: ClaimQuerySet) -> set[str]:
    return set(claims.values_list("allegation__title", flat=True))


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("yes", {"accused", "others"}),
        ("accused", {"accused"}),
        ("others", {"others"}),
        ("no_comment", {"no_comment"}),
        ("no", {"no_comment", "no"}),
    ],
)
def test_claims_and_allegations_are_filtered_by_who_answered(
    claims: dict[str, Claim], state: str, found: set[str]
) -> None:
    accusations = Claim.objects.filter(pk__in=[c.pk for c in claims.values()])
    assert names(in_state(accusations, state)) == found
    listed = allegations_in_state(Allegation.objects.all(), state)
    assert set(listed.values_list("title", flat=True)) == found


def test_a_row_says_by_whom_and_when_the_accused_side_answered(
    claims: dict[str, Claim],
) -> None:
    rows = {c.pk: c for c in with_answers(Claim.objects.all())}
    answered = rows[claims["accused"].pk]
    assert answered.first_reply_by == "Ole Nord"
    assert answered.first_reply_on == date(2017, 10, 7)
    assert rows[claims["others"].pk].first_reply_on is None
    assert rows[claims["no_comment"].pk].has_no_comment
    assert not rows[claims["no"].pk].has_no_comment


def test_a_rejected_answer_is_none(claims: dict[str, Claim]) -> None:
    Link.objects.update(status="rejected")
    assert not in_state(Claim.objects.all(), "yes").exists()


def test_a_silence_in_the_same_article_counts_without_an_allegation() -> None:
    accused = ActorFactory()
    claim = ClaimFactory(target=accused)
    silence(revision=claim.revision, target=None, speaker=accused)
    assert list(in_state(Claim.objects.all(), "no_comment")) == [claim]


def test_a_silence_of_somebody_else_or_before_does_not_count() -> None:
    claim = ClaimFactory(allegation=AllegationFactory())
    silence(revision=claim.revision)
    silence(allegation=claim.allegation, said_on=date(2016, 1, 1))
    assert not in_state(Claim.objects.all(), "no_comment").exists()


def test_claims_without_a_target_are_no_matter_of_anybodys_silence() -> None:
    claim = ClaimFactory(target=None)
    silence(revision=claim.revision, target=None, speaker=None)
    assert not in_state(Claim.objects.all(), "no_comment").exists()


def test_an_allegation_sums_up_its_answers(claims: dict[str, Claim]) -> None:
    pks = [claim.pk for claim in claims.values()]
    accusing = list(with_answers(Claim.objects.filter(pk__in=pks)))
    links = list(Link.objects.select_related("answer"))
    answers = answers_to_all(accusing, links)
    assert (answers.by_accused, answers.by_others, answers.no_comment) == (1, 1, 1)
    assert answers.unanswered == 2
    assert answers.first.answer.speaker.name == "Ole Nord"


@pytest.mark.parametrize("state", [value for value, _ in STATES])
def test_lists_take_every_state(
    client: Client, claims: dict[str, Claim], state: str
) -> None:
    for page in ("claims", "allegations"):
        response = client.get(f"/{page}/?answered={state}")
        assert response.context["page"].object_list


def test_a_state_that_does_not_exist_lists_nothing(
    client: Client, claims: dict[str, Claim]
) -> None:
    response = client.get("/allegations/?answered=perhaps")
    assert not response.context["page"].object_list
    assertContains(response, "perhaps is not one of the available choices")


def test_the_pages_say_what_became_of_an_accusation(
    client: Client, claims: dict[str, Claim]
) -> None:
    said = {
        "accused": ("Answered by the accused’s side: Ole Nord", "first by Ole Nord"),
        "others": ("Disputed by others only", "disputed by others only"),
        "no_comment": ("Asked, and without comment", "no comment given"),
        "no": ("No answer to this claim was found", "never answered"),
    }
    for name, (on_claim, on_allegation) in said.items():
        claim = claims[name]
        assertContains(client.get(claim.get_absolute_url()), on_claim)
        page = client.get(claim.allegation.get_absolute_url())
        assertContains(page, on_allegation)
