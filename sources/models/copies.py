"""Which articles have their words from others."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sources.models.article import Article


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
