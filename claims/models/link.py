"""Which claim answers or supports which."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from claims.models.choices import Origin, Status
from claims.models.visibility import hidden


class LinkQuerySet(models.QuerySet["Link"]):
    def visible(self) -> LinkQuerySet:
        """Links that readers see: not rejected, and both ends visible."""
        return self.exclude(status=Status.REJECTED).exclude(
            hidden("answer__") | hidden("answered__")
        )

    def of_visible_claims(self) -> LinkQuerySet:
        """The same among links to claims that are known to be visible, and cheaper."""
        return self.exclude(status=Status.REJECTED).exclude(hidden("answer__"))

    def rebuttals(self) -> LinkQuerySet:
        return self.filter(relation__in=Link.REBUTTALS)


class Link(models.Model):
    """A relation from the answering claim to the claim that it answers."""

    class Relation(models.TextChoices):
        DENIES = "denies", _("denies")
        DISPUTES = "disputes", _("disputes")
        COUNTER_ACCUSES = "counter_accuses", _("counter-accuses")
        CORROBORATES = "corroborates", _("corroborates")
        CONCEDES = "concedes", _("concedes")

    #: The relations that contradict; the others support.
    REBUTTALS = (Relation.DENIES, Relation.DISPUTES, Relation.COUNTER_ACCUSES)

    answer = models.ForeignKey("Claim", models.CASCADE, related_name="answers_to")
    answered = models.ForeignKey("Claim", models.CASCADE, related_name="answers")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation.choices)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )
    score = models.FloatField(_("score"), null=True, blank=True)
    explanation = models.TextField(
        _("why"), blank=True, help_text=_("The reason in words")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["answered", "answer__sort_date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="link_not_to_itself", condition=~Q(answer=F("answered"))
            ),
            models.UniqueConstraint(
                "answer", "answered", name="link_unique_between_claims"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.relation} {self.answered_id}"
