"""Decisions for people to read: what was before, what came after."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Allegation, Category, Claim, Decision, Link, Quotation

#: What a history shows of the values that Decision rows hold, in the order of reading.
LABELS = {
    "kind": gettext_lazy("kind"),
    "category": gettext_lazy("category"),
    "speaker": gettext_lazy("speaker"),
    "speaker_name": gettext_lazy("speaker's name in the article"),
    "speaker_body": gettext_lazy("speaks for"),
    "is_anonymous": gettext_lazy("unnamed source"),
    "target": gettext_lazy("target"),
    "target_name": gettext_lazy("target's name in the article"),
    "exact": gettext_lazy("words"),
    "quotation": gettext_lazy("quotation"),
    "said_date": gettext_lazy("said on"),
    "is_hedged": gettext_lazy("hedged"),
    "relation": gettext_lazy("relation"),
    "title": gettext_lazy("title"),
    "status": gettext_lazy("status"),
}

_CHOICES = {
    "kind": dict(Claim.Kind.choices),
    "category": dict(Category.choices),
    "quotation": dict(Quotation.choices),
    "relation": dict(Link.Relation.choices),
}


class Change(NamedTuple):
    """One value before and after a decision, in words; "" for none."""

    label: str
    before: str
    after: str


def decisions_about(claim: Claim) -> list[Decision]:
    """Every decision on a claim and on its links, the newest first. One query."""
    about = Q(claim=claim) | Q(link__answer=claim) | Q(link__answered=claim)
    return list(
        Decision.objects.filter(about)
        .select_related("user", "link__answer__speaker", "link__answered__speaker")
        .defer("link__answer__search", "link__answered__search")
    )


def decisions_on(allegation: Allegation) -> list[Decision]:
    """Every decision on an allegation and on those merged into it, the newest first.

    One query.
    """
    about = Q(allegation=allegation) | Q(allegation__merged_into=allegation)
    decisions = Decision.objects.filter(about)
    return list(decisions.select_related("user", "allegation__attack"))


def changes(decision: Decision) -> list[Change]:
    """What a decision changed; of an added claim or link everything but its status."""
    before, after = decision.before, decision.after
    return [
        Change(str(label), _in_words(name, before), _in_words(name, after))
        for name, label in LABELS.items()
        if (before.get(name) or "") != (after.get(name) or "") and _is_told(name, after)
    ]


def _is_told(name: str, after: dict[str, Any]) -> bool:
    """Leave out what the action says already, and a name that is the actor's own."""
    if name in ("speaker_name", "target_name"):
        return bool(after[name] != after[name.removesuffix("_name")])
    return name != "status"


def _in_words(name: str, values: dict[str, Any]) -> str:
    value = values.get(name) or ""
    if isinstance(value, bool):
        return _("yes")
    if value == "" and name in ("is_anonymous", "is_hedged"):
        return _("no")
    return str(_CHOICES.get(name, {}).get(value, value))
