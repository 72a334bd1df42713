"""Dates of which only the year or the month may be known."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


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
