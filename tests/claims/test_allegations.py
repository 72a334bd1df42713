"""Claims that say the same of the same target are one allegation."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from actors.models import Actor
from claims.allegations import refresh_allegations
from claims.decisions import decide_claim
from claims.linking.writer import link_claims
from claims.models import Allegation, Claim, Decision
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    ClaimFactory,
    RevisionFactory,
)

TEXT = (
    "Southland blames Northland for the ferry bombing\n\n"
    "Northland bombed the ferry Aurora, a Southland minister said on Tuesday. "
    "Northland denied that it bombed the ferry Aurora."
)
CHARGE = "Northland bombed the ferry Aurora"
DENIAL = "denied that it bombed the ferry Aurora"
OTHER_TEXT = (
    "Envoys accused Northland of hiding two bankers behind the Grenzau forgeries."
)
OTHER_CHARGE = "accused Northland of hiding two bankers behind the Grenzau forgeries"


@pytest.fixture
def northland(db: None) -> Actor:
    return ActorFactory(name="Northland")


def claim_of(target: Actor | None, exact: str = CHARGE, **values: object) -> Claim:
    """A claim in an article of its own."""
    text = TEXT if exact in TEXT else OTHER_TEXT
    defaults = {"category": "commits_attack", "exact": exact, "target": target}
    return ClaimFactory(revision=RevisionFactory(text=text), **(defaults | values))


def link(*claims: Claim) -> None:
    link_claims([claim.pk for claim in claims])
    for claim in claims:
        claim.refresh_from_db()


def test_the_same_charge_in_two_articles_is_one_allegation(northland: Actor) -> None:
    first = claim_of(northland, said_on=date(2019, 3, 5))
    second = claim_of(northland, said_on=date(2019, 3, 8))
    link(first)
    link(second)
    allegation = Allegation.objects.get()
    assert {first.allegation, second.allegation} == {allegation}
    assert allegation.target == northland
    assert (allegation.first_said_on, allegation.last_said_on) == (
        date(2019, 3, 5),
        date(2019, 3, 8),
    )


def test_another_kind_of_charge_is_another_allegation(northland: Actor) -> None:
    link(claim_of(northland), claim_of(northland, category="harbours"))
    assert Allegation.objects.count() == 2


def test_another_deed_is_another_allegation(northland: Actor) -> None:
    link(
        claim_of(northland), claim_of(northland, OTHER_CHARGE, said_on=date(2003, 1, 1))
    )
    assert Allegation.objects.count() == 2


def test_another_target_is_another_allegation(northland: Actor) -> None:
    link(claim_of(northland), claim_of(ActorFactory(name="Eastland")))
    assert Allegation.objects.count() == 2


def test_a_denial_joins_the_allegation_that_it_answers(northland: Actor) -> None:
    accusation, denial = claim_of(northland), claim_of(northland, DENIAL, kind="denial")
    link(accusation, denial)
    assert denial.allegation == accusation.allegation


def test_a_denial_that_came_first_joins_when_the_charge_comes(northland: Actor) -> None:
    denial = claim_of(northland, DENIAL, kind="denial")
    link(denial)
    assert denial.allegation is None
    link(claim_of(northland))
    denial.refresh_from_db()
    assert denial.allegation == Allegation.objects.get()


def test_linking_again_changes_nothing(northland: Actor) -> None:
    claims = claim_of(northland), claim_of(northland), claim_of(northland, DENIAL)
    link(*claims)
    before = list(Allegation.objects.values())
    link(*claims)
    assert list(Allegation.objects.values()) == before


def test_a_decided_claim_stays_in_its_allegation(northland: Actor) -> None:
    pinned = AllegationFactory(target=northland, category="commits_attack")
    claim = claim_of(northland, allegation=pinned, status="confirmed")
    link(claim, claim_of(northland))
    claim.refresh_from_db()
    assert claim.allegation == pinned


def test_an_allegation_without_claims_keeps_its_address(northland: Actor) -> None:
    empty = AllegationFactory(title="Northland blamed for the ferry")
    refresh_allegations([empty.pk])
    assert Allegation.objects.get().title == "Northland blamed for the ferry"


def test_the_address_of_an_allegation_that_lost_its_claims_leads_to_them(
    northland: Actor,
) -> None:
    first = claim_of(northland)
    link(first)
    old = AllegationFactory(target=northland, category="commits_attack")
    older = AllegationFactory(merged_into=old)
    unlikely = claim_of(northland, allegation=old, confidence=0.1)
    link(claim_of(northland, allegation=old))
    unlikely.refresh_from_db()
    assert unlikely.allegation == first.allegation
    for emptied in (old, older):
        emptied.refresh_from_db()
        assert emptied.merged_into == first.allegation


def test_the_machine_takes_no_claim_from_a_pinned_allegation(northland: Actor) -> None:
    first = claim_of(northland)
    link(first)
    pinned = AllegationFactory(category="commits_attack", is_pinned=True)
    kept = claim_of(northland, allegation=pinned)
    link(kept)
    assert kept.allegation == pinned != first.allegation


@pytest.mark.parametrize("decided", ["has_own_title", "is_tie_decided"])
def test_what_people_said_of_an_allegation_holds_its_claims(
    northland: Actor, decided: str
) -> None:
    link(claim_of(northland))
    home = AllegationFactory(category="commits_attack", **{decided: True})
    kept = claim_of(northland, allegation=home)
    link(kept)
    assert kept.allegation == home


def test_a_claim_stays_where_it_is_while_it_fits_there(northland: Actor) -> None:
    homes = [AllegationFactory(category="commits_attack") for _ in range(2)]
    claims = [claim_of(northland, allegation=home) for home in homes * 2]
    link(*claims[:1])
    assert claims[0].allegation == homes[0]


def test_the_machine_leaves_a_title_by_a_person_alone(northland: Actor) -> None:
    claim = claim_of(northland)
    link(claim)
    Allegation.objects.update(title="The ferry", has_own_title=True)
    link(claim_of(northland))
    assert Allegation.objects.get().title == "The ferry"


def test_an_allegation_that_others_were_merged_into_stays(northland: Actor) -> None:
    whole = AllegationFactory()
    AllegationFactory(merged_into=whole)
    refresh_allegations([whole.pk])
    assert Allegation.objects.count() == 2


def test_the_dates_follow_a_claim_that_was_rejected(northland: Actor) -> None:
    early = claim_of(northland, said_on=date(2019, 3, 5))
    late = claim_of(northland, said_on=date(2019, 3, 8))
    link(early, late)
    editor = User.objects.create_user("editor")
    decide_claim(early.pk, editor, Decision.Action.REJECT)
    link(early)
    assert Allegation.objects.get().first_said_on == date(2019, 3, 8)
