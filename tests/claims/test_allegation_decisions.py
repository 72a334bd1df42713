"""Editors mend allegations, and no machine run undoes it."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from actors.models import Actor
from claims import allegation_decisions as decisions
from claims.decisions import DecisionError, StaleDecision, decide_claim
from claims.history import decisions_on
from claims.linking.writer import link_claims
from claims.models import Allegation, Claim, Decision
from tests.factories import (
    ActorFactory,
    AllegationFactory,
    AttackFactory,
    ClaimFactory,
    RevisionFactory,
)

TEXT = "Northland bombed the ferry Aurora, a Southland minister said on Tuesday."
OTHER_TEXT = (
    "Envoys accused Northland of hiding two bankers behind the Grenzau forgeries."
)
FERRY = "Northland bombed the ferry Aurora"
BANKERS = "accused Northland of hiding two bankers behind the Grenzau forgeries"


@pytest.fixture
def northland(db: None) -> Actor:
    return ActorFactory(name="Northland")


def claim_of(target: Actor, exact: str = FERRY, **values: object) -> Claim:
    defaults = {"category": "commits_attack", "exact": exact, "target": target}
    text = TEXT if exact in TEXT else OTHER_TEXT
    return ClaimFactory(revision=RevisionFactory(text=text), **(defaults | values))


def link(*claims: Claim) -> None:
    link_claims([claim.pk for claim in claims])
    for claim in claims:
        claim.refresh_from_db()


@pytest.fixture
def apart(northland: Actor) -> tuple[Claim, Claim]:
    """Two claims that the machine puts into two allegations."""
    ferry = claim_of(northland)
    bankers = claim_of(northland, BANKERS, said_on=date(2003, 1, 1))
    link(ferry, bankers)
    assert ferry.allegation != bankers.allegation
    return ferry, bankers


@pytest.fixture
def together(northland: Actor) -> list[Claim]:
    """Three claims that the machine puts into one allegation."""
    claims = [claim_of(northland) for _ in range(3)]
    link(*claims)
    assert len({claim.allegation for claim in claims}) == 1
    return claims


def test_a_merge_moves_the_claims_and_leads_the_old_address_on(
    apart: tuple[Claim, Claim], editor: User
) -> None:
    ferry, bankers = apart
    into = decisions.merge(bankers.allegation_id, ferry.allegation_id, editor)
    assert into == ferry.allegation
    assert set(into.claims.all()) == {ferry, bankers}
    assert into.first_said_on == date(2003, 1, 1)
    bankers.allegation.refresh_from_db()
    assert bankers.allegation.merged_into == into


def test_no_machine_run_undoes_a_merge(
    apart: tuple[Claim, Claim], editor: User
) -> None:
    ferry, bankers = apart
    into = decisions.merge(bankers.allegation_id, ferry.allegation_id, editor)
    link(ferry, bankers)
    link(bankers)
    assert ferry.allegation == bankers.allegation == into


def test_merging_on_leads_all_old_addresses_to_the_end(
    apart: tuple[Claim, Claim], editor: User
) -> None:
    ferry, bankers = apart
    last = AllegationFactory()
    decisions.merge(bankers.allegation_id, ferry.allegation_id, editor)
    decisions.merge(ferry.allegation_id, last.pk, editor)
    assert set(Allegation.objects.exclude(pk=last.pk)) == set(last.merged.all())


def test_a_merge_that_is_sent_twice_is_done_once(
    apart: tuple[Claim, Claim], editor: User
) -> None:
    ferry, bankers = apart
    for _ in range(2):
        decisions.merge(bankers.allegation_id, ferry.allegation_id, editor)
    assert Decision.objects.count() == 1


def test_an_allegation_is_not_merged_into_itself(
    apart: tuple[Claim, Claim], editor: User
) -> None:
    with pytest.raises(DecisionError):
        decisions.merge(apart[0].allegation_id, apart[0].allegation_id, editor)


def test_a_split_puts_claims_into_an_allegation_of_their_own(
    together: list[Claim], editor: User
) -> None:
    old = together[0].allegation
    new = decisions.split(old.pk, [together[2].pk], editor)
    assert new != old
    assert list(new.claims.all()) == [together[2]]
    assert new.title == "Northland accused of bombing the ferry Aurora"
    assert new.target == old.target


def test_no_machine_run_undoes_a_split(together: list[Claim], editor: User) -> None:
    old = together[0].allegation
    new = decisions.split(old.pk, [together[2].pk], editor)
    link(*together)
    assert [claim.allegation for claim in together] == [old, old, new]


def test_claims_are_split_off_into_another_allegation(
    together: list[Claim], editor: User
) -> None:
    other = AllegationFactory()
    goal = decisions.split(
        together[0].allegation_id, [together[0].pk], editor, into_id=other.pk
    )
    assert goal == other
    assert list(other.claims.all()) == [together[0]]


@pytest.mark.parametrize("chosen", [slice(0), slice(3)], ids=["none", "all"])
def test_a_split_needs_some_claims_and_leaves_some(
    together: list[Claim], editor: User, chosen: slice
) -> None:
    ids = [claim.pk for claim in together[chosen]]
    with pytest.raises(DecisionError):
        decisions.split(together[0].allegation_id, ids, editor)
    assert not Decision.objects.exists()


def test_a_new_claim_still_joins_what_a_person_pinned(
    together: list[Claim], editor: User, northland: Actor
) -> None:
    decisions.pin(together[0].allegation_id, editor, is_pinned=True)
    new = claim_of(northland)
    link(new)
    assert new.allegation == together[0].allegation


def test_a_corrected_claim_stays_in_the_allegation_that_a_person_pinned(
    together: list[Claim], editor: User
) -> None:
    home = decisions.pin(together[0].allegation_id, editor, is_pinned=True)
    shorter = {"end_char": together[0].end_char - len(" Aurora")}
    decide_claim(together[0].pk, editor, Decision.Action.CORRECT, changes=shorter)
    link(together[0])
    assert together[0].allegation == home


def test_a_title_by_a_person_stays_until_it_is_given_back(
    together: list[Claim], editor: User
) -> None:
    pk = together[0].allegation_id
    assert decisions.rename(pk, "  The ferry  Aurora ", editor).title == (
        "The ferry Aurora"
    )
    link(*together)
    assert Allegation.objects.get(pk=pk).title == "The ferry Aurora"
    assert decisions.rename(pk, "", editor).title == (
        "Northland accused of bombing the ferry Aurora"
    )


def test_a_title_is_not_overwritten_unseen(together: list[Claim], editor: User) -> None:
    pk = together[0].allegation_id
    decisions.rename(pk, "The ferry", editor, seen=0)
    with pytest.raises(StaleDecision):
        decisions.rename(pk, "The Aurora", editor, seen=0)


def test_every_decision_is_a_row_with_what_was_before_and_after(
    together: list[Claim], editor: User
) -> None:
    old = together[0].allegation
    new = decisions.split(old.pk, [together[2].pk], editor)
    decisions.merge(new.pk, old.pk, editor)
    decisions.pin(old.pk, editor, is_pinned=False)
    rows = decisions_on(old)
    assert [row.action for row in rows] == ["unpin", "merge", "split"]
    assert rows[1].before["claims"] == rows[2].before["claims"] == [together[2].pk]
    assert rows[1].after["merged_into_id"] == old.pk
    assert (rows[0].before["is_pinned"], rows[0].after["is_pinned"]) == (True, False)


def test_what_changes_nothing_is_no_decision(
    together: list[Claim], editor: User
) -> None:
    decisions.pin(together[0].allegation_id, editor, is_pinned=False)
    assert not Decision.objects.exists()


def test_a_tie_makes_an_attack_of_two_allegations(db: None, editor: User) -> None:
    one, other = (AllegationFactory(category="commits_attack") for _ in range(2))
    attack = decisions.tie(one.pk, other.pk, editor)
    assert set(attack.allegations.all()) == {one, other}
    assert Decision.objects.filter(action="tie").count() == 2


def test_a_tie_to_a_known_attack_joins_it(db: None, editor: User) -> None:
    known = AllegationFactory(category="commits_attack", attack=AttackFactory())
    new = AllegationFactory(category="commits_attack")
    assert decisions.tie(new.pk, known.pk, editor) == known.attack


def test_only_attacks_are_tied(db: None, editor: User) -> None:
    one = AllegationFactory(category="commits_attack")
    with pytest.raises(DecisionError):
        decisions.tie(one.pk, AllegationFactory(category="harbours").pk, editor)


def test_an_untied_allegation_is_not_tied_by_the_machine_again(
    northland: Actor, editor: User
) -> None:
    eastland = ActorFactory(name="Eastland")
    revision = RevisionFactory(text=TEXT)
    claims = [
        ClaimFactory(
            revision=revision, exact=FERRY, target=party, category="commits_attack"
        )
        for party in (northland, eastland)
    ]
    link(*claims)
    assert claims[0].allegation.attack == claims[1].allegation.attack is not None
    decisions.untie(claims[0].allegation_id, editor)
    link(*claims)
    claims[0].allegation.refresh_from_db()
    assert claims[0].allegation.attack is None
