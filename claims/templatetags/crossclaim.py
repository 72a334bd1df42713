"""Small things that the templates say in many places."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.coverage import carried_on
from claims.history import changes
from claims.models import Claim
from claims.paging import COUNT_LIMIT
from claims.search import MATCH_END, MATCH_START
from sources.models import Copy

register = template.Library()
register.filter(changes)
register.filter("carried", carried_on)

DATE_FORMATS = {"day": "j M Y", "month": "M Y", "year": "Y"}
HEADING_FORMATS = {"day": "l, j F Y", "month": "F Y", "year": "Y"}


@register.filter
def when(claim: Claim) -> SafeString:
    """The date of the utterance as precisely as it is known, else of its report."""
    if claim.said_on is None:
        shown = formats.date_format(claim.sort_date, "j M Y")
        title = _("The article does not say when: date of the report")
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            claim.sort_date.isoformat(),
            title,
            _("reported %(date)s") % {"date": shown},
        )
    shown = formats.date_format(claim.said_on, DATE_FORMATS[claim.said_precision])
    return format_html('<time datetime="{}">{}</time>', claim.said_date, shown)


@register.filter
def day_heading(claim: Claim) -> SafeString:
    """What the claims of its day stand under: no more exact than the day is known."""
    if claim.said_on is None:
        shown = formats.date_format(claim.sort_date, HEADING_FORMATS["day"])
        return format_html(
            '<time datetime="{}">{}</time>', claim.sort_date.isoformat(), shown
        )
    shown = formats.date_format(claim.said_on, HEADING_FORMATS[claim.said_precision])
    return format_html('<time datetime="{}">{}</time>', claim.said_date, shown)


@register.filter
def delay(answer_on: date, said_on: date) -> str:
    """How long after the words the answer came, in words."""
    days = (answer_on - said_on).days
    if days == 0:
        return _("on the same day")
    if days > 0:
        late = ngettext("%(n)s day later", "%(n)s days later", days)
        return late % {"n": intcomma(days)}
    early = ngettext("%(n)s day before", "%(n)s days before", -days)
    return early % {"n": intcomma(-days)}


@register.filter
def words(claim: Claim) -> SafeString:
    """The claim's words, with <mark> around what a search matched."""
    safe = escape(getattr(claim, "marked", claim.exact))
    return mark_safe(safe.replace(MATCH_START, "<mark>").replace(MATCH_END, "</mark>"))


@register.filter
def names_target(claim: Claim) -> bool:
    """Whether the target is worth naming: not when a party speaks about itself."""
    if claim.target_id is None:
        return bool(claim.target_name) and claim.target_name != claim.speaker_name
    speaks_for_itself = claim.target_id in (claim.speaker_id, claim.speaker_body_id)
    return claim.kind == Claim.Kind.ACCUSATION or not speaks_for_itself


@register.filter
def get(values: dict[Any, Any], key: Any) -> Any:
    return values.get(key)


@register.filter
def shared_words(row: Copy) -> str:
    """How much of the shorter text is in the other one, in words."""
    return _("%(n)s %% of the words in common") % {"n": round(100 * row.share)}


@register.filter
def capped(count: int) -> str:
    """A count for people: "1,234", or "more than 10,000" where counting stopped."""
    if count > COUNT_LIMIT:
        return _("more than %(n)s") % {"n": intcomma(COUNT_LIMIT)}
    return intcomma(count)


@register.filter
def reasons(explanation: dict[str, Any]) -> list[tuple[str, str]]:
    """The explanation of a claim as (what, value) pairs for reading."""
    return [
        (key.replace("_", " "), f"{value:.2f}" if isinstance(value, float) else value)
        for key, value in explanation.items()
        if value not in ("", None) and key != "cue"
    ]
