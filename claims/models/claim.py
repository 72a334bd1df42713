"""The claims themselves."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Abs, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims.models.allegation import Allegation
from claims.models.analysis import Analysis, Attribution
from claims.models.choices import Category, Origin, Quotation, Status
from claims.models.dates import Precision
from claims.models.link import Link
from claims.models.visibility import hidden
from sources.models import Revision

#: Near this confidence the pipeline was least sure: there an editor changes most.
LEAST_SURE = 0.5


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible(self) -> ClaimQuerySet:
        """Claims that readers see: not rejected, and unless a person agreed likely.

        What a later version of the article no longer says is kept, but not proposed.
        """
        return self.exclude(hidden())

    def in_doubt(self) -> ClaimQuerySet:
        """Order by doubt, then the newest first; those without a confidence last.

        For proposed claims the order is that of the index claim_in_doubt.
        """
        doubt = Abs(F("confidence") - LEAST_SURE)
        return self.order_by(doubt.asc(nulls_last=True), "-sort_date", "-pk")

    def rebuildable(self) -> ClaimQuerySet:
        """Machine proposals that no person touched: a newer pipeline may replace them.

        A claim at either end of a link that a person decided or added is touched too.
        """
        decided = Link.objects.exclude(status=Status.PROPOSED, origin=Origin.MACHINE)
        return (
            self.filter(status=Status.PROPOSED, origin=Origin.MACHINE)
            .filter(decisions=None)
            .exclude(pk__in=decided.values("answer_id"))
            .exclude(pk__in=decided.values("answered_id"))
        )


class Claim(models.Model):
    """Speaker, target, kind and accusation, as stated in one place of one article.

    All offsets are characters into the revision's text, half-open. The database holds
    that `exact` is the text between them (trigger claim_inside_its_text).
    """

    class Kind(models.TextChoices):
        ACCUSATION = "accusation", _("accusation")
        DENIAL = "denial", _("denial")
        CLAIM_OF_RESPONSIBILITY = (
            "claim_of_responsibility",
            _("claim of responsibility"),
        )
        ADMISSION = "admission", _("admission")
        NO_COMMENT = "no_comment", _("no comment")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="claims")
    analysis = models.ForeignKey(
        Analysis, models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    attribution = models.ForeignKey(
        Attribution, models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    allegation = models.ForeignKey(
        Allegation, models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    category = models.CharField(
        _("category"), max_length=30, choices=Category.choices, default=Category.OTHER
    )

    speaker = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="claims_made"
    )
    speaker_name = models.CharField(
        _("speaker's name"),
        max_length=500,
        blank=True,
        help_text=_("As the article names it, pronouns followed to their name"),
    )
    speaker_body = models.ForeignKey(
        Actor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims_made_for",
        help_text=_("The government or organisation that the speaker speaks for"),
    )
    speaker_start_char = models.PositiveIntegerField(null=True, blank=True)
    speaker_end_char = models.PositiveIntegerField(null=True, blank=True)
    is_anonymous = models.BooleanField(_("unnamed source"), default=False)
    via = models.CharField(_("reported by"), max_length=500, blank=True)

    target = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="claims_received"
    )
    target_name = models.CharField(_("target's name"), max_length=500, blank=True)
    target_start_char = models.PositiveIntegerField(null=True, blank=True)
    target_end_char = models.PositiveIntegerField(null=True, blank=True)

    start_char = models.PositiveIntegerField(_("start of the words"))
    end_char = models.PositiveIntegerField(_("end of the words"))
    exact = models.TextField(_("words"))
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    quotation = models.CharField(
        _("quotation"),
        max_length=10,
        choices=Quotation.choices,
        default=Quotation.INDIRECT,
    )
    cue = models.CharField(_("cue"), max_length=300, blank=True)
    cue_start_char = models.PositiveIntegerField(null=True, blank=True)
    cue_end_char = models.PositiveIntegerField(null=True, blank=True)

    said_on = models.DateField(
        _("said on"),
        null=True,
        blank=True,
        help_text=_("Date of the utterance; the first day when only partly known"),
    )
    said_precision = models.CharField(
        max_length=5, choices=Precision.choices, blank=True
    )
    sort_date = models.DateField(
        _("date"), help_text=_("When it was said, else when it was published or read")
    )
    is_hedged = models.BooleanField(_("hedged"), default=False)

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    explanation = models.JSONField(
        _("how it was found"), default=dict, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)
    missing_since = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="missing_claims",
        help_text=_("The later version of the article that lacks its words"),
    )
    linked_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When it was compared with the others; empty: it waits for that"),
    )
    search = models.GeneratedField(
        expression=SearchVector(
            Func(
                Concat(
                    "speaker_name",
                    Value(" "),
                    "target_name",
                    Value(" "),
                    "exact",
                    output_field=models.TextField(),
                ),
                function="without_accents",
                output_field=models.TextField(),
            ),
            config="english",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-sort_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="claim_span_not_empty", condition=Q(end_char__gt=F("start_char"))
            ),
            models.CheckConstraint(
                name="claim_confidence_is_probability",
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1),
            ),
            models.CheckConstraint(
                name="claim_said_on_has_precision",
                condition=Q(said_on=None, said_precision="")
                | Q(said_on__isnull=False, said_precision__in=["day", "month", "year"]),
            ),
            models.UniqueConstraint(
                "revision",
                "kind",
                "start_char",
                "end_char",
                "speaker",
                "speaker_name",
                "target",
                "target_name",
                name="claim_unique_in_revision",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            GinIndex("search", name="claim_search"),
            models.Index(fields=["-sort_date", "-id"], name="claim_newest"),
            models.Index(
                fields=["speaker", "-sort_date", "-id"], name="claim_by_speaker"
            ),
            models.Index(
                fields=["target", "-sort_date", "-id"], name="claim_by_target"
            ),
            models.Index(fields=["kind", "-sort_date", "-id"], name="claim_by_kind"),
            models.Index("allegation", "sort_date", name="claim_by_allegation"),
            models.Index("id", name="claim_unlinked", condition=Q(linked_at=None)),
            models.Index(
                Abs(F("confidence") - LEAST_SURE),
                F("sort_date").desc(),
                F("id").desc(),
                name="claim_in_doubt",
                condition=Q(status=Status.PROPOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_label}: {self.exact[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("claim", kwargs={"pk": self.pk})

    @property
    def speaker_label(self) -> str:
        """The speaker for a reader: the actor's name, else the article's words."""
        return (
            self.speaker.name
            if self.speaker
            else self.speaker_name or str(_("The article"))
        )

    @property
    def target_label(self) -> str:
        return (
            self.target.name if self.target else self.target_name or str(_("unnamed"))
        )

    @property
    def said_date(self) -> str:
        """The utterance date as partial ISO 8601 ("2011", "2011-05"), or ""."""
        if self.said_on is None:
            return ""
        length = {"year": 4, "month": 7, "day": 10}[self.said_precision]
        return self.said_on.isoformat()[:length]

    def days_after(self, other: Claim) -> int:
        """Days between the dates of two claims; negative when this one came first."""
        return (self.sort_date - other.sort_date).days
