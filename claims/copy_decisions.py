"""What people decide about copies: whether an article has its words from another."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from claims.decisions import DecisionError, StaleDecision
from claims.models import Decision
from sources.models import Article, Copy
from sources.syndication import measure_share, one_folder, settle


def decide_copy(
    copy_id: int,
    user: User,
    action: Decision.Action,
    *,
    seen: int | None = None,
    note: str = "",
) -> Copy:
    """Confirm or reject that one article is a copy of another.

    `seen` is the id of the newest decision that the editor saw (0 for none); None skips
    the check. A decision that is sent twice is taken once.
    Raises StaleDecision and Copy.DoesNotExist.
    """
    with one_folder():
        row = Copy.objects.select_for_update().get(pk=copy_id)
        before = _snapshot(row)
        is_refused = action == Decision.Action.REJECT
        row.status = Copy.Status.REJECTED if is_refused else Copy.Status.CONFIRMED
        decisions = row.decisions.select_related("user")
        newest = decisions.first()
        if newest and newest.user_id == user.pk and before == _snapshot(row):
            return row
        newer = [d for d in decisions if seen is not None and d.pk > seen]
        if newer:
            raise StaleDecision(newer)
        row.save(update_fields=["status"])
        settle([row.copy_id, row.original_id])
        _record(user, action, before, row, note)
    return row


def add_copy(copy: Article, original: Article, user: User, *, note: str = "") -> Copy:
    """Say that an article is a copy of another one, whatever the texts look like.

    Raises DecisionError when they are the same article, or when a person has said that
    it is the other way round.
    """
    if copy == original:
        raise DecisionError(_("An article is no copy of itself: choose another one."))
    with one_folder():
        _turn_round(copy, original)
        row, is_new = Copy.objects.get_or_create(
            copy=copy,
            original=original,
            defaults={
                "share": measure_share(copy, original),
                "status": Copy.Status.CONFIRMED,
            },
        )
        if not is_new:
            return decide_copy(row.pk, user, Decision.Action.CONFIRM, note=note)
        settle([copy.pk, original.pk])
        _record(user, Decision.Action.ADD, {}, row, note)
    return row


def decisions_about_copies(article: Article) -> list[Decision]:
    """Every decision about the article as a copy or as an original. One query."""
    about = Q(copy__copy=article) | Q(copy__original=article)
    return list(
        Decision.objects.filter(about).select_related(
            "user", "copy__copy__outlet", "copy__original__outlet"
        )
    )


def _turn_round(copy: Article, original: Article) -> None:
    """Make way for a relation whose opposite the machine has proposed."""
    opposite = Copy.objects.live().filter(copy=original, original=copy)
    if opposite.filter(status=Copy.Status.CONFIRMED).exists():
        raise DecisionError(
            _("The other article is recorded as a copy of this one: reject that first.")
        )
    opposite.delete()


def _snapshot(row: Copy) -> dict[str, Any]:
    return {
        "status": row.status,
        "copy_id": row.copy_id,
        "original_id": row.original_id,
        "share": row.share,
    }


def _record(
    user: User, action: Decision.Action, before: dict[str, Any], row: Copy, note: str
) -> None:
    Decision.objects.create(
        user=user,
        action=action,
        before=before,
        after=_snapshot(row),
        copy=row,
        note=note,
    )
