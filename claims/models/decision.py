"""What people decided."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.allegation import Allegation
from claims.models.claim import Claim
from claims.models.link import Link
from sources.models import Copy


def _exactly_one(*names: str) -> Q:
    """That one of the foreign keys is set and no other."""
    alternatives = [
        Q(*((f"{name}__isnull", name != chosen) for name in names)) for chosen in names
    ]
    return reduce(or_, alternatives)


class Decision(models.Model):
    """What a person decided. The database refuses to change or delete it."""

    class Action(models.TextChoices):
        ADD = "add", _("added")
        CONFIRM = "confirm", _("confirmed")
        REJECT = "reject", _("rejected")
        CORRECT = "correct", _("corrected")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        RENAME = "rename", _("renamed")
        PIN = "pin", _("pinned")
        UNPIN = "unpin", _("unpinned")
        TIE = "tie", _("tied to an attack")
        UNTIE = "untie", _("untied from the attack")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    link = models.ForeignKey(
        Link, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    allegation = models.ForeignKey(
        Allegation, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    copy = models.ForeignKey(
        Copy, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_about_one_thing",
                condition=_exactly_one("claim", "link", "allegation", "copy"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.action}"
