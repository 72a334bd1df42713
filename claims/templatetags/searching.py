"""Links from what a page shows to searches for more of it."""

from django import template

from claims.suggestions import query_for_the_like

register = template.Library()
register.filter(query_for_the_like)
