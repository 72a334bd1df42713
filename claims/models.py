"""What was said, by whom, of whom, and what answers it."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Abs, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from sources.models import Copy, Outlet, Revision


class Status(models.TextChoices):
    """The state of a claim or link; only people confirm and reject."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")


class Origin(models.TextChoices):
    MACHINE = "machine", _("machine-extracted")
    PERSON = "person", _("added by a person")


class Quotation(models.TextChoices):
    DIRECT = "direct", _("direct quotation")
    INDIRECT = "indirect", _("indirect quotation")
    MIXED = "mixed", _("mixed quotation")
    NARRATOR = "narrator", _("in the article's own voice")


class Category(models.TextChoices):
    COMMITS_ATTACK = "commits_attack", _("committed an attack")
    SUPPORTS_TERRORISM = "supports_terrorism", _("supports terrorism")
    HARBOURS = "harbours", _("harbours terrorists")
    BELONGS_COLLABORATES = "belongs_collaborates", _("belongs to or works with")
    FAILS_TO_ACT = "fails_to_act", _("fails to act")
    OTHER = "other", _("other")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Analysis(models.Model):
    """One reading of a revision by one version of the pipeline."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("superseded")

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="analyses")
    pipeline_version = models.CharField(_("pipeline version"), max_length=100)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name_plural = "analyses"
        constraints = [
            models.UniqueConstraint(
                "revision",
                "pipeline_version",
                name="analysis_one_live",
                condition=Q(state__in=["running", "done"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} by {self.pipeline_version}"


class Mention(models.Model):
    """A span that names an actor, resolved or not."""

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="mentions"
    )
    start_char = models.PositiveIntegerField()
    end_char = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    label = models.CharField(_("entity type"), max_length=20, blank=True)

    class Meta:
        ordering = ["analysis", "start_char"]
        constraints = [
            models.CheckConstraint(
                name="mention_span_not_empty",
                condition=Q(end_char__gt=F("start_char")),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Attribution(models.Model):
    """One source, cue and content in one article.

    Each role is a list of [start_char, end_char] pairs into the revision's text,
    half-open and in text order; a role may be empty, content may be split.
    """

    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="attributions")
    quotation = models.CharField(max_length=10, choices=Quotation.choices)
    source_spans = models.JSONField(default=list)
    cue_spans = models.JSONField(default=list)
    content_spans = models.JSONField(default=list)
    confidence = models.FloatField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"attribution {self.pk}"


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


#: Near this confidence the pipeline was least sure: there an editor changes most.
LEAST_SURE = 0.5
#: Proposals below this confidence wait in the review queue, out of readers' sight: the
#: best balance of missed and wrongly shown claims on the public development documents.
LIKELY = 0.35


def _hidden(prefix: str = "") -> Q:
    """Claims that readers don't see; `prefix` leads to them, as in "answer__"."""
    is_unchecked = Q(
        (f"{prefix}status", Status.PROPOSED), (f"{prefix}origin", Origin.MACHINE)
    )
    is_doubtful = Q((f"{prefix}confidence__lt", LIKELY)) | Q(
        (f"{prefix}missing_since__isnull", False)
    )
    return Q((f"{prefix}status", Status.REJECTED)) | is_unchecked & is_doubtful


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible(self) -> ClaimQuerySet:
        """Claims that readers see: not rejected, and unless a person agreed likely.

        What a later version of the article no longer says is kept, but not proposed.
        """
        return self.exclude(_hidden())

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


class Fingerprint(models.Model):
    """What linking compares of a claim, so that its article's text is read only once.

    Written when the claim is linked. Words are stems with spaces between; sides are the
    ids of the parties and of the bodies behind them on the claim's date.
    """

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True)
    own = models.TextField()
    sentence = models.TextField()
    around = models.TextField()
    speaker_sides = ArrayField(models.BigIntegerField())
    target_sides = ArrayField(models.BigIntegerField())
    #: The words with which the claim names what it answers, or "".
    refers_to = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"fingerprint of {self.claim_id}"


class ClaimSide(models.Model):
    """One side that a claim is about; by it others find what they may belong with."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="sides")
    side = models.ForeignKey(Actor, models.CASCADE, related_name="+", db_index=False)
    #: Denials, admissions and the like; else a charge.
    is_reply = models.BooleanField()
    sort_date = models.DateField()

    class Meta:
        indexes = [
            # A reply looks for charges, a charge for both, and the nearest in time.
            models.Index(
                fields=["side", "is_reply", "sort_date", "claim"], name="claim_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} is about {self.side_id}"


class LinkQuerySet(models.QuerySet["Link"]):
    def visible(self) -> LinkQuerySet:
        """Links that readers see: not rejected, and both ends visible."""
        return self.exclude(status=Status.REJECTED).exclude(
            _hidden("answer__") | _hidden("answered__")
        )

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

    answer = models.ForeignKey(Claim, models.CASCADE, related_name="answers_to")
    answered = models.ForeignKey(Claim, models.CASCADE, related_name="answers")
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


def first_day(partial: str) -> tuple[date | None, str]:
    """Read a partial ISO 8601 date as (first day, precision); (None, "") when empty.

    Raises ValueError for anything else.
    """
    if not partial:
        return None, ""
    precision = {4: "year", 7: "month", 10: "day"}.get(len(partial))
    if precision is None:
        raise ValueError(f"not a partial ISO date: {partial!r}")
    return date.fromisoformat((partial + "-01-01")[:10]), precision
