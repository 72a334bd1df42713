"""Rows by what people call them."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Coalesce

from actors.models import Actor, Alias
from actors.names import normalise
from sources.models import Outlet


class AmbiguousName(ValueError):
    """Several actors go by the name; `names` are their full names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def find_actor(text: str) -> Actor | None:
    """The actor by slug, else by name, else by alias; merged ones followed.

    An alias is found as `actors.names.normalise` has it: "the I.S.I." is the ISI.

    At most three queries. Raises AmbiguousName when several actors share the alias.
    """
    by_slug = Actor.objects.filter(slug=text).select_related("merged_into").first()
    if by_slug:
        return by_slug.merged_into or by_slug
    current = Actor.objects.current()
    named = current.filter(name__iexact=text).first()
    if named:
        return named
    owners = Alias.objects.filter(key=normalise(text) or None).values_list(
        Coalesce("actor__merged_into", "actor")
    )
    found = list(current.filter(pk__in=owners)[:5])
    if len(found) > 1:
        raise AmbiguousName([actor.name for actor in found])
    return found[0] if found else None


def find_outlet(text: str) -> Outlet | None:
    """The outlet by slug or name."""
    return Outlet.objects.filter(Q(slug=text) | Q(name__iexact=text)).first()
