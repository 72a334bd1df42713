"""Names that editors type: which actors they may mean, and new ones for the unknown."""

from __future__ import annotations

from itertools import count

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.text import slugify

from actors.models import Actor, ActorQuerySet, Alias
from actors.names import normalise


def suggest(text: str) -> ActorQuerySet:
    """Actors that go by a name with the text in it, those that begin with it first.

    Nothing for an empty text. One query.
    """
    key = normalise(text)
    if not key:
        return Actor.objects.none()
    begins = Q(name__istartswith=text.strip()) | Q(
        pk__in=_with_alias(key__startswith=key)
    )
    holds = Q(name__icontains=text.strip()) | Q(pk__in=_with_alias(key__contains=key))
    rank = Case(
        When(begins, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return Actor.objects.current().filter(begins | holds).order_by(rank, "name")


def create_actor(name: str) -> Actor:
    """Write a proposed actor with the name as its alias, or take the one of that name.

    Its kind is left open: nobody has said it.
    """
    actor, is_new = Actor.objects.get_or_create(
        name=name,
        merged_into=None,
        defaults={"slug": _free_slug(name), "status": Actor.Status.PROPOSED},
    )
    if is_new:
        Alias.objects.create(
            actor=actor, text=name, key=normalise(name), origin=Alias.Origin.PERSON
        )
    return actor


def _with_alias(**lookup: str) -> QuerySet:
    return Alias.objects.filter(**lookup).values("actor_id")


def _free_slug(name: str) -> str:
    plain = slugify(name)[:280] or "actor"
    similar = Actor.objects.filter(slug__startswith=plain)
    taken = set(similar.values_list("slug", flat=True))
    numbered = (f"{plain}-{number}" for number in count(2))
    return plain if plain not in taken else next(s for s in numbered if s not in taken)
