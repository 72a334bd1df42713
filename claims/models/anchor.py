"""Where else the words of a claim stood, and where they are from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models.claim import Claim
from sources.models import Outlet, Revision


class Anchor(models.Model):
    """Where a claim stood in an earlier version of its article, and in which words."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="anchors")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="anchors")
    start_char = models.PositiveIntegerField()
    end_char = models.PositiveIntegerField()
    exact = models.TextField()

    class Meta:
        ordering = ["revision", "start_char", "pk"]
        constraints = [
            models.UniqueConstraint(
                "claim", "revision", name="anchor_unique_in_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} in revision {self.revision_id}"


class Credit(models.Model):
    """An outlet that an article names as where it has something from.

    Of a claim, or without one of the whole article. Offsets are characters into the
    revision's text, half-open, both 0 where the byline names it.
    """

    class Form(models.TextChoices):
        FIRST_REPORTED = "first_reported", _("as first reported by")
        TOLD = "told", _("told")
        REPORTED = "reported", _("reported by")
        AGENCY = "agency", _("from")

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="credits")
    claim = models.ForeignKey(
        Claim, models.CASCADE, null=True, blank=True, related_name="credits"
    )
    form = models.CharField(_("form"), max_length=20, choices=Form.choices)
    name = models.CharField(_("outlet's name"), max_length=200)
    outlet = models.ForeignKey(
        Outlet, models.SET_NULL, null=True, blank=True, related_name="credits"
    )
    start_char = models.PositiveIntegerField(default=0)
    end_char = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["start_char", "pk"]
        constraints = [
            models.UniqueConstraint(
                "revision",
                "claim",
                "form",
                "name",
                name="credit_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.name}"
