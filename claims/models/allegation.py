"""What claims say in common, and of which attack."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.models.choices import Category


class Attack(models.Model):
    """One attack, whoever is said to be behind it: allegations that compete."""

    title = models.CharField(_("title"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("attack", kwargs={"pk": self.pk, "slug": self.slug})

    @property
    def slug(self) -> str:
        return _slug(self.title) or "attack"


class AllegationQuerySet(models.QuerySet["Allegation"]):
    def current(self) -> AllegationQuerySet:
        """Allegations that were not merged into another one."""
        return self.filter(merged_into=None)


class Allegation(models.Model):
    """The claims, from any source, that say the same of the same target."""

    title = models.CharField(_("title"), max_length=300)
    target = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="allegations"
    )
    category = models.CharField(max_length=30, choices=Category.choices)
    first_said_on = models.DateField(_("first said"), null=True, blank=True)
    last_said_on = models.DateField(_("last said"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    attack = models.ForeignKey(
        Attack, models.SET_NULL, null=True, blank=True, related_name="allegations"
    )
    has_own_title = models.BooleanField(
        _("title by a person"),
        default=False,
        help_text=_("The machine leaves the title alone"),
    )
    is_pinned = models.BooleanField(
        _("pinned"),
        default=False,
        help_text=_("The machine may add claims to it, and takes none away"),
    )
    is_tie_decided = models.BooleanField(
        _("attack by a person"),
        default=False,
        help_text=_("The machine leaves alone to which attack it belongs, if any"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AllegationQuerySet.as_manager()

    class Meta:
        ordering = [F("last_said_on").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index("target", "category", name="allegation_by_target"),
            models.Index(
                F("last_said_on").desc(nulls_last=True),
                F("id").desc(),
                name="allegation_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("allegation", kwargs={"pk": self.pk, "slug": self.slug})

    @property
    def slug(self) -> str:
        return _slug(self.title) or "allegation"


def _slug(title: str) -> str:
    return slugify(title)[:80].strip("-")
