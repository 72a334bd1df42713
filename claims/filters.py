"""The filters of lists of claims: query parameters with the same names everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from claims import search, tallies
from claims.answers import STATES, in_state
from claims.facets import FacetValue, facets
from claims.models import Category, Claim, ClaimQuerySet, Status
from claims.query import split_fields
from claims.roles import is_editor
from claims.selectors import (
    AmbiguousName,
    claims_per_day,
    find_actor,
    find_outlet,
    listed_claims,
    said_by,
)
from claims.suggestions import close_names
from sources.models import Outlet

#: Only editors may look at what was rejected.
SHOWN_TO_READERS = [c for c in Status.choices if c[0] != Status.REJECTED]


#: The parameters by which claims.tallies can tell claims of a day apart.
SUMMED = {"after", "before", "kind", "category"}

#: Browsers want ISO dates in the markup whatever language they show them in.
DATE_INPUT = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NamedField(forms.CharField):
    """Takes a slug or a name, gives the row it names, and shows that row's name."""

    found: Actor | Outlet | None = None
    #: What was typed when it names nothing.
    missed = ""

    def clean(self, value: str | None) -> Any:
        text = super().clean(value)
        self.found = self.find(text) if text else None
        return self.found

    def find(self, text: str) -> Actor | Outlet:
        """The row that goes by the text. Raises ValidationError."""
        raise NotImplementedError

    def prepare_value(self, value: str | None) -> str | None:
        return self.found.name if self.found else value


class ActorField(NamedField):
    """An actor by slug, name or alias."""

    widget = forms.TextInput(attrs={"list": "actor-names", "autocomplete": "off"})

    def find(self, text: str) -> Actor:
        try:
            actor = find_actor(text)
        except AmbiguousName as error:
            raise ValidationError(
                _("Several actors go by “%(text)s”: %(names)s. Give the full name."),
                params={"text": text, "names": ", ".join(error.names)},
            ) from error
        if actor is None:
            self.missed = text
            raise ValidationError(
                _("No actor goes by the name “%(text)s”."), params={"text": text}
            )
        return actor


class OutletField(NamedField):
    """An outlet by slug or name."""

    widget = forms.TextInput(attrs={"list": "outlet-names", "autocomplete": "off"})

    def find(self, text: str) -> Outlet:
        outlet = find_outlet(text)
        if outlet is None:
            raise ValidationError(
                _("No outlet is called “%(text)s”."), params={"text": text}
            )
        return outlet


class SearchField(forms.CharField):
    """A full-text query."""

    widget = forms.TextInput(attrs={"type": "search"})

    def clean(self, value: str | None) -> str:
        text = super().clean(value)
        if text:
            search.check_query(text)
        return text


class ActorFilter(django_filters.Filter):
    field_class = ActorField


class OutletFilter(django_filters.Filter):
    field_class = OutletField


class SearchFilter(django_filters.Filter):
    field_class = SearchField


class ClaimFilterForm(forms.Form):
    """Checks that need more than one parameter."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        after, before = values.get("after"), values.get("before")
        if after and before and after > before:
            raise ValidationError(
                _("Nothing can be after %(after)s and before %(before)s."),
                params={"after": after, "before": before},
            )
        if values.get("sort") == "relevance" and not values.get("q"):
            raise ValidationError(_("Sorting by relevance needs words to search for."))
        return values


@dataclass(frozen=True)
class Suggestion:
    """Another value for a parameter, and the query string that has it."""

    value: str
    query: str
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    label: str
    values: list[Suggestion]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use: what to show, and the query string without it."""

    label: str
    value: str
    query_without: str


class ClaimFilter(django_filters.FilterSet):
    """Filters claims; `claims` is the result, empty when a parameter makes no sense.

    Rejected claims are shown only to editors who ask for them, unlikely ones to whoever
    asks for the proposed.
    """

    #: Whether claims that readers don't see are among the results.
    shows_all = False

    q = SearchFilter(label=_("words"), method="filter_words")
    speaker = ActorFilter(label=_("speaker"), method="filter_speaker")
    target = ActorFilter(label=_("target"), field_name="target")
    kind = django_filters.ChoiceFilter(
        label=_("kind"), choices=Claim.Kind.choices, empty_label=_("any")
    )
    category = django_filters.ChoiceFilter(
        label=_("category"), choices=Category.choices, empty_label=_("any")
    )
    outlet = OutletFilter(label=_("outlet"), field_name="revision__article__outlet")
    after = django_filters.DateFilter(
        label=_("on or after"),
        field_name="sort_date",
        lookup_expr="gte",
        widget=DATE_INPUT,
    )
    before = django_filters.DateFilter(
        label=_("on or before"),
        field_name="sort_date",
        lookup_expr="lte",
        widget=DATE_INPUT,
    )
    answered = django_filters.ChoiceFilter(
        label=_("answered"),
        choices=STATES,
        empty_label=_("either"),
        method="filter_answered",
    )
    status = django_filters.ChoiceFilter(
        label=_("status"), choices=Status.choices, empty_label=_("any")
    )
    sort = django_filters.ChoiceFilter(
        label=_("order"),
        choices=[
            ("date", _("newest first")),
            ("oldest", _("oldest first")),
            ("relevance", _("best match first")),
        ],
        empty_label=None,
        method="filter_sort",
    )

    class Meta:
        model = Claim
        form = ClaimFilterForm
        fields: list[str] = []

    def __init__(
        self, data: QueryDict | None = None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(data and _with_typed_fields(data), *args, **kwargs)
        if "status" in self.filters and not is_editor(self.request.user):
            self.filters["status"].extra["choices"] = SHOWN_TO_READERS

    @classmethod
    def of(cls, query: str, user: User | AnonymousUser) -> ClaimFilter:
        """The filter of a query string that was kept, as somebody may look."""
        return cls(
            QueryDict(query),
            queryset=listed_claims(),
            request=SimpleNamespace(user=user),
        )

    @property
    def claims(self) -> ClaimQuerySet:
        if not self.is_valid():
            return self.queryset.none()
        shown = self.qs
        if not self.shows_all and not self.form.cleaned_data.get("status"):
            shown = shown.visible()
        words = self.form.cleaned_data["q"]
        return search.with_matches_marked(shown, words) if words else shown

    def per_day(self) -> dict[date, Counter[str]]:
        """How many claims of each kind there are on each day, in order.

        Where sums are kept of what it asks for they are read: by month for a long time.
        """
        if not self.is_valid():
            return {}
        values = {k: v for k, v in self.form.cleaned_data.items() if v and k != "sort"}
        if values.keys() <= SUMMED and not self.shows_all:
            return tallies.claims_per_day(**values)
        return claims_per_day(self.claims)

    def filter_words(
        self, claims: ClaimQuerySet, name: str, text: str
    ) -> ClaimQuerySet:
        return search.matching(claims, text)

    def filter_speaker(
        self, claims: ClaimQuerySet, name: str, actor: Actor
    ) -> ClaimQuerySet:
        return said_by(claims, actor)

    def filter_answered(
        self, claims: ClaimQuerySet, name: str, value: str
    ) -> ClaimQuerySet:
        return in_state(claims, value)

    def filter_sort(self, claims: ClaimQuerySet, name: str, sort: str) -> ClaimQuerySet:
        if sort == "oldest":
            return claims.order_by("sort_date", "pk")
        if sort == "relevance":
            return search.by_relevance(claims, self.form.cleaned_data["q"])
        return claims

    def suggestions(self) -> list[Suggestion]:
        """Names of actors that may have been meant. At most two queries a name."""
        for name in ("speaker", "target"):
            if missed := getattr(self.form.fields.get(name), "missed", ""):
                return [self._suggest(name, close) for close in close_names(missed)]
        words = self.data.get("q", "") if self.is_valid() else ""
        return [self._suggest("q", f'"{name}"') for name in close_names(words)]

    def facets(self, ids: Sequence[int]) -> list[Facet]:
        """How the claims with these ids, which it found, are spread. One query.

        Facets without a choice are left out.
        """
        return [
            Facet(self._label(name), [self._choice(name, value) for value in values])
            for name, values in facets(ids).items()
            if len(values) > 1
        ]

    def messages(self) -> list[str]:
        """Everything that was wrong with the parameters, in words."""
        return [
            f"{self._label(name)}: {error}" if name in self.filters else error
            for name, errors in self.form.errors.items()
            for error in errors
        ]

    def active(self) -> list[ActiveFilter]:
        """The filters in use, in the order of the form; the order is none."""
        values = self.form.cleaned_data if self.is_valid() else {}
        return [
            ActiveFilter(
                str(self.filters[name].label),
                self._shown(name, value),
                _without(self.data, name),
            )
            for name, value in values.items()
            if value and name != "sort"
        ]

    def _suggest(self, name: str, value: str) -> Suggestion:
        return Suggestion(value, _with(self.data, name, value))

    def _choice(self, name: str, found: FacetValue) -> Suggestion:
        query = _with(self.data, name, found.value)
        return Suggestion(found.label, query, found.count)

    def _label(self, name: str) -> str:
        return str(self.filters[name].label).capitalize()

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return formats.date_format(value, "j M Y")
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return str(choices.get(value, value))


def _with_typed_fields(data: QueryDict) -> QueryDict:
    """Make parameters of the `speaker:…` and the like that stand among the words."""
    words, fields = split_fields(data.get("q", ""))
    if not fields:
        return data
    found = data.copy()
    found["q"] = words
    for name, value in fields.items():
        found[name] = value
    return found


def _with(data: QueryDict, name: str, value: str) -> str:
    found = data.copy()
    found.pop("page", None)
    found[name] = value
    return found.urlencode()


def _without(data: QueryDict, name: str) -> str:
    rest = data.copy()
    for gone in (name, "page"):
        rest.pop(gone, None)
    return rest.urlencode()
