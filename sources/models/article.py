"""The pieces that outlets publish."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.models.feed import Feed
from sources.models.host import host_of_url
from sources.models.outlet import Outlet
from sources.models.taking import TAKEN_TIMEOUT

if TYPE_CHECKING:
    from sources.models.revision import Revision


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
                "outlet",
                name="article_copies",
                condition=Q(original__isnull=False),
            ),
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
