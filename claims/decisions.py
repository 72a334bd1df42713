"""What people decide about claims and links: the only writer of Decision rows.

Every function takes the row it decides on under a lock, writes the change and the
decision in one transaction and returns the row as it is now. A person's decision is
final for the machine: extraction and linking leave decided rows alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from claims.allegations import refresh_allegations
from claims.anchors import select
from claims.models import Claim, Decision, Link, Origin, Status
from claims.snapshots import differing, snapshot_claim, snapshot_link
from claims.writing import one_writer
from sources.models import Revision

#: What linking and grouping read: a change of one of them makes them look again.
LINKED_BY = ("kind", "category", "speaker_id", "target_id", "start_char", "end_char")
#: What makes a claim belong elsewhere, even where a person pinned its allegation.
GROUPED_BY = ("kind", "category", "target_id")


class DecisionError(ValueError):
    """The decision can't be taken; the message says why, in words for the editor."""


class DuplicateClaim(DecisionError):
    """The article has this claim already, at the same words."""

    def __init__(self, existing: Claim) -> None:
        super().__init__(_("The same claim is already recorded at these words."))
        self.existing = existing


class StaleDecision(DecisionError):
    """Somebody else decided since the editor opened the page.

    `newer` are the decisions that the editor did not see, the newest first.
    """

    def __init__(self, newer: Sequence[Decision]) -> None:
        super().__init__(
            _("%(user)s changed this in the meantime: look again before you decide.")
            % {"user": newer[0].user}
        )
        self.newer = newer


@transaction.atomic
def decide_claim(
    claim_id: int,
    user: User,
    action: Decision.Action,
    *,
    changes: dict[str, Any] | None = None,
    seen: int | None = None,
    note: str = "",
) -> Claim:
    """Confirm, reject or correct a claim.

    `changes` are model fields for a correction; new words are given as start_char and
    end_char, the quote selector follows. A correction that changes nothing confirms.
    `seen` is the id of the newest decision that the editor saw (0 for none); None skips
    the check. A decision that is sent twice is taken once.

    Raises StaleDecision, DuplicateClaim, DecisionError, and Claim.DoesNotExist.
    """
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    before = snapshot_claim(claim)
    for name, value in (changes or {}).items():
        setattr(claim, name, value)
    claim.status = _status_after(action)
    _anchor(claim)
    after = snapshot_claim(claim)
    newest = claim.decisions.select_related("user").first()
    if newest and newest.user_id == user.pk and before == after and not note:
        return claim
    _refuse_stale(claim.decisions.select_related("user"), seen)
    if action == Decision.Action.CORRECT and differing(before, after) <= {"status"}:
        action = Decision.Action.CONFIRM
    changed = differing(before, after)
    if changed & set(LINKED_BY):
        _forget_conclusions(claim, stays=not changed & set(GROUPED_BY))
    elif "status" in changed and Status.REJECTED in (before["status"], claim.status):
        claim.linked_at = None
    _save_claim(claim)
    _record(user, action, before, after, claim=claim, note=note)
    return claim


@transaction.atomic
def add_claim(
    revision: Revision,
    user: User,
    values: dict[str, Any],
    *,
    note: str = "",
) -> Claim:
    """Add a claim that the pipeline missed, from the words that an editor selected.

    `values` are model fields, start_char and end_char among them.
    Raises DuplicateClaim when it exists, DecisionError for words outside the text.
    """
    claim = Claim(
        revision=revision, origin=Origin.PERSON, status=Status.CONFIRMED, **values
    )
    _anchor(claim)
    _save_claim(claim)
    _record(
        user, Decision.Action.ADD, {}, snapshot_claim(claim), claim=claim, note=note
    )
    return claim


@transaction.atomic
def decide_link(
    link_id: int,
    user: User,
    action: Decision.Action,
    *,
    relation: str | None = None,
    seen: int | None = None,
    note: str = "",
) -> Link:
    """Confirm or reject a link, or correct its relation.

    `seen` is as in `decide_claim`, and here too a decision sent twice is taken once.
    Raises StaleDecision and Link.DoesNotExist.
    """
    link = Link.objects.select_for_update().get(pk=link_id)
    before = snapshot_link(link)
    if relation is not None:
        link.relation = relation
    link.status = _status_after(action)
    after = snapshot_link(link)
    newest = link.decisions.first()
    if newest and newest.user_id == user.pk and before == after and not note:
        return link
    _refuse_stale(link.decisions.select_related("user"), seen)
    if action == Decision.Action.CORRECT and before["relation"] == link.relation:
        action = Decision.Action.CONFIRM
    link.save(update_fields=["relation", "status"])
    _record(user, action, before, after, link=link, note=note)
    return link


@transaction.atomic
def add_link(
    answer: Claim,
    answered: Claim,
    relation: str,
    user: User,
    *,
    note: str = "",
) -> Link:
    """Link two claims by hand; a link that was proposed or rejected becomes this one.

    Raises DecisionError when both are the same claim, one of them is gone, or a person
    has linked them in another way.
    """
    if answer.pk == answered.pk:
        raise DecisionError(_("A claim can't answer itself: choose another one."))
    link, is_new = _get_or_add_link(answer, answered, relation)
    if is_new:
        after = snapshot_link(link)
        _record(user, Decision.Action.ADD, {}, after, link=link, note=note)
        return link
    if link.status == Status.CONFIRMED and link.relation != relation:
        raise DecisionError(
            _("These claims are linked already (%(relation)s): change that link.")
            % {"relation": link.get_relation_display()}
        )
    return decide_link(
        link.pk, user, Decision.Action.CORRECT, relation=relation, note=note
    )


def _status_after(action: str) -> Status:
    return Status.REJECTED if action == Decision.Action.REJECT else Status.CONFIRMED


def _refuse_stale(decisions: QuerySet[Decision], seen: int | None) -> None:
    if seen is None:
        return
    newer = list(decisions.filter(pk__gt=seen))
    if newer:
        raise StaleDecision(newer)


def _get_or_add_link(
    answer: Claim, answered: Claim, relation: str
) -> tuple[Link, bool]:
    """The link between two claims, locked, and whether it is new.

    From here on no pipeline can replace the claims.
    """
    defaults = {
        "relation": relation,
        "origin": Origin.PERSON,
        "status": Status.CONFIRMED,
    }
    try:
        with transaction.atomic():
            found = Link.objects.select_for_update().get_or_create(
                answer=answer, answered=answered, defaults=defaults
            )
            # Else the database would look for the claims at the commit, too late.
            connection.check_constraints()
    except IntegrityError as error:
        raise DecisionError(
            _("One of the claims was replaced when its article was read again.")
        ) from error
    return found


def _forget_conclusions(claim: Claim, *, stays: bool) -> None:
    """Drop what the pipeline concluded from values that a person has corrected.

    The claim then waits, as a new one does, to be linked and to find its allegation;
    but if it `stays`, it is left where a person pinned it.
    """
    Link.objects.filter(
        Q(answer=claim) | Q(answered=claim),
        status=Status.PROPOSED,
        origin=Origin.MACHINE,
    ).delete()
    claim.linked_at = None
    left = claim.allegation
    if left is None or (left.is_pinned and stays):
        return
    # Afterwards, since it waits for the pipeline, which may wait for this row.
    transaction.on_commit(lambda: _refresh(left.pk), robust=True)
    claim.allegation = None


def _refresh(allegation_id: int) -> None:
    with one_writer():
        refresh_allegations([allegation_id])


def _anchor(claim: Claim) -> None:
    """Take exact, prefix and suffix from the text between the claim's offsets."""
    try:
        selector = select(claim.revision.text, claim.start_char, claim.end_char)
    except ValueError as error:
        raise DecisionError(_("Select words inside the article's text.")) from error
    claim.exact = selector.exact
    claim.prefix = selector.prefix
    claim.suffix = selector.suffix


def _save_claim(claim: Claim) -> None:
    revision = claim.revision
    published_at = revision.article.published_at or revision.fetched_at
    claim.sort_date = claim.said_on or published_at.date()
    # Whatever it said before, its links and its allegation have to be found anew.
    claim.linked_at = None
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        existing = _same_claim(claim)
        if existing is None:
            raise
        raise DuplicateClaim(existing) from error


def _same_claim(claim: Claim) -> Claim | None:
    """Another claim that the constraint claim_unique_in_revision takes for the same."""
    same = Claim.objects.exclude(pk=claim.pk).filter(
        revision=claim.revision,
        kind=claim.kind,
        start_char=claim.start_char,
        end_char=claim.end_char,
        speaker=claim.speaker_id,
        speaker_name=claim.speaker_name,
        target=claim.target_id,
        target_name=claim.target_name,
    )
    return same.first()


def _record(
    user: User,
    action: Decision.Action,
    before: dict[str, Any],
    after: dict[str, Any],
    **about: Any,
) -> Decision:
    return Decision.objects.create(
        user=user, action=action, before=before, after=after, **about
    )
