"""A revision → rows: what the pipeline reads, written in one transaction.

Safe to repeat, and safe when several workers want the same revision: the analysis row
is taken first. People win: what a person decided is never touched, and what the
pipeline finds at the same words is not proposed a second time.
"""

from __future__ import annotations

import logging

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from spacy.language import Language

from actors.resolve import ActorIndex
from claims.allegations import refresh_allegations
from claims.article_rows import ArticleRows, published_on
from claims.models import Analysis, Attribution, Mention
from claims.nlp import PIPELINE_VERSION, read
from claims.nlp.readings import ArticleReading
from claims.rereading import Rereading
from claims.unread import RUNNING_TIMEOUT, revisions_unread_by
from claims.writing import one_writer
from sources.models import Revision

logger = logging.getLogger(__name__)


def unread_revisions() -> QuerySet[Revision]:
    """The newest revisions of their articles that wait for the current pipeline."""
    return revisions_unread_by(PIPELINE_VERSION)


def analyse(revision_id: int, nlp: Language, index: ActorIndex) -> Analysis | None:
    """Read a revision and replace what older pipelines proposed for its article.

    Returns the analysis, done or failed, or None when the revision has one already or
    another worker is at it. A text that can't be read makes a failed analysis with the
    reason in words; nothing is raised for it.
    """
    revision = Revision.objects.select_related("article__outlet").get(pk=revision_id)
    analysis = _take(revision)
    if analysis is None:
        return None
    try:
        # The model runs outside the transaction, which would stay open for seconds.
        reading = _read(revision, nlp)
        return _store(analysis, revision, reading, index)
    except Exception as error:
        logger.exception("analysis of revision %s failed", revision.pk)
        return _fail(analysis, error)


def forget_analyses() -> None:
    """Let the current pipeline read again what it has read."""
    Analysis.objects.filter(
        pipeline_version=PIPELINE_VERSION,
        state__in=[Analysis.State.DONE, Analysis.State.FAILED],
    ).update(state=Analysis.State.SUPERSEDED)


def _take(revision: Revision) -> Analysis | None:
    """Take the revision for this worker; None when another one has it or is done."""
    try:
        with transaction.atomic():
            return Analysis.objects.create(
                revision=revision, pipeline_version=PIPELINE_VERSION
            )
    except IntegrityError:
        return _retake(revision)


def _retake(revision: Revision) -> Analysis | None:
    """Take over an analysis whose worker died, if the revision has one."""
    dead = Analysis.objects.filter(
        revision=revision,
        pipeline_version=PIPELINE_VERSION,
        state=Analysis.State.RUNNING,
        started_at__lt=timezone.now() - RUNNING_TIMEOUT,
    )
    analysis = dead.first()
    taken_at = timezone.now()
    if analysis is None or not dead.filter(pk=analysis.pk).update(started_at=taken_at):
        return None
    analysis.started_at = taken_at
    return analysis


def _read(revision: Revision, nlp: Language) -> ArticleReading:
    return read(
        nlp,
        revision.text,
        published=published_on(revision),
        title=revision.title,
        outlet=revision.article.outlet.name,
    )


def _store(
    analysis: Analysis, revision: Revision, reading: ArticleReading, index: ActorIndex
) -> Analysis:
    # Actors come before the transaction: workers that propose the same names would
    # block each other for as long as it takes. An actor without claims does no harm.
    rows = ArticleRows(revision, reading, index)
    with one_writer():
        if not _is_still_ours(analysis):
            return analysis
        if _is_outdated(revision):
            _finish(analysis, Analysis.State.SUPERSEDED)
            return analysis
        rereading = Rereading(revision)
        _supersede_older(analysis, revision)
        Mention.objects.bulk_create(rows.mentions(analysis))
        attributions = Attribution.objects.bulk_create(rows.attributions(analysis))
        rereading.write(rows.claims(analysis, attributions))
        refresh_allegations(rereading.homes)
        _finish(analysis, Analysis.State.DONE)
    return analysis


def _is_outdated(revision: Revision) -> bool:
    """Whether a later version of the article was read while this one was."""
    return Analysis.objects.filter(
        revision__article=revision.article_id,
        revision__number__gt=revision.number,
        state=Analysis.State.DONE,
    ).exists()


def _is_still_ours(analysis: Analysis) -> bool:
    """Lock the analysis; False when another worker took it over in the meantime."""
    return (
        Analysis.objects.select_for_update()
        .filter(
            pk=analysis.pk,
            state=Analysis.State.RUNNING,
            started_at=analysis.started_at,
        )
        .exists()
    )


def _supersede_older(analysis: Analysis, revision: Revision) -> None:
    """Delete what older analyses of the article read, apart from its claims."""
    older = Analysis.objects.filter(revision__article=revision.article_id).exclude(
        pk=analysis.pk
    )
    Mention.objects.filter(analysis__in=older).delete()
    Attribution.objects.filter(analysis__in=older).delete()
    older.filter(state=Analysis.State.DONE).update(state=Analysis.State.SUPERSEDED)


def _fail(analysis: Analysis, error: Exception) -> Analysis:
    """Say in words what went wrong, unless another worker has taken over."""
    with transaction.atomic():
        if _is_still_ours(analysis):
            analysis.error = str(error) or type(error).__name__
            _finish(analysis, Analysis.State.FAILED)
    return analysis


def _finish(analysis: Analysis, state: Analysis.State) -> None:
    analysis.state = state
    analysis.finished_at = timezone.now()
    analysis.save(update_fields=["state", "finished_at", "error"])
