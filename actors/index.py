"""Build the index of actors from the database: people's edits win over the tables."""

from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from actors.gazetteer import read_gazetteer
from actors.gazetteer.records import KnownActor, KnownAlias, Office
from actors.models import Actor, Affiliation
from actors.resolve import ActorIndex


def index_from_database() -> ActorIndex:
    """Read all current actors, their names and offices, in four queries.

    What the tables know and rows have no column for (several countries, which names
    are shared) comes from the shipped knowledge base by the actor's gazetteer key.
    """
    gazetteer = read_gazetteer()
    shipped = {actor.key: actor for actor in gazetteer.actors}
    return ActorIndex([_known(row, shipped) for row in _rows()], gazetteer)


def _rows() -> QuerySet[Actor]:
    memberships = Affiliation.objects.select_related("body")
    return Actor.objects.current().prefetch_related(
        "aliases", "merged__aliases", Prefetch("affiliations", queryset=memberships)
    )


def _key(row: Actor) -> str:
    return row.gazetteer_key or f"actor/{row.pk}"


def _known(row: Actor, shipped: dict[str, KnownActor]) -> KnownActor:
    record = shipped.get(row.gazetteer_key or "")
    shared = {alias.text for alias in record.aliases if alias.shared} if record else ()
    names = [(row.name, "name")]
    for actor in (row, *row.merged.all()):
        names += [(alias.text, alias.kind) for alias in actor.aliases.all()]
    known = replace(
        record or KnownActor(_key(row), row.name, row.kind),
        name=row.name,
        kind=row.kind,
        aliases=tuple(KnownAlias(t, k, t in shared) for t, k in dict(names).items()),
        offices=tuple(_office(a) for a in row.affiliations.all()),
        wikidata_id=row.wikidata_id,
        actor_id=row.pk,
    )
    home = (row.country,) if row.country else ()
    others = tuple(c for c in known.countries if c != row.country)
    return replace(known, countries=home + others)


def _office(row: Affiliation) -> Office:
    return Office(row.role, _key(row.body), row.start, row.end)
