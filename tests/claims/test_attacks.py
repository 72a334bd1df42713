"""Allegations that name different parties for one attack find each other."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.attacks import tie_allegations
from claims.models import Allegation, Claim
from sources.models import Revision
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    ClaimFactory,
    RevisionFactory,
)

pytestmark = pytest.mark.django_db

NORTH = "Northland was behind the bombing of the ferry Aurora at Aldmouth"
BRIGADE = "the Coast Brigade carried out the bombing of the ferry at Aldmouth"
OTHER = "the Coast Brigade shot two envoys in Westhaven"
TEXT = f"Some say that {NORTH}. Others say that {BRIGADE}. Long ago {OTHER}."


def charge(
    name: str, exact: str, revisions: list[Revision], **values: object
) -> Allegation:
    """An allegation with a charge in each of the articles."""
    target = ActorFactory(name=name)
    allegation = AllegationFactory(
        target=target, category="commits_attack", first_said_on=date(2017, 10, 4)
    )
    for revision in revisions:
        ClaimFactory(
            revision=revision,
            exact=exact,
            target=target,
            allegation=allegation,
            category="commits_attack",
            **values,
        )
    return allegation


def articles(count: int) -> list[Revision]:
    return [RevisionFactory(text=TEXT) for _ in range(count)]


def attack_of(allegation: Allegation) -> object:
    allegation.refresh_from_db()
    return allegation.attack


def test_parties_that_two_articles_name_for_the_same_deed_are_tied() -> None:
    both = articles(2)
    north, brigade = charge("Northland", NORTH, both), charge("Brigade", BRIGADE, both)
    tie_allegations([north.pk])
    assert attack_of(north) == attack_of(brigade) is not None
    assert str(north.attack) == "The bombing of the ferry Aurora"


def test_one_article_alone_is_too_little() -> None:
    one = articles(1)
    north, brigade = charge("Northland", NORTH, one), charge("Brigade", BRIGADE, one)
    tie_allegations([north.pk, brigade.pk])
    assert attack_of(north) is None


def test_one_article_is_enough_where_a_party_claims_the_deed() -> None:
    one = articles(1)
    north = charge("Northland", NORTH, one)
    charge("Brigade", BRIGADE, one, kind=Claim.Kind.CLAIM_OF_RESPONSIBILITY)
    tie_allegations([north.pk])
    assert attack_of(north) is not None


def test_the_same_words_about_two_parties_are_one_deed() -> None:
    one = articles(1)
    north, west = charge("Northland", NORTH, one), charge("Westland", NORTH, one)
    tie_allegations([west.pk])
    assert attack_of(north) == attack_of(west) is not None


def test_another_deed_in_the_same_articles_is_not_tied() -> None:
    both = articles(2)
    north = charge("Northland", NORTH, both)
    charge("Brigade", OTHER, both)
    tie_allegations([north.pk])
    assert attack_of(north) is None


def test_what_was_first_said_long_apart_is_not_tied() -> None:
    both = articles(2)
    north, brigade = charge("Northland", NORTH, both), charge("Brigade", BRIGADE, both)
    Allegation.objects.filter(pk=brigade.pk).update(first_said_on=date(2012, 1, 1))
    tie_allegations([north.pk])
    assert attack_of(north) is None


def test_what_a_person_untied_is_left_alone() -> None:
    both = articles(2)
    north, brigade = charge("Northland", NORTH, both), charge("Brigade", BRIGADE, both)
    Allegation.objects.filter(pk=brigade.pk).update(is_tie_decided=True)
    tie_allegations([north.pk, brigade.pk])
    assert attack_of(north) is None


def test_a_third_party_joins_the_attack_of_the_others() -> None:
    both = articles(2)
    north, brigade = charge("Northland", NORTH, both), charge("Brigade", BRIGADE, both)
    tie_allegations([north.pk])
    west = charge("Westland", NORTH, both)
    tie_allegations([west.pk])
    assert attack_of(west) == attack_of(brigade)


def test_more_rivals_cost_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    both = articles(2)
    alone = charge("Northland", NORTH, both)
    others = [charge(f"Brigade {number}", OTHER, both) for number in range(4)]
    with django_assert_num_queries(6):
        tie_allegations([alone.pk])
    assert attack_of(alone) is None
    Claim.objects.filter(allegation__in=others[1:]).delete()
    with django_assert_num_queries(6):
        tie_allegations([alone.pk])
