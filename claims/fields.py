"""Fields of the forms for editors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from claims.models import first_day

#: As long as Actor.name.
LONGEST_NAME = 300


class WordsField(forms.CharField):
    """Words of an article; how they are broken into lines doesn't matter."""

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return (initial or "").split() != (data or "").split()


class PartialDateField(forms.CharField):
    """A date as ISO 8601 that may lack its day or month."""

    def validate(self, value: str) -> None:
        super().validate(value)
        read_date(value)


def read_date(text: str) -> tuple[date | None, str]:
    """First day and precision. Raises ValidationError for what is not such a date."""
    try:
        return first_day(text)
    except ValueError as error:
        raise ValidationError(
            _("Write the date as 2017-10-05, 2017-10 or 2017.")
        ) from error


class PartyField(forms.CharField):
    """The name of an actor, with suggestions while it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_NAME, **kwargs)
        self.widget.attrs |= {"list": "actor-suggestions", "autocomplete": "off"}
