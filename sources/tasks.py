"""Background work: look at the database for what is due, and do it.

Messages hold the name of a site at most. A task takes its rows first, so that it may
come twice.
"""

from celery import shared_task

from sources import ingest
from sources.models import Article, Import
from sources.syndication import fold_waiting

#: One sweep sends no more than workers do until the next one; the rest is still there.
MAX_HOSTS = 200
MAX_FOLDED = 2000
#: Well below a task's time limit: what is left goes on in the next one.
IMPORT_SECONDS = 60
#: Until the next sweep asks again: what nobody took by then must not pile up.
EXPIRE_SECONDS = 30


@shared_task
def sweep() -> None:
    """Have sites visited, imports continued and texts compared, where it is due."""
    for host in ingest.hosts_with_work(MAX_HOSTS):
        visit_host.apply_async([host], expires=EXPIRE_SECONDS)
    for pk in Import.objects.due().values_list("pk", flat=True):
        continue_import.apply_async([pk], expires=EXPIRE_SECONDS)
    if Article.objects.unfolded().exists():
        fold_copies.apply_async(expires=EXPIRE_SECONDS)


@shared_task
def visit_host(host: str) -> None:
    """Fetch one thing from a site, and come back after the pause that it is due."""
    if ingest.visit(host) is None:
        return
    seconds = ingest.seconds_until_next(host)
    if seconds is not None and seconds < EXPIRE_SECONDS:
        visit_host.apply_async(
            [host], countdown=seconds, expires=seconds + EXPIRE_SECONDS
        )


@shared_task
def fold_copies() -> None:
    """Find the copies among the texts that came in."""
    fold_waiting(MAX_FOLDED)


@shared_task
def continue_import(pk: int) -> None:
    """Read on in an import, and come back unless it is done or another worker's."""
    if sum(1 for _ in ingest.continue_import(pk, IMPORT_SECONDS)):
        continue_import.delay(pk)
