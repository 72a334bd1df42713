"""What the pipeline found in a text, before it is claims."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.models.choices import Quotation
from sources.models import Revision


class Analysis(models.Model):
    """One reading of a revision by one version of the pipeline."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("superseded")

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="analyses")
    pipeline_version = models.CharField(_("pipeline version"), max_length=100)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name_plural = "analyses"
        constraints = [
            models.UniqueConstraint(
                "revision",
                "pipeline_version",
                name="analysis_one_live",
                condition=Q(state__in=["running", "done"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} by {self.pipeline_version}"


class Mention(models.Model):
    """A span that names an actor, resolved or not."""

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="mentions"
    )
    start_char = models.PositiveIntegerField()
    end_char = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    label = models.CharField(_("entity type"), max_length=20, blank=True)

    class Meta:
        ordering = ["analysis", "start_char"]
        constraints = [
            models.CheckConstraint(
                name="mention_span_not_empty",
                condition=Q(end_char__gt=F("start_char")),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Attribution(models.Model):
    """One source, cue and content in one article.

    Each role is a list of [start_char, end_char] pairs into the revision's text,
    half-open and in text order; a role may be empty, content may be split.
    """

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="attributions")
    quotation = models.CharField(max_length=10, choices=Quotation.choices)
    source_spans = models.JSONField(default=list)
    cue_spans = models.JSONField(default=list)
    content_spans = models.JSONField(default=list)
    confidence = models.FloatField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"attribution {self.pk}"
