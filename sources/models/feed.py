"""The feeds that are polled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.models.host import host_of_url
from sources.models.outlet import Outlet
from sources.models.taking import TAKEN_TIMEOUT

#: How often a feed is asked while nothing is known about its habits.
DEFAULT_INTERVAL = timedelta(minutes=30)
#: A feed is silent when nothing came for so long, and for so many of its usual gaps.
SILENCE = timedelta(days=3)
SILENT_GAPS = 10


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, now: datetime | None = None) -> FeedQuerySet:
        """Feeds that should be fetched by now and that no worker has taken."""
        now = now or timezone.now()
        return self.filter(
            Q(taken_at=None) | Q(taken_at__lt=now - TAKEN_TIMEOUT),
            is_paused=False,
            next_fetch_at__lte=now,
        )

    def take(self, pk: int) -> bool:
        """Take a due feed for this worker; False when another one was faster."""
        return self.due().filter(pk=pk).update(taken_at=timezone.now()) == 1

    def pause(self) -> int:
        """Leave the feeds alone until somebody resumes them; how many those are."""
        return self.update(is_paused=True)

    def fetch_soon(self) -> int:
        """Have the feeds fetched by the next sweep, paused ones too from now on."""
        return self.update(
            is_paused=False,
            retired_at=None,
            next_fetch_at=timezone.now(),
            taken_at=None,
        )

    def alarming(self) -> FeedQuerySet:
        """Feeds that need a person: they fail, or are silent for long; muted ones not.

        `Feed.is_silent` says the same of one feed.
        """
        now = timezone.now()
        gaps = ExpressionWrapper(
            F("usual_gap") * SILENT_GAPS, output_field=models.DurationField()
        )
        is_silent = Q(newest_at__lt=now - SILENCE) & Q(newest_at__lt=now - gaps)
        return self.filter(
            Q(failures__gt=0) | Q(retired_at__isnull=False) | is_silent, is_muted=False
        ).exclude(is_paused=True, retired_at=None)


class Feed(models.Model):
    """A feed (RSS, Atom or JSON) that is polled; its row is its place in the queue."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="feeds")
    url = models.URLField(_("address"), max_length=2000, unique=True)
    host = host_of_url()
    former_urls = ArrayField(
        models.URLField(max_length=2000),
        verbose_name=_("former addresses"),
        default=list,
        editable=False,
        help_text=_("From where it was redirected for good"),
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    folder = models.CharField(
        _("folder"),
        max_length=500,
        blank=True,
        help_text=_("As in OPML lists; a slash parts folders in folders"),
    )
    is_paused = models.BooleanField(_("paused"), default=False)
    is_muted = models.BooleanField(
        _("muted"), default=False, help_text=_("Its failures and silence are no alarm")
    )
    retired_at = models.DateTimeField(
        _("retired"), null=True, editable=False, help_text=_("Its site gave it up")
    )
    interval = models.DurationField(
        _("interval"),
        default=DEFAULT_INTERVAL,
        editable=False,
        help_text=_("How often it is asked, as its habits are"),
    )
    fixed_interval = models.DurationField(
        _("interval by hand"),
        null=True,
        blank=True,
        help_text=_("hh:mm:ss; empty: as often as it publishes something"),
    )
    pause_at_least = models.DurationField(default=timedelta, editable=False)
    pause_hours = ArrayField(
        models.PositiveSmallIntegerField(), default=list, editable=False
    )
    pause_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list, editable=False
    )
    usual_gap = models.DurationField(
        _("time between two articles"), null=True, editable=False
    )
    newest_at = models.DateTimeField(_("newest article"), null=True, editable=False)
    entries_seen = models.PositiveIntegerField(
        _("entries seen"), default=0, editable=False
    )
    last_fetch_at = models.DateTimeField(_("last fetch"), null=True, editable=False)
    last_status = models.PositiveSmallIntegerField(
        _("last status"), null=True, editable=False
    )
    next_fetch_at = models.DateTimeField(_("next fetch"), default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    last_ok_at = models.DateTimeField(_("last success"), null=True, editable=False)
    failures = models.PositiveIntegerField(
        _("failures in a row"), default=0, editable=False
    )
    last_error = models.TextField(_("last error"), blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Health(models.TextChoices):
        NEW = "new", _("not fetched yet")
        WELL = "well", _("in order")
        FAILING = "failing", _("failing")
        SILENT = "silent", _("silent")
        PAUSED = "paused", _("paused")
        RETIRED = "retired", _("retired")

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["outlet__name", "url"]
        indexes = [
            models.Index("next_fetch_at", name="feed_due", condition=Q(is_paused=False))
        ]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def health(self) -> Feed.Health:
        if self.retired_at:
            return Feed.Health.RETIRED
        if self.is_paused:
            return Feed.Health.PAUSED
        if self.failures:
            return Feed.Health.FAILING
        if self.is_silent:
            return Feed.Health.SILENT
        return Feed.Health.WELL if self.last_ok_at else Feed.Health.NEW

    @property
    def is_silent(self) -> bool:
        """Whether nothing came for much longer than usual."""
        if not (self.newest_at and self.usual_gap):
            return False
        silence = timezone.now() - self.newest_at
        return silence > max(SILENCE, SILENT_GAPS * self.usual_gap)

    @property
    def minutes(self) -> int:
        """Its interval, rounded."""
        return round(self.interval.total_seconds() / 60)

    @property
    def is_due(self) -> bool:
        return not self.is_paused and self.next_fetch_at <= timezone.now()
