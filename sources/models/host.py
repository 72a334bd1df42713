"""The sites that are visited, one worker at a time."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A visit whose worker died is over after this long; it must exceed a page and the
#: robots.txt before it (20 s each).
VISIT_TIMEOUT = timedelta(minutes=1)


def host_of_url() -> models.GeneratedField:
    """The site that a row's address is on, with its port; kept by the database."""
    host = Func(F("url"), Value("^https?://([^/?#]{1,255})"), function="substring")
    return models.GeneratedField(
        expression=Coalesce(host, Value("")),
        output_field=models.CharField(max_length=300),
        db_persist=True,
    )


class HostQuerySet(models.QuerySet["Host"]):
    def take(self, name: str) -> bool:
        """Have the site for this worker alone; False when another one is there.

        False also when the last visit was just now, or the site asked for a rest.
        """
        now = timezone.now()
        self.get_or_create(name=name, defaults={"free_at": now})
        free = self.filter(Q(rest_until=None) | Q(rest_until__lte=now))
        free = free.filter(name=name, free_at__lte=now)
        return free.update(free_at=now + VISIT_TIMEOUT) == 1

    def leave(self, name: str, pause: timedelta) -> None:
        """Let the next one in after a pause."""
        self.filter(name=name).update(free_at=timezone.now() + pause)

    def let_rest(self, name: str, rest: timedelta) -> None:
        """Ask the site for nothing at all for as long as it wants."""
        self.filter(name=name).update(rest_until=timezone.now() + rest)

    def busy(self) -> HostQuerySet:
        """Sites that nobody may visit at this moment."""
        now = timezone.now()
        return self.filter(Q(free_at__gt=now) | Q(rest_until__gt=now))


class Host(models.Model):
    """A site that we visit: one worker at a time, and by its own rules."""

    name = models.CharField(_("host"), max_length=300, unique=True)
    free_at = models.DateTimeField(default=timezone.now, editable=False)
    rest_until = models.DateTimeField(
        _("resting until"),
        null=True,
        blank=True,
        help_text=_("The site asked to be left alone (status 429 or 503)"),
    )
    robots = models.TextField(_("robots.txt"), blank=True)
    robots_read_at = models.DateTimeField(_("robots.txt read at"), null=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
