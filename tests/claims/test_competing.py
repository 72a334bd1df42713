"""For one attack: every party that is named, by whom, and what it says."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains

from claims.competing import Competition, competition, listed_attacks
from claims.models import Attack, Claim
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    AttackFactory,
    ClaimFactory,
    LinkFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def attack() -> Attack:
    return AttackFactory()


def named(attack: Attack, name: str, day: int = 4, **values: object) -> Claim:
    """A charge against a party of its own."""
    target = ActorFactory(name=name)
    allegation = AllegationFactory(
        attack=attack, target=target, category="commits_attack"
    )
    return ClaimFactory(
        target=target,
        allegation=allegation,
        said_on=date(2017, 10, day),
        category="commits_attack",
        **values,
    )


def stands(found: Competition) -> dict[str, str]:
    return {party.name: party.stand for party in found.parties}


def test_parties_stand_in_the_order_in_which_they_were_named(attack: Attack) -> None:
    named(attack, "Northland", 6)
    named(attack, "Coast Brigade", 4)
    assert list(stands(competition(attack))) == ["Coast Brigade", "Northland"]


def test_each_party_has_its_stand(attack: Attack) -> None:
    denied, silent = named(attack, "Northland"), named(attack, "Westland")
    LinkFactory(answered=denied)
    LinkFactory(answered=silent, relation="disputes")
    named(attack, "Coast Brigade", kind="claim_of_responsibility")
    quiet = named(attack, "Eastland")
    ClaimFactory(kind="no_comment", exact="absurd", allegation=quiet.allegation)
    assert stands(competition(attack)) == {
        "Northland": "denies",
        "Westland": "silent",
        "Coast Brigade": "claims",
        "Eastland": "no_comment",
    }


def test_a_party_that_claims_it_and_denies_it_does_both(attack: Attack) -> None:
    claim = named(attack, "Coast Brigade", kind="claim_of_responsibility")
    ClaimFactory(
        kind="denial",
        exact="absurd",
        speaker=claim.target,
        target=claim.target,
        allegation=claim.allegation,
    )
    assert stands(competition(attack)) == {"Coast Brigade": "both"}


@pytest.mark.parametrize(
    ("claiming", "is_claimed", "is_competing"),
    [(0, False, False), (1, True, False), (2, True, True)],
)
def test_claims_of_responsibility_compete_when_there_are_several(
    attack: Attack, claiming: int, is_claimed: bool, is_competing: bool
) -> None:
    named(attack, "Northland")
    for number in range(claiming):
        named(attack, f"Brigade {number}", kind="claim_of_responsibility")
    found = competition(attack)
    assert (found.is_claimed, found.is_competing) == (is_claimed, is_competing)


def test_what_was_merged_or_is_hidden_is_no_party(attack: Attack) -> None:
    merged = named(attack, "Northland").allegation
    merged.merged_into = named(attack, "Northland again").allegation
    merged.save()
    named(attack, "Westland", status="rejected")
    assert list(stands(competition(attack))) == ["Northland again"]


def test_attacks_with_one_party_are_not_listed(attack: Attack) -> None:
    named(attack, "Northland")
    assert not listed_attacks().exists()
    named(attack, "Coast Brigade")
    assert listed_attacks().get().party_count == 2


def test_every_statement_leads_to_its_words_in_the_article(
    client: Client, attack: Attack
) -> None:
    claim = named(attack, "Northland")
    response = client.get(attack.get_absolute_url())
    article = claim.revision.article.get_absolute_url()
    assertContains(response, f"{article}?revision=1#claim-{claim.pk}")
    assertContains(client.get(claim.allegation.get_absolute_url()), "competing claims")


def test_an_attack_without_parties_keeps_its_address(
    client: Client, attack: Attack
) -> None:
    response = client.get(attack.get_absolute_url())
    assertContains(response, "No allegation is tied to this attack any more.")


def test_pages_take_few_queries(
    client: Client,
    attack: Attack,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        LinkFactory(answered=named(attack, f"Party {number}"))
    for address in (attack.get_absolute_url(), "/attacks/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
