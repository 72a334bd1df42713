"""The archive of what was read."""

from hashlib import sha256
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.models.article import Article


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
