"""Actors that the pipeline proposes: parties that it read and that nobody knows yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.utils.text import slugify

from actors.models import Actor, Alias
from actors.names import normalise
from claims.parties import Party

_KINDS = {"PERSON": Actor.Kind.PERSON, "ORG": Actor.Kind.ORGANISATION}


@transaction.atomic
def propose_actors(parties: Iterable[Party]) -> dict[str, int]:
    """Find or create an actor for each unknown named party: key of its name → id.

    The actors come by their aliases, so that one that an editor renamed or merged is
    found again; a name that several actors go by gets none. Safe when two workers
    propose one name at once. One query when nothing is new, else five.
    """
    wanted = {normalise(party.name): party for party in parties if party.is_proposable}
    owners = _owners(wanted)
    # In one order for all workers: they may wait for, but not block, each other.
    missing = {key: wanted[key] for key in sorted(wanted.keys() - owners.keys())}
    if missing:
        _create(missing)
        owners |= _owners(missing)
    return {key: ids.pop() for key, ids in owners.items() if len(ids) == 1}


def _owners(keys: Iterable[str]) -> dict[str, set[int]]:
    """The actors that go by each key, merged ones followed."""
    rows = Alias.objects.filter(key__in=list(keys)).values_list(
        "key", "actor_id", "actor__merged_into_id"
    )
    owners: dict[str, set[int]] = defaultdict(set)
    for key, actor_id, merged_into_id in rows:
        owners[key].add(merged_into_id or actor_id)
    return owners


def _create(missing: dict[str, Party]) -> None:
    slugs = _free_slugs([party.name for party in missing.values()])
    Actor.objects.bulk_create(
        [
            Actor(
                name=party.name,
                slug=slugs[party.name],
                kind=_KINDS[party.label],
                status=Actor.Status.PROPOSED,
            )
            for party in missing.values()
        ],
        ignore_conflicts=True,
    )
    names = [party.name for party in missing.values()]
    actors = Actor.objects.current().filter(name__in=names)
    Alias.objects.bulk_create(
        [
            Alias(
                actor=actor,
                text=actor.name,
                key=normalise(actor.name),
                origin=Alias.Origin.PIPELINE,
            )
            for actor in actors
        ],
        ignore_conflicts=True,
    )


def _free_slugs(names: list[str]) -> dict[str, str]:
    """A slug for each name; one that is taken gets some letters of the name's hash."""
    plain = {name: slugify(name)[:290] for name in names}
    taken = set(
        Actor.objects.filter(slug__in=plain.values()).values_list("slug", flat=True)
    )
    slugs: dict[str, str] = {}
    for name, slug in plain.items():
        if not slug or slug in taken:
            slug = f"{slug}-{sha256(name.encode()).hexdigest()[:8]}".lstrip("-")
        taken.add(slug)
        slugs[name] = slug
    return slugs
