"""Where text comes from: outlets, their feeds, and the archive of what was read."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A taken article or feed whose worker died is taken again after this long. It must
#: exceed the longest fetch (time limit plus redirects) by far, or work is doubled.
TAKEN_TIMEOUT = timedelta(minutes=10)
#: How often a feed is asked while nothing is known about its habits.
DEFAULT_INTERVAL = timedelta(minutes=30)


def host_of_url() -> models.GeneratedField:
    """The site that a row's address is on, with its port; kept by the database."""
    host = Func(F("url"), Value("^https?://([^/?#]{1,255})"), function="substring")
    return models.GeneratedField(
        expression=Coalesce(host, Value("")),
        output_field=models.CharField(max_length=300),
        db_persist=True,
    )


class HostQuerySet(models.QuerySet["Host"]):
    def take(self, name: str) -> bool:
        """Have the site for this worker alone; False when another one is there.

        False also when the last visit was just now, or the site asked for a rest.
        """
        now = timezone.now()
        self.get_or_create(name=name, defaults={"free_at": now})
        free = self.filter(Q(rest_until=None) | Q(rest_until__lte=now))
        free = free.filter(name=name, free_at__lte=now)
        return free.update(free_at=now + VISIT_TIMEOUT) == 1

    def leave(self, name: str, pause: timedelta) -> None:
        """Let the next one in after a pause."""
        self.filter(name=name).update(free_at=timezone.now() + pause)

    def let_rest(self, name: str, rest: timedelta) -> None:
        """Ask the site for nothing at all for as long as it wants."""
        self.filter(name=name).update(rest_until=timezone.now() + rest)

    def busy(self) -> HostQuerySet:
        """Sites that nobody may visit at this moment."""
        now = timezone.now()
        return self.filter(Q(free_at__gt=now) | Q(rest_until__gt=now))


#: A visit whose worker died is over after this long; it must exceed a page and the
#: robots.txt before it (20 s each).
VISIT_TIMEOUT = timedelta(minutes=1)


class Host(models.Model):
    """A site that we visit: one worker at a time, and by its own rules."""

    name = models.CharField(_("host"), max_length=300, unique=True)
    free_at = models.DateTimeField(default=timezone.now, editable=False)
    rest_until = models.DateTimeField(
        _("resting until"),
        null=True,
        blank=True,
        help_text=_("The site asked to be left alone (status 429 or 503)"),
    )
    robots = models.TextField(_("robots.txt"), blank=True)
    robots_read_at = models.DateTimeField(_("robots.txt read at"), null=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Outlet(models.Model):
    """A publisher: whoever puts articles before the public under one name."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("slug"), max_length=200, unique=True)
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166 alpha-2 code")
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outlet", kwargs={"slug": self.slug})


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


#: A feed is silent when nothing came for so long, and for so many of its usual gaps.
SILENCE = timedelta(days=3)
SILENT_GAPS = 10


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


class ArticleQuerySet(models.QuerySet["Article"]):
    def due(self, now: datetime | None = None) -> ArticleQuerySet:
        """Articles whose page is to be fetched (again) and that no worker has taken."""
        now = now or timezone.now()
        return self.filter(
            Q(state=Article.State.PENDING, next_attempt_at__lte=now)
            | Q(state=Article.State.ARCHIVED, recheck_at__lte=now),
            Q(taken_at=None) | Q(taken_at__lt=now - TAKEN_TIMEOUT),
        )

    def take(self, pk: int) -> bool:
        """Take a due article for this worker; False when another one was faster."""
        return self.due().filter(pk=pk).update(taken_at=timezone.now()) == 1

    def unfolded(self) -> ArticleQuerySet:
        """Articles whose newest text was not compared with the others yet."""
        return self.filter(folded_at=None, state=Article.State.ARCHIVED)

    def fetch_soon(self) -> int:
        """Have the pages of those that have one read (again) by the next sweep."""
        return self.exclude(url="").update(
            state=Article.State.PENDING,
            attempts=0,
            next_attempt_at=timezone.now(),
            taken_at=None,
            dismissed_at=None,
        )

    def dismiss(self) -> int:
        """Have nobody bothered any more with those that could not be read."""
        failed = self.filter(state=Article.State.FAILED, dismissed_at=None)
        return failed.update(dismissed_at=timezone.now())


class Article(models.Model):
    """One published piece. Its words are in its revisions, never here."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for its text")
        ARCHIVED = "archived", _("archived")
        FAILED = "failed", _("could not be read")

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="articles")
    feed = models.ForeignKey(
        Feed, models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    url = models.URLField(
        _("address"),
        max_length=2000,
        blank=True,
        help_text=_("Canonical address; empty for pasted text and files"),
    )
    host = host_of_url()
    external_id = models.CharField(
        _("document id"),
        max_length=500,
        blank=True,
        help_text=_("The id that a file or a feed gave it"),
    )
    title = models.CharField(_("title"), max_length=1000, blank=True)
    byline = models.CharField(_("byline"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("BCP 47")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    failure = models.TextField(_("why it could not be read"), blank=True)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(default=timezone.now, editable=False)
    recheck_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When to look whether it has changed")
    )
    dismissed_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When somebody let its failure be")
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    original = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="reprints",
        help_text=_("The first article of those that this one is a copy of"),
    )
    folded_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When it was compared with the others; empty: it waits for that"),
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "url", name="article_url_unique", condition=~Q(url="")
            ),
            models.UniqueConstraint(
                "outlet",
                "external_id",
                name="article_external_id_unique",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(
                name="article_state_known",
                condition=Q(state__in=["pending", "archived", "failed"]),
            ),
        ]
        indexes = [
            models.Index(
                "next_attempt_at", name="article_due", condition=Q(state="pending")
            ),
            models.Index(
                "recheck_at",
                name="article_recheck",
                condition=Q(state="archived", recheck_at__isnull=False),
            ),
            models.Index("id", name="article_failed", condition=Q(state="failed")),
            models.Index(fields=["outlet", "-published_at"], name="article_by_outlet"),
            models.Index(
                F("published_at").desc(nulls_last=True), name="article_newest"
            ),
            models.Index(
                "id",
                name="article_unfolded",
                condition=Q(folded_at=None, state="archived"),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"article {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("article", kwargs={"pk": self.pk})

    @property
    def first_id(self) -> int:
        """The article that this one is a copy of, else itself: where it comes from."""
        return self.pk if self.original_id is None else self.original_id

    def latest_revision(self) -> Revision | None:
        """The newest archived text, or None while nothing is archived. One query."""
        return self.revisions.order_by("-number").first()


class Revision(models.Model):
    """One archived version of an article's text. Never changed once written."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(
        _("number"), default=1, validators=[MinValueValidator(1)]
    )
    title = models.CharField(_("title"), max_length=1000, blank=True)
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, editable=False)
    html = models.BinaryField(
        _("archived page"),
        null=True,
        help_text=_("The bytes that were read, zlib-compressed"),
    )
    html_sha256 = models.CharField(
        _("SHA-256 of the page"), max_length=64, blank=True, editable=False
    )
    html_url = models.CharField(
        _("address that the page came from"),
        max_length=2000,
        blank=True,
        editable=False,
        help_text=_("After all redirects"),
    )
    html_headers = models.JSONField(
        _("headers that came with the page"), default=dict, blank=True, editable=False
    )
    fetched_at = models.DateTimeField(_("read at"), default=timezone.now)

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint("article", "number", name="revision_number_unique"),
            models.CheckConstraint(
                name="revision_text_not_empty", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} (revision {self.number})"

    def save(self, **kwargs: Any) -> None:
        self.sha256 = self.digest(self.text)
        super().save(**kwargs)

    @staticmethod
    def digest(text: str) -> str:
        return sha256(text.encode()).hexdigest()


class Sketch(models.Model):
    """A few hashes of an article's newest text, by which its copies are found."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="sketch"
    )
    keys = ArrayField(models.IntegerField())

    class Meta:
        verbose_name_plural = "sketches"
        indexes = [
            # Without a pending list, which every search would have to read through.
            GinIndex("keys", name="sketch_keys", fastupdate=False)
        ]

    def __str__(self) -> str:
        return f"sketch of {self.article_id}"


class CopyQuerySet(models.QuerySet["Copy"]):
    def live(self) -> CopyQuerySet:
        """Those that nobody rejected."""
        return self.exclude(status=Copy.Status.REJECTED)


class Copy(models.Model):
    """One article has its words from another one.

    An article has one such row for each independent text that it was made from, mostly
    one. `Article.original` follows them to the first.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("found by comparing the texts")
        CONFIRMED = "confirmed", _("confirmed by an editor")
        REJECTED = "rejected", _("rejected by an editor")

    copy = models.ForeignKey(Article, models.CASCADE, related_name="originals")
    original = models.ForeignKey(Article, models.CASCADE, related_name="copies")
    share = models.FloatField(
        _("share"), help_text=_("How much of the shorter text is in the other, 0 to 1")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="copy_not_of_itself", condition=~Q(copy=F("original"))
            ),
            models.UniqueConstraint("copy", "original", name="copy_unique"),
            models.CheckConstraint(
                name="copy_share_is_share", condition=Q(share__gte=0, share__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} copies {self.original_id}"


class ImportQuerySet(models.QuerySet["Import"]):
    def due(self) -> ImportQuerySet:
        """Imports that no worker is at, though one should be."""
        silent = timezone.now() - IMPORT_SILENCE
        return self.filter(
            Q(touched_at=None) | Q(touched_at__lt=silent),
            in_background=True,
            state=Import.State.RUNNING,
        )


#: An import of which nothing was heard for so long has lost its worker. That a slow one
#: gets a second worker does no harm: one of the two finds its part done, and leaves.
IMPORT_SILENCE = timedelta(minutes=1)


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


class Fetch(models.Model):
    """What happened when something was read: one row per attempt, good or bad."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new text archived")
        UNCHANGED = "unchanged", _("nothing new")
        CHANGED = "changed", _("changed text archived")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    PROBLEMS = (Outcome.REFUSED, Outcome.FAILED)

    origin = models.CharField(
        _("address or file name"), max_length=2000, help_text=_("What was read")
    )
    feed = models.ForeignKey(
        Feed, models.CASCADE, null=True, blank=True, related_name="fetches"
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="fetches"
    )
    file = models.ForeignKey(
        ImportFile, models.SET_NULL, null=True, blank=True, related_name="fetches"
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    detail = models.TextField(
        _("detail"), blank=True, help_text=_("In words: what went wrong, what to do")
    )
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(_("bytes read"), default=0)
    new_articles = models.PositiveIntegerField(_("new articles"), default=0)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "fetches"
        indexes = [
            models.Index(fields=["feed", "-at"], name="fetch_by_feed"),
            models.Index(fields=["-at"], name="fetch_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.origin}: {self.outcome}"

    @property
    def is_problem(self) -> bool:
        return self.outcome in Fetch.PROBLEMS
