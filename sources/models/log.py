"""What happened when something was read."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.models.article import Article
from sources.models.feed import Feed
from sources.models.imports import ImportFile


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
