"""What the fragments for editors need besides their page's context."""

from __future__ import annotations

from django import template

from claims.forms import NewClaimForm
from claims.models import Link
from sources.models import Revision

register = template.Library()


@register.simple_tag
def new_claim_form(revision: Revision) -> NewClaimForm:
    """An empty form to add a claim to the revision."""
    return NewClaimForm(revision=revision)


@register.filter
def other_relations(link: Link) -> list[tuple[str, str]]:
    """(value, label) of the relations that the link does not have."""
    return [
        (value, str(label))
        for value, label in Link.Relation.choices
        if value != link.relation
    ]
