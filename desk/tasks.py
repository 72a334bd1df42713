"""Digests, when they are due. The database is the queue."""

from celery import shared_task

from desk.models import SavedSearch
from desk.searches import send_digest

#: One sweep sends no more; the next one finds the rest.
SWEEP_SIZE = 100
EXPIRES_SECONDS = 300


@shared_task
def sweep() -> None:
    """Send the searches whose digest is due to the workers."""
    for pk in SavedSearch.objects.due().values_list("pk", flat=True)[:SWEEP_SIZE]:
        mail_digest.apply_async((pk,), expires=EXPIRES_SECONDS)


@shared_task
def mail_digest(search_id: int) -> None:
    """Mail one digest, unless another worker took it or it is gone."""
    search = SavedSearch.objects.select_related("user").filter(pk=search_id).first()
    if search and SavedSearch.objects.take(search):
        send_digest(search)
