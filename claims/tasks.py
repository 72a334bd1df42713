"""Background work on claims. The database is the queue; a task may run twice."""

from celery import shared_task

from claims import tallies
from claims.extraction import unread_revisions
from claims.linking.writer import link_claims, unlinked_claims
from claims.loaded import actor_index, pipeline
from claims.provenance import write_credits
from claims.revisions import process_revision

#: Sent to the workers by one sweep; the next one sends what is left by then.
SWEEP_SIZE = 200
#: A message that waited longer is dropped: the sweep has sent its revision again.
EXPIRES_SECONDS = 60
#: More loose rows than this are folded: fewer cost readers nothing.
LOOSE_TALLIES = 2_000


@shared_task
def sweep() -> None:
    """Send unread revisions to workers, have waiting claims linked, fold sums."""
    for revision_id in unread_revisions().values_list("pk", flat=True)[:SWEEP_SIZE]:
        analyse_revision.apply_async((revision_id,), expires=EXPIRES_SECONDS)
    if unlinked_claims().exists():
        link_new_claims.apply_async(expires=EXPIRES_SECONDS)
    if tallies.has_loose(LOOSE_TALLIES):
        tallies.fold()


@shared_task
def analyse_revision(revision_id: int) -> None:
    """Read one revision, then link its claims and find their allegations."""
    process_revision(revision_id, pipeline(), actor_index())


@shared_task
def link_new_claims() -> None:
    """Link claims that a person added or corrected, or that a dead worker left."""
    waiting = unlinked_claims().values_list("pk", "revision_id")[:SWEEP_SIZE]
    revisions = dict(waiting)
    write_credits(revisions.values())
    link_claims(revisions)
