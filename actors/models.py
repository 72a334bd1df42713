"""Who speaks and is spoken of: actors, the names they go by, whom they belong to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PARTIAL_DATE = _("ISO 8601, may be partial: 2017, 2017-10 or 2017-10-05")


class ActorQuerySet(models.QuerySet["Actor"]):
    def current(self) -> ActorQuerySet:
        """Actors that were not merged into another one."""
        return self.filter(merged_into=None)


class Actor(models.Model):
    """A party that accuses, is accused, or answers."""

    class Kind(models.TextChoices):
        STATE = "state", _("state")
        GOVERNMENT = "government", _("government")
        AGENCY = "agency", _("agency")
        ARMED_GROUP = "armed_group", _("armed group")
        ORGANISATION = "organisation", _("organisation")
        PERSON = "person", _("person")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        KNOWN = "known", _("known")
        PROPOSED = "proposed", _("proposed by the pipeline, not checked")

    name = models.CharField(_("name"), max_length=300)
    slug = models.SlugField(_("slug"), max_length=300, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.KNOWN
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166 alpha-2 code")
    )
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    description = models.TextField(_("description"), blank=True)
    gazetteer_key = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("Stable key in the shipped knowledge base"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "name", name="actor_name_unique", condition=Q(merged_into=None)
            ),
            models.UniqueConstraint(
                "wikidata_id",
                name="actor_wikidata_unique",
                condition=~Q(wikidata_id="") & Q(merged_into=None),
            ),
            models.CheckConstraint(
                name="actor_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actor", kwargs={"slug": self.slug})


class Alias(models.Model):
    """A name that an actor goes by."""

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        ACRONYM = "acronym", _("acronym")
        METONYM = "metonym", _("metonym")
        DEMONYM = "demonym", _("demonym")
        TRANSLITERATION = "transliteration", _("transliteration")

    class Origin(models.TextChoices):
        GAZETTEER = "gazetteer", _("shipped knowledge base")
        PERSON = "person", _("entered by a person")
        PIPELINE = "pipeline", _("read in an article")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="aliases")
    text = models.CharField(_("text"), max_length=300)
    key = models.CharField(
        max_length=300,
        editable=False,
        help_text=_("Normalised text, as actors.names.normalise gives it"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.NAME
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.PERSON
    )

    class Meta:
        ordering = ["text"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint("actor", "text", name="alias_unique_for_actor")
        ]
        indexes = [models.Index("key", name="alias_by_key")]

    def __str__(self) -> str:
        return self.text


class Affiliation(models.Model):
    """A member belongs to, serves or leads a body, for some time."""

    member = models.ForeignKey(Actor, models.CASCADE, related_name="affiliations")
    body = models.ForeignKey(Actor, models.CASCADE, related_name="members")
    role = models.CharField(
        _("role"), max_length=200, blank=True, help_text=_("foreign minister, part of")
    )
    start = models.CharField(
        _("from"), max_length=10, blank=True, help_text=PARTIAL_DATE
    )
    end = models.CharField(_("to"), max_length=10, blank=True, help_text=PARTIAL_DATE)
    origin = models.CharField(
        _("origin"),
        max_length=10,
        choices=Alias.Origin.choices,
        default=Alias.Origin.PERSON,
    )

    class Meta:
        ordering = ["-start", "pk"]
        constraints = [
            models.UniqueConstraint(
                "member", "body", "role", "start", name="affiliation_unique"
            ),
            models.CheckConstraint(
                name="affiliation_not_with_itself", condition=~Q(member=F("body"))
            ),
            models.CheckConstraint(
                name="affiliation_dates_iso",
                condition=Q(start__regex=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")
                & Q(end__regex=r"^(\d{4}(-\d\d(-\d\d)?)?)?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.role} {self.body}"
