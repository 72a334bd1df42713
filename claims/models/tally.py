"""Sums of the claims that readers see, kept so that no page has to count a million.

Triggers of the database write a loose row for every change of a claim, and folding adds
loose rows to the kept ones: a sum over both is exact at any time, and nobody who writes
claims waits for another. `claims` are all of them, `own` those in articles that are not
copies. Read them through `claims.tallies`. Rows of actors and outlets that are gone
stay until folding finds that nothing is left of them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from actors.models import Actor
from claims.models.choices import Category
from claims.models.claim import Claim
from sources.models import Outlet


class _Tally(models.Model):
    is_loose = models.BooleanField(default=False)
    kind = models.CharField(max_length=30, choices=Claim.Kind.choices)
    claims = models.IntegerField()
    own = models.IntegerField()

    class Meta:
        abstract = True


def _kept_once(name: str, *key: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=key, name=f"{name}_once", condition=Q(is_loose=False)
    )


def _loose(name: str) -> models.Index:
    """Finds what is to be folded among many kept rows."""
    return models.Index("id", name=f"{name}_loose", condition=Q(is_loose=True))


class DayTally(_Tally):
    """Claims by day, kind and category."""

    day = models.DateField()
    category = models.CharField(max_length=30, choices=Category.choices)

    class Meta:
        constraints = [_kept_once("day_tally", "day", "kind", "category")]
        indexes = [_loose("day_tally"), models.Index("day", name="day_tally_day")]

    def __str__(self) -> str:
        return f"{self.claims} {self.kind} on {self.day}"


class ActorTally(_Tally):
    """Claims by actor, role and kind; whose body speaks makes the claim too."""

    class Role(models.TextChoices):
        MADE = "made"
        RECEIVED = "received"

    actor = models.ForeignKey(
        Actor, models.DO_NOTHING, related_name="tallies", db_constraint=False
    )
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [_kept_once("actor_tally", "actor", "role", "kind")]
        indexes = [_loose("actor_tally")]

    def __str__(self) -> str:
        return f"{self.claims} {self.kind} {self.role} by {self.actor_id}"


class OutletTally(_Tally):
    """Claims by outlet and kind."""

    outlet = models.ForeignKey(
        Outlet, models.DO_NOTHING, related_name="tallies", db_constraint=False
    )

    class Meta:
        constraints = [_kept_once("outlet_tally", "outlet", "kind")]
        indexes = [_loose("outlet_tally")]

    def __str__(self) -> str:
        return f"{self.claims} {self.kind} in {self.outlet_id}"
