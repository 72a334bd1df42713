"""What people decide about claims and links: the only writer of Decision rows.

Every function takes the row it decides on under a lock, writes the change and the
decision in one transaction and returns the row as it is now. A person's decision is
final for the machine: extraction and linking leave decided rows alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from claims.anchors import select
from claims.models import Claim, Decision, Link, Origin, Status
from sources.models import Revision

#: What a decision on a claim may change, and what its history shows.
CLAIM_FIELDS = (
    "kind",
    "category",
    "speaker_id",
    "speaker_name",
    "speaker_body_id",
    "is_anonymous",
    "target_id",
    "target_name",
    "start_char",
    "end_char",
    "exact",
    "said_date",
    "is_hedged",
    "status",
)
LINK_FIELDS = ("relation", "status")


class DecisionError(ValueError):
    """The decision can't be taken; the message says why, in words for the editor."""


class StaleDecision(DecisionError):
    """Somebody else decided since the editor opened the page."""

    def __init__(self, newer: Decision) -> None:
        super().__init__(
            _("%(user)s changed this in the meantime: look again before you decide.")
            % {"user": newer.user}
        )
        self.newer = newer


def snapshot_claim(claim: Claim) -> dict[str, Any]:
    """The decided values of a claim, ready for JSON."""
    return {name: getattr(claim, name) for name in CLAIM_FIELDS}


def snapshot_link(link: Link) -> dict[str, Any]:
    return {name: getattr(link, name) for name in LINK_FIELDS}


@transaction.atomic
def decide_claim(
    claim_id: int,
    user: AbstractBaseUser,
    action: Decision.Action,
    *,
    changes: dict[str, Any] | None = None,
    seen: int | None = None,
    note: str = "",
) -> Claim:
    """Confirm, reject or correct a claim.

    `changes` are model fields for a correction; new words are given as start_char and
    end_char, the quote selector follows. `seen` is the id of the newest decision that
    the editor saw (0 for none); None skips the check.

    Raises StaleDecision, DecisionError, and Claim.DoesNotExist.
    """
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    _refuse_stale(claim.decisions.first(), seen)
    before = snapshot_claim(claim)
    for name, value in (changes or {}).items():
        setattr(claim, name, value)
    claim.status = (
        Status.REJECTED if action == Decision.Action.REJECT else Status.CONFIRMED
    )
    if before["start_char"] != claim.start_char or before["end_char"] != claim.end_char:
        _anchor(claim, claim.revision)
    _save_claim(claim)
    _record(user, action, before, snapshot_claim(claim), claim=claim, note=note)
    return claim


@transaction.atomic
def add_claim(
    revision: Revision,
    user: AbstractBaseUser,
    values: dict[str, Any],
    *,
    note: str = "",
) -> Claim:
    """Add a claim that the pipeline missed, from the words that an editor selected.

    `values` are model fields, start_char and end_char among them.
    Raises DecisionError when the words are outside the text or the claim exists.
    """
    claim = Claim(
        revision=revision, origin=Origin.PERSON, status=Status.CONFIRMED, **values
    )
    _anchor(claim, revision)
    published = revision.article.published_at or revision.fetched_at
    claim.sort_date = claim.said_on or published.date()
    _save_claim(claim)
    _record(
        user, Decision.Action.ADD, {}, snapshot_claim(claim), claim=claim, note=note
    )
    return claim


@transaction.atomic
def decide_link(
    link_id: int,
    user: AbstractBaseUser,
    action: Decision.Action,
    *,
    relation: str | None = None,
    note: str = "",
) -> Link:
    """Confirm or reject a link, or correct its relation.

    Raises Link.DoesNotExist.
    """
    link = Link.objects.select_for_update().get(pk=link_id)
    before = snapshot_link(link)
    if relation is not None:
        link.relation = relation
    link.status = (
        Status.REJECTED if action == Decision.Action.REJECT else Status.CONFIRMED
    )
    link.save(update_fields=["relation", "status"])
    _record(user, action, before, snapshot_link(link), link=link, note=note)
    return link


@transaction.atomic
def add_link(
    answer: Claim,
    answered: Claim,
    relation: str,
    user: AbstractBaseUser,
    *,
    note: str = "",
) -> Link:
    """Link two claims by hand; a link that the machine proposed becomes the person's.

    Raises DecisionError when both are the same claim.
    """
    if answer.pk == answered.pk:
        raise DecisionError(_("A claim can't answer itself: choose another one."))
    link, created = Link.objects.select_for_update().get_or_create(
        answer=answer,
        answered=answered,
        defaults={
            "relation": relation,
            "origin": Origin.PERSON,
            "status": Status.CONFIRMED,
        },
    )
    if not created:
        return decide_link(
            link.pk, user, Decision.Action.CORRECT, relation=relation, note=note
        )
    _record(user, Decision.Action.ADD, {}, snapshot_link(link), link=link, note=note)
    return link


def _refuse_stale(newest: Decision | None, seen: int | None) -> None:
    if seen is not None and newest is not None and newest.pk != seen:
        raise StaleDecision(newest)


def _anchor(claim: Claim, revision: Revision) -> None:
    try:
        selector = select(revision.text, claim.start_char, claim.end_char)
    except ValueError as error:
        raise DecisionError(_("Select words inside the article's text.")) from error
    claim.exact = selector.exact
    claim.prefix = selector.prefix
    claim.suffix = selector.suffix


def _save_claim(claim: Claim) -> None:
    revision = claim.revision
    published_at = revision.article.published_at or revision.fetched_at
    claim.sort_date = claim.said_on or published_at.date()
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        raise DecisionError(
            _("The same claim is already recorded at these words.")
        ) from error


def _record(
    user: AbstractBaseUser,
    action: Decision.Action,
    before: dict[str, Any],
    after: dict[str, Any],
    **about: Any,
) -> Decision:
    return Decision.objects.create(
        user=user, action=action, before=before, after=after, **about
    )
