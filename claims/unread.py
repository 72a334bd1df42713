"""Which archived texts the language pipeline has not read yet.

Apart from the pipeline itself, so that pages can tell without loading it.
"""

from datetime import timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.models import Analysis
from sources.models import Revision

#: A running analysis whose worker died is taken again after this long; it must exceed
#: the hard time limit of a task.
RUNNING_TIMEOUT = timedelta(minutes=10)
#: Waits before the second and the third attempt, which is the last.
RETRY_DELAYS = (timedelta(minutes=1), timedelta(minutes=15))


def revisions_unread_by(version: str) -> QuerySet[Revision]:
    """The newest revisions of their articles that wait for a pipeline.

    Left out are those that a living worker has, and failed ones until their next
    attempt is due.
    """
    now = timezone.now()
    newer = Revision.objects.filter(
        article=OuterRef("article"), number__gt=OuterRef("number")
    )
    analyses = Analysis.objects.filter(
        revision=OuterRef("pk"), pipeline_version=version
    )
    is_taken = Q(state=Analysis.State.DONE) | Q(
        state=Analysis.State.RUNNING, started_at__gt=now - RUNNING_TIMEOUT
    )
    failed = Q(
        analyses__pipeline_version=version,
        analyses__state=Analysis.State.FAILED,
    )
    is_due = Q(attempts=0)
    for attempts, delay in enumerate(RETRY_DELAYS, start=1):
        is_due |= Q(attempts=attempts, failed_at__lte=now - delay)
    return (
        Revision.objects.filter(~Exists(newer), ~Exists(analyses.filter(is_taken)))
        .annotate(
            attempts=Count("analyses", filter=failed),
            failed_at=Max("analyses__finished_at", filter=failed),
        )
        .filter(is_due)
        .order_by("pk")
    )
