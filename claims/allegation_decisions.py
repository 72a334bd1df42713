"""What people decide about allegations: merge, split, rename, pin, tie to an attack.

Each decision is taken under the lock of the machine's writer, so that no grouping is
under way meanwhile, and is written in one transaction with its Decision row. After a
merge or a split the allegations are pinned: the machine may add claims to them, and
takes none away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from claims.allegations import merge_address, refresh_allegations
from claims.attacks import name_attack
from claims.decisions import DecisionError, StaleDecision
from claims.models import Allegation, Attack, Category, Decision
from claims.writing import one_writer

Action = Decision.Action


def merge(
    allegation_id: int, into_id: int, user: User, *, note: str = ""
) -> Allegation:
    """Put the claims of one allegation into another one, where its address then leads.

    Raises DecisionError when both are the same, Allegation.DoesNotExist when one is
    gone. A merge that is sent twice is done once.
    """
    with one_writer():
        into = _current(into_id)
        if _final(allegation_id) == into.pk and allegation_id != into.pk:
            return into
        allegation = _current(allegation_id)
        if allegation == into:
            raise DecisionError(_("An allegation can't be merged into itself."))
        claims = list(allegation.claims.order_by("pk").values_list("pk", flat=True))
        with _recorded(allegation, user, Action.MERGE, claims=claims, note=note):
            allegation.claims.update(allegation=into)
            merge_address(allegation, into.pk)
            allegation.merged_into = into
        if not into.is_tie_decided:
            into.attack = into.attack or allegation.attack
        _pin(into)
    into.refresh_from_db()
    return into


def split(
    allegation_id: int,
    claim_ids: Collection[int],
    user: User,
    *,
    into_id: int | None = None,
    note: str = "",
) -> Allegation:
    """Move claims out of an allegation, into another one or into one of their own.

    Answers move with the charges that they answer only when they are among the claims.
    Returns where the claims are now. Raises DecisionError when none of the claims is
    there, or when all are: that would be a merge.
    """
    with one_writer():
        allegation = _current(allegation_id)
        chosen = allegation.claims.filter(pk__in=claim_ids)
        moved = list(chosen.order_by("pk").values_list("pk", flat=True))
        if not moved:
            raise DecisionError(_("Choose the statements that belong elsewhere."))
        if not allegation.claims.exclude(pk__in=moved).exists():
            raise DecisionError(_("Leave a statement here, or merge the allegation."))
        goal = _current(into_id) if into_id else _opened_for(allegation)
        if goal == allegation:
            raise DecisionError(_("The statements are there already."))
        with _recorded(
            allegation, user, Action.SPLIT, claims=moved, note=note, into=goal
        ):
            chosen.update(allegation=goal)
            allegation.is_pinned = True
            allegation.save(update_fields=["is_pinned"])
        _pin(goal)
        refresh_allegations([allegation.pk])
    goal.refresh_from_db()
    return goal


def rename(
    allegation_id: int, title: str, user: User, *, seen: int | None = None
) -> Allegation:
    """Give an allegation a title that the machine leaves alone; "" gives it back.

    Raises StaleDecision when somebody decided after the decision `seen`.
    """
    with one_writer():
        allegation = _current(allegation_id)
        _refuse_stale(allegation, seen)
        title = " ".join(title.split())
        with _recorded(allegation, user, Action.RENAME):
            allegation.title = title or allegation.title
            allegation.has_own_title = bool(title)
            allegation.save(update_fields=["title", "has_own_title"])
            refresh_allegations([allegation.pk])
            allegation.refresh_from_db()
    return allegation


def pin(allegation_id: int, user: User, *, is_pinned: bool) -> Allegation:
    """Keep the claims of an allegation together, or leave them to the machine again."""
    with one_writer():
        allegation = _current(allegation_id)
        with _recorded(allegation, user, Action.PIN if is_pinned else Action.UNPIN):
            allegation.is_pinned = is_pinned
            allegation.save(update_fields=["is_pinned"])
    return allegation


def tie(allegation_id: int, other_id: int, user: User) -> Attack:
    """Say that two allegations name parties for one attack.

    An attack that one of them has already becomes that of both. Raises DecisionError
    when they are the same or charge something else than an attack.
    """
    with one_writer():
        allegation, other = _current(allegation_id), _current(other_id)
        if allegation == other:
            raise DecisionError(_("An allegation can't compete with itself."))
        if {allegation.category, other.category} != {Category.COMMITS_ATTACK}:
            raise DecisionError(_("Only who committed an attack can be in dispute."))
        attack = other.attack or allegation.attack or Attack.objects.create()
        for one in (allegation, other):
            if one.attack != attack or not one.is_tie_decided:
                with _recorded(one, user, Action.TIE):
                    one.attack = attack
                    one.is_tie_decided = True
                    one.save(update_fields=["attack", "is_tie_decided"])
        name_attack(attack)
    return attack


def untie(allegation_id: int, user: User) -> Allegation:
    """Say that an allegation is about another attack than those it is shown beside."""
    with one_writer():
        allegation = _current(allegation_id)
        attack = allegation.attack
        with _recorded(allegation, user, Action.UNTIE):
            allegation.attack = None
            allegation.is_tie_decided = True
            allegation.save(update_fields=["attack", "is_tie_decided"])
        if attack is not None:
            name_attack(attack)
    return allegation


def snapshot_allegation(allegation: Allegation) -> dict[str, Any]:
    """The decided values of an allegation, ready for JSON."""
    return {
        "title": allegation.title,
        "has_own_title": allegation.has_own_title,
        "is_pinned": allegation.is_pinned,
        "attack_id": allegation.attack_id,
        "is_tie_decided": allegation.is_tie_decided,
        "merged_into_id": allegation.merged_into_id,
    }


@contextmanager
def _recorded(
    allegation: Allegation,
    user: User,
    action: Decision.Action,
    *,
    claims: list[int] | None = None,
    into: Allegation | None = None,
    note: str = "",
) -> Iterator[None]:
    """Write the Decision on what is done inside; nothing when nothing changes.

    `claims` are those that leave the allegation for `into`.
    """
    before = snapshot_allegation(allegation)
    yield
    after = snapshot_allegation(allegation)
    if before == after and not claims:
        return
    if claims is not None:
        before |= {"claims": claims}
        after |= {"claims": []}
    if into is not None:
        after |= {"into_id": into.pk}
    Decision.objects.create(
        user=user,
        allegation=allegation,
        action=action,
        before=before,
        after=after,
        note=note,
    )


def _current(pk: int) -> Allegation:
    """The allegation, or that into which it was merged, locked."""
    return Allegation.objects.select_for_update(of=("self",)).get(pk=_final(pk))


def _final(pk: int) -> int:
    merged_into = Allegation.objects.values_list("merged_into", flat=True).get(pk=pk)
    return merged_into or pk


def _opened_for(allegation: Allegation) -> Allegation:
    return Allegation.objects.create(title="", category=allegation.category)


def _pin(allegation: Allegation) -> None:
    allegation.is_pinned = True
    allegation.save(update_fields=["is_pinned", "attack"])
    refresh_allegations([allegation.pk])


def _refuse_stale(allegation: Allegation, seen: int | None) -> None:
    if seen is None:
        return
    newer = allegation.decisions.filter(pk__gt=seen).select_related("user")
    if newer:
        raise StaleDecision(list(newer))
