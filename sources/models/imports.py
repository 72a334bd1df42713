"""Files that people gave, and how far they are read."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: An import of which nothing was heard for so long has lost its worker. That a slow one
#: gets a second worker does no harm: one of the two finds its part done, and leaves.
IMPORT_SILENCE = timedelta(minutes=1)


class ImportQuerySet(models.QuerySet["Import"]):
    def due(self) -> ImportQuerySet:
        """Imports that no worker is at, though one should be."""
        silent = timezone.now() - IMPORT_SILENCE
        return self.filter(
            Q(touched_at=None) | Q(touched_at__lt=silent),
            in_background=True,
            state=Import.State.RUNNING,
        )


class Import(models.Model):
    """Files that somebody gave, and how far they are read; the row is the queue."""

    class State(models.TextChoices):
        RUNNING = "running", _("under way")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("finished")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports"
    )
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    day = models.DateField(_("day of publication"), null=True, blank=True)
    columns = models.JSONField(
        _("columns"),
        default=dict,
        help_text=_("By field of a document, the column of a table that holds it"),
    )
    is_trial = models.BooleanField(
        _("trial"), default=False, help_text=_("Only says what would happen")
    )
    in_background = models.BooleanField(default=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    touched_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index("id", name="import_running", condition=Q(state="running"))
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("import_detail", kwargs={"pk": self.pk})

    @property
    def is_running(self) -> bool:
        return self.state == Import.State.RUNNING

    @property
    def taken(self) -> int:
        """How many texts were archived."""
        return self.new + self.changed

    @property
    def problems(self) -> int:
        return self.refused + self.failed

    @property
    def seen(self) -> int:
        return self.taken + self.unchanged + self.problems


class ImportFile(models.Model):
    """A file of an import: on disk under `path`, or uploaded in chunks."""

    parent = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=500)
    path = models.TextField(blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"))
    position = models.PositiveIntegerField(
        _("parts read"), default=0, help_text=_("Where to go on after a crash")
    )
    bytes_read = models.PositiveBigIntegerField(_("bytes read"), default=0)
    attempts = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text=_("Workers lost at this position")
    )
    is_done = models.BooleanField(_("done"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ImportChunk(models.Model):
    """A piece of an uploaded file. In the database, for workers anywhere to read."""

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint("file", "number", name="import_chunk_unique")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: chunk {self.number}"
