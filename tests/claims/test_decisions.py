from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims.decisions import (
    DecisionError,
    DuplicateClaim,
    StaleDecision,
    add_claim,
    add_link,
    decide_claim,
    decide_link,
)
from claims.models import Allegation, Claim, Decision, Link, Origin, Status
from tests.factories import (
    TEXT,
    WORDS,
    ActorFactory,
    AllegationFactory,
    ClaimFactory,
    DecisionFactory,
    LinkFactory,
    RevisionFactory,
    UserFactory,
)

Action = Decision.Action


@pytest.fixture
def claim(db: None) -> Claim:
    return ClaimFactory()


def span_of(words: str) -> dict[str, int]:
    start_char = TEXT.index(words)
    return {"start_char": start_char, "end_char": start_char + len(words)}


# Claims


@pytest.mark.parametrize(
    ("action", "status"),
    [(Action.CONFIRM, Status.CONFIRMED), (Action.REJECT, Status.REJECTED)],
)
def test_a_decision_sets_the_status_and_is_recorded(
    claim: Claim, editor: AbstractBaseUser, action: Action, status: Status
) -> None:
    decide_claim(claim.pk, editor, action, note="read twice")
    claim.refresh_from_db()
    decision = claim.decisions.get()
    assert claim.status == status
    assert (decision.user, decision.action) == (editor, action)
    assert decision.before["status"] == Status.PROPOSED
    assert decision.after["status"] == status
    assert decision.note == "read twice"


def test_a_correction_confirms_and_records_both_values(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    other = ActorFactory(name="Westland government")
    changes = {"kind": Claim.Kind.DENIAL, "speaker": other}
    decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    claim.refresh_from_db()
    decision = claim.decisions.get()
    assert (claim.kind, claim.speaker) == (Claim.Kind.DENIAL, other)
    assert claim.status == Status.CONFIRMED
    assert decision.before["kind"] == Claim.Kind.ACCUSATION
    assert decision.after["kind"] == Claim.Kind.DENIAL
    assert decision.after["speaker"] == "Westland government"


def test_corrected_words_take_their_surroundings_with_them(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    words = span_of("armed the rebels")
    decide_claim(claim.pk, editor, Action.CORRECT, changes=words)
    claim.refresh_from_db()
    assert claim.exact == "armed the rebels"
    assert claim.prefix.endswith("that Northland had ")
    assert claim.suffix.startswith(" who attacked the port.")


def test_a_corrected_date_is_the_date_it_is_sorted_by(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    changes = {"said_on": None, "said_precision": ""}
    decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    claim.refresh_from_db()
    assert claim.sort_date == claim.revision.article.published_at.date()


def test_a_correction_that_changes_nothing_confirms(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    decide_claim(claim.pk, editor, Action.CORRECT, changes={"kind": claim.kind})
    assert claim.decisions.get().action == Action.CONFIRM


@pytest.mark.parametrize(("start", "end"), [(5, 5), (0, len(TEXT) + 1), (-3, 4)])
def test_words_outside_of_the_text_are_refused(
    claim: Claim, editor: AbstractBaseUser, start: int, end: int
) -> None:
    changes = {"start_char": start, "end_char": end}
    with pytest.raises(DecisionError, match="inside the article"):
        decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    assert not claim.decisions.exists()


def test_the_database_refuses_words_that_the_text_does_not_have(claim: Claim) -> None:
    with pytest.raises(IntegrityError, match="claim words"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(exact="Northland did nothing")


def test_a_correction_into_another_claim_is_refused_and_names_it(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    twin = ClaimFactory(
        revision=claim.revision,
        kind=Claim.Kind.DENIAL,
        speaker=claim.speaker,
        target=claim.target,
    )
    with pytest.raises(DuplicateClaim) as refused:
        decide_claim(
            twin.pk, editor, Action.CORRECT, changes={"kind": Claim.Kind.ACCUSATION}
        )
    assert refused.value.existing == claim
    assert not Decision.objects.exists()


def test_whoever_did_not_see_the_newest_decision_is_refused(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    newer = DecisionFactory(claim=claim, user__username="bob")
    with pytest.raises(StaleDecision, match="bob") as refused:
        decide_claim(claim.pk, editor, Action.REJECT, seen=0)
    assert refused.value.newer == [newer]
    claim.refresh_from_db()
    assert claim.status == Status.PROPOSED


def test_whoever_saw_the_newest_decision_may_change_it(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    newest = DecisionFactory(claim=claim)
    decide_claim(claim.pk, editor, Action.REJECT, seen=newest.pk)
    claim.refresh_from_db()
    assert claim.status == Status.REJECTED


def test_the_same_decision_sent_twice_is_taken_once(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    for _ in range(2):
        decide_claim(claim.pk, editor, Action.CONFIRM, seen=0)
    assert claim.decisions.count() == 1


def test_the_same_decision_of_somebody_else_is_stale(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    decide_claim(claim.pk, UserFactory(), Action.CONFIRM, seen=0)
    with pytest.raises(StaleDecision):
        decide_claim(claim.pk, editor, Action.CONFIRM, seen=0)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": Claim.Kind.ADMISSION}, id="kind"),
        pytest.param({"category": "harbours"}, id="category"),
        pytest.param({"target": None, "target_name": ""}, id="target"),
        pytest.param(span_of("attacked the port"), id="words"),
    ],
)
def test_a_correction_drops_what_the_pipeline_had_linked(
    claim: Claim, editor: AbstractBaseUser, changes: dict[str, Any]
) -> None:
    LinkFactory(answered=claim)
    decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    assert not Link.objects.exists()


def test_a_correction_keeps_the_links_that_people_decided(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    confirmed = LinkFactory(answered=claim, status=Status.CONFIRMED)
    added = LinkFactory(answered=claim, origin=Origin.PERSON)
    changes = {"kind": Claim.Kind.ADMISSION}
    decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    assert set(Link.objects.all()) == {confirmed, added}


def test_a_correction_makes_the_claim_wait_to_be_linked_and_grouped(
    editor: AbstractBaseUser,
) -> None:
    claim = ClaimFactory(linked_at=timezone.now(), allegation=AllegationFactory())
    changes = {"kind": Claim.Kind.ADMISSION}
    decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    claim.refresh_from_db()
    assert (claim.linked_at, claim.allegation) == (None, None)


def test_an_allegation_that_a_correction_leaves_empty_keeps_its_address(
    editor: AbstractBaseUser,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager],
) -> None:
    claim = ClaimFactory(allegation=AllegationFactory())
    with django_capture_on_commit_callbacks(execute=True):
        changes = {"target": None, "target_name": ""}
        decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    assert not Allegation.objects.get().claims.exists()


def test_a_correction_of_the_date_keeps_links_and_allegation(
    editor: AbstractBaseUser,
) -> None:
    claim = ClaimFactory(allegation=AllegationFactory())
    LinkFactory(answered=claim)
    changes = {"said_on": None, "said_precision": ""}
    decide_claim(claim.pk, editor, Action.CORRECT, changes=changes)
    claim.refresh_from_db()
    assert claim.allegation
    assert Link.objects.exists()


def test_a_rejection_is_told_to_linking_and_so_is_its_withdrawal(
    editor: AbstractBaseUser,
) -> None:
    claim = ClaimFactory(linked_at=timezone.now())
    for action in (Action.REJECT, Action.CONFIRM):
        Claim.objects.update(linked_at=timezone.now())
        decide_claim(claim.pk, editor, action)
        claim.refresh_from_db()
        assert claim.linked_at is None


def test_a_confirmation_keeps_the_links(claim: Claim, editor: AbstractBaseUser) -> None:
    LinkFactory(answered=claim)
    decide_claim(claim.pk, editor, Action.CONFIRM)
    assert Link.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_the_slower_is_refused(claim: Claim) -> None:
    results: list[str] = []

    def decide(action: Action) -> None:
        try:
            decide_claim(claim.pk, users[action], action, seen=0)
            results.append("taken")
        except StaleDecision:
            results.append("stale")
        finally:
            connection.close()

    users = {action: UserFactory() for action in (Action.CONFIRM, Action.REJECT)}
    threads = [Thread(target=decide, args=[action]) for action in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["stale", "taken"]
    assert claim.decisions.count() == 1


# Adding


def values_for_adding(**values: Any) -> dict[str, Any]:
    return {"kind": "accusation", "category": "other", **span_of(WORDS), **values}


def test_an_added_claim_is_a_persons_and_confirmed(editor: AbstractBaseUser) -> None:
    claim = add_claim(RevisionFactory(), editor, values_for_adding())
    claim.refresh_from_db()
    assert (claim.origin, claim.status) == (Origin.PERSON, Status.CONFIRMED)
    assert claim.exact == WORDS
    assert claim.decisions.get().action == Action.ADD
    assert claim.decisions.get().after["exact"] == WORDS


def test_a_claim_is_not_added_twice(editor: AbstractBaseUser) -> None:
    revision = RevisionFactory()
    first = add_claim(revision, editor, values_for_adding())
    with pytest.raises(DuplicateClaim) as refused:
        add_claim(revision, editor, values_for_adding())
    assert refused.value.existing == first


def test_no_claim_is_added_outside_of_the_text(editor: AbstractBaseUser) -> None:
    with pytest.raises(DecisionError, match="inside the article"):
        add_claim(RevisionFactory(), editor, values_for_adding(end_char=10_000))
    assert not Claim.objects.exists()


# Links


@pytest.fixture
def link(db: None) -> Link:
    return LinkFactory()


@pytest.mark.parametrize(
    ("action", "status"),
    [(Action.CONFIRM, Status.CONFIRMED), (Action.REJECT, Status.REJECTED)],
)
def test_a_decision_on_a_link_is_recorded(
    link: Link, editor: AbstractBaseUser, action: Action, status: Status
) -> None:
    decide_link(link.pk, editor, action, seen=0)
    link.refresh_from_db()
    decision = link.decisions.get()
    assert link.status == status
    assert decision.before == {"relation": "denies", "status": "proposed"}
    assert decision.after == {"relation": "denies", "status": status}


def test_a_corrected_relation_is_confirmed(
    link: Link, editor: AbstractBaseUser
) -> None:
    decide_link(link.pk, editor, Action.CORRECT, relation=Link.Relation.DISPUTES)
    link.refresh_from_db()
    assert (link.relation, link.status) == ("disputes", "confirmed")


def test_a_stale_decision_on_a_link_is_refused(
    link: Link, editor: AbstractBaseUser
) -> None:
    decide_link(link.pk, UserFactory(), Action.CONFIRM, seen=0)
    with pytest.raises(StaleDecision):
        decide_link(link.pk, editor, Action.REJECT, seen=0)


def test_an_added_link_is_a_persons_and_confirmed(editor: AbstractBaseUser) -> None:
    link = add_link(ClaimFactory(), ClaimFactory(), Link.Relation.DENIES, editor)
    link.refresh_from_db()
    assert (link.origin, link.status) == (Origin.PERSON, Status.CONFIRMED)
    assert link.decisions.get().action == Action.ADD


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.REJECTED])
def test_adding_a_link_that_is_there_confirms_it(
    link: Link, editor: AbstractBaseUser, status: Status
) -> None:
    Link.objects.update(status=status)
    add_link(link.answer, link.answered, Link.Relation.DENIES, editor)
    link.refresh_from_db()
    assert link.status == Status.CONFIRMED
    assert link.decisions.get().action == Action.CONFIRM


def test_adding_does_not_change_the_relation_that_another_editor_chose(
    link: Link, editor: AbstractBaseUser
) -> None:
    decide_link(link.pk, UserFactory(), Action.CONFIRM)
    with pytest.raises(DecisionError, match="denies"):
        add_link(link.answer, link.answered, Link.Relation.DISPUTES, editor)


def test_a_claim_does_not_answer_itself(claim: Claim, editor: AbstractBaseUser) -> None:
    with pytest.raises(DecisionError, match="itself"):
        add_link(claim, claim, Link.Relation.DENIES, editor)


def test_no_link_is_added_to_a_claim_that_is_gone(
    claim: Claim, editor: AbstractBaseUser
) -> None:
    gone = ClaimFactory()
    Claim.objects.filter(pk=gone.pk).delete()
    with pytest.raises(DecisionError, match="replaced"):
        add_link(gone, claim, Link.Relation.DENIES, editor)


# The record


@pytest.mark.parametrize("statement", ["UPDATE {} SET note = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_every_decision_as_it_was(db: None, statement: str) -> None:
    DecisionFactory()
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(Decision._meta.db_table))
