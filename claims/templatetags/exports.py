"""Links to what a page shows, in the formats that other programs read."""

from typing import Any

from django import template
from django.template import Context

from claims.exports.formats import FORMATS
from claims.models import Claim

register = template.Library()


@register.inclusion_tag("components/export_links.html", takes_context=True)
def export_list(context: Context) -> dict[str, Any]:
    """The list of claims that the page shows, with the same filters."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    return {
        "formats": FORMATS.values(),
        "parameters": parameters.urlencode(),
        "user": context.get("user"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/export_claim.html")
def export_claim(claim: Claim) -> dict[str, Any]:
    return {"formats": FORMATS.values(), "claim": claim}
