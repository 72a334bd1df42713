"""Saved searches and collections, each somebody's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from sources.models import Revision

#: Far less than an hour, so that a digest is not late by a whole sweep each time.
SLACK = timedelta(minutes=1)


def new_secret() -> str:
    """What makes an address one that only those know who were told it."""
    return token_urlsafe(24)


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def due(self, now: datetime | None = None) -> SavedSearchQuerySet:
        """Searches whose digest is to be sent by now."""
        now = now or timezone.now()
        is_due = Q()
        for digest, period in PERIODS.items():
            is_due |= Q(digest=digest, digest_at__lte=now - period + SLACK)
        return self.filter(is_due, user__is_active=True).exclude(user__email="")

    def take(self, search: SavedSearch) -> bool:
        """Take a due digest for this worker; False when another one was faster."""
        taken = self.due().filter(pk=search.pk, digest_at=search.digest_at)
        return taken.update(digest_at=timezone.now()) == 1


class SavedSearch(models.Model):
    """A list of claims by its filters, as the query string of its address."""

    class Digest(models.TextChoices):
        NEVER = "never", _("no e-mail")
        HOURLY = "hourly", _("at most once an hour")
        DAILY = "daily", _("at most once a day")
        WEEKLY = "weekly", _("at most once a week")

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=200)
    query = models.CharField(max_length=2000, blank=True)
    secret = models.CharField(max_length=40, unique=True, default=new_secret)
    digest = models.CharField(
        _("e-mail"), max_length=10, choices=Digest.choices, default=Digest.NEVER
    )
    digest_at = models.DateTimeField(default=timezone.now, editable=False)
    last_claim = models.BigIntegerField(
        default=0, editable=False, help_text=_("Newer claims were not reported yet")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        indexes = [
            models.Index("digest_at", name="search_due", condition=~Q(digest="never"))
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('claims')}?{self.query}"


PERIODS = {
    SavedSearch.Digest.HOURLY: timedelta(hours=1),
    SavedSearch.Digest.DAILY: timedelta(days=1),
    SavedSearch.Digest.WEEKLY: timedelta(weeks=1),
}


class Collection(models.Model):
    """A case file: claims that belong together for somebody, with notes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="collections")
    name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    secret = models.CharField(
        max_length=40,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("Part of the address for others; empty: not shared"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-used_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("collection", args=[self.pk])

    def add(self, claim: Claim) -> bool:
        """Put the claim in; False when it is in already."""
        place = {"revision_id": claim.revision_id, "start_char": claim.start_char}
        _entry, is_new = self.entries.get_or_create(
            claim=claim, defaults={"words": claim.exact, **place}
        )
        self.used_at = timezone.now()
        self.save(update_fields=["used_at"])
        return is_new


class Entry(models.Model):
    """A claim in a collection.

    A newer pipeline may replace a claim that nobody decided on; then the words and
    their place in the archive remain.
    """

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="entries")
    claim = models.ForeignKey(
        Claim, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    start_char = models.PositiveIntegerField()
    words = models.TextField()
    note = models.TextField(_("note"), blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                "collection", "claim", name="entry_once_in_collection"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]
