from datetime import date

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims import selectors
from claims.answers import answered, unanswered
from claims.models import Claim
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    ArticleFactory,
    ClaimFactory,
    LinkFactory,
    RevisionFactory,
)

pytestmark = pytest.mark.django_db


def test_a_list_row_knows_its_answers_and_when_the_first_came() -> None:
    claim = ClaimFactory(said_on=date(2017, 10, 3))
    for day in (7, 5):
        denial = ClaimFactory(kind="denial", said_on=date(2017, 10, day))
        LinkFactory(answered=claim, answer=denial)
    LinkFactory(answered=claim, status="rejected")
    LinkFactory(answered=claim, relation="corroborates")
    row = selectors.listed_claims().get(pk=claim.pk)
    assert (row.answer_count, row.first_answer_on) == (2, date(2017, 10, 5))


def test_a_list_row_knows_what_it_answers() -> None:
    denial = LinkFactory().answer
    LinkFactory(answer=denial)
    row = selectors.listed_claims().get(pk=denial.pk)
    assert (row.answers_count, row.answer_count) == (2, 0)
    assert row.first_answer_on is None


def test_a_list_takes_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        LinkFactory()
    with django_assert_num_queries(1):
        for claim in selectors.listed_claims():
            assert claim.speaker_label
            assert claim.target_label
            assert claim.revision.article.outlet.name


def test_an_answer_that_was_rejected_is_no_answer() -> None:
    link = LinkFactory(answer__status="rejected")
    assert list(answered(Claim.objects.all())) == []
    assert list(unanswered(Claim.objects.all())) == [link.answered]


def test_answers_come_oldest_first() -> None:
    claim = ClaimFactory()
    late = LinkFactory(answered=claim, answer__said_on=date(2018, 1, 1))
    early = LinkFactory(answered=claim, answer__said_on=date(2017, 11, 1))
    assert selectors.answers_to(claim) == [early, late]


def test_who_else_says_it_leaves_out_replies_and_the_claim_itself() -> None:
    allegation = AllegationFactory()
    claim = ClaimFactory(allegation=allegation)
    other = ClaimFactory(allegation=allegation)
    ClaimFactory(allegation=allegation, kind="denial")
    ClaimFactory()
    assert list(selectors.same_allegation(claim)) == [other]


def test_a_claim_outside_of_allegations_is_said_by_nobody_else() -> None:
    ClaimFactory()
    assert not selectors.same_allegation(ClaimFactory())


def test_an_allegation_counts_what_is_said_where() -> None:
    allegation = AllegationFactory()
    revision = RevisionFactory()
    ClaimFactory(allegation=allegation, revision=revision)
    ClaimFactory(allegation=allegation, revision=revision)
    ClaimFactory(allegation=allegation)
    ClaimFactory(allegation=allegation, status="rejected")
    ClaimFactory(allegation=allegation, kind="denial")
    row = selectors.listed_allegations().get()
    assert (row.accusation_count, row.outlet_count, row.reply_count) == (3, 2, 1)
    assert row.independent_count == 2
    assert not row.is_answered


def test_an_allegation_is_answered_by_a_denial_of_another_one() -> None:
    allegation = AllegationFactory()
    LinkFactory(answered__allegation=allegation)
    assert selectors.listed_allegations().get().is_answered


def test_an_allegation_that_nobody_makes_is_not_listed() -> None:
    AllegationFactory()
    ClaimFactory(allegation=AllegationFactory(), status="rejected")
    assert not selectors.listed_allegations().exists()


def test_voices_are_in_the_order_of_their_first_words() -> None:
    late, early = ActorFactory(name="Late"), ActorFactory(name="Early")
    claims = [
        ClaimFactory(speaker=late, said_on=date(2017, 3, 1)),
        ClaimFactory(speaker=early, said_on=date(2017, 9, 1), is_hedged=True),
        ClaimFactory(speaker=early, said_on=date(2017, 1, 1)),
    ]
    first, second = selectors.voices(claims)
    assert (first.actor, first.times, first.hedged) == (early, 2, 1)
    assert (first.first, first.last) == (date(2017, 1, 1), date(2017, 9, 1))
    assert second.name == "Late"


def test_an_actor_counts_its_own_claims_and_those_of_its_spokesmen() -> None:
    actor = ActorFactory()
    ClaimFactory(speaker=actor)
    ClaimFactory(speaker=None, speaker_body=actor, kind="denial")
    ClaimFactory(speaker=actor, speaker_body=actor, kind="no_comment")
    answered = ClaimFactory(target=actor)
    LinkFactory(answered=answered)
    ClaimFactory(target=actor)
    ClaimFactory(target=actor, status="rejected")
    assert selectors.actor_counts(actor) == {
        "accusations": 1,
        "responsibility": 0,
        "denials": 1,
        "admissions": 0,
        "no_comments": 1,
        "accused": 2,
        "accused_unanswered": 1,
    }


def test_actors_in_claims_are_speakers_targets_and_bodies() -> None:
    body, idle = ActorFactory(), ActorFactory()
    claim = ClaimFactory(speaker_body=body)
    found = set(selectors.in_claims(selectors.listed_actors()))
    assert found == {claim.speaker, claim.target, body}
    assert idle not in found


def test_outlets_count_articles_and_claims() -> None:
    claim = ClaimFactory()
    outlet = claim.revision.article.outlet
    ArticleFactory(outlet=outlet, published_at=timezone.now())
    row = selectors.listed_outlets().get(pk=outlet.pk)
    assert (row.article_count, row.claim_count) == (2, 1)
    assert row.latest.date() == timezone.now().date()


def test_claims_per_day_are_counted_by_kind() -> None:
    day = date(2017, 10, 4)
    for kind in ("accusation", "accusation", "denial"):
        ClaimFactory(kind=kind, said_on=day)
    ClaimFactory(said_on=date(2016, 1, 1))
    counted = selectors.claims_per_day(selectors.listed_claims())
    assert list(counted) == [date(2016, 1, 1), day]
    assert counted[day] == {"accusation": 2, "denial": 1}
