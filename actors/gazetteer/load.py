"""Write the knowledge base to the database, beside what people entered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from actors.gazetteer.records import Gazetteer, KnownActor
from actors.models import Actor, Affiliation, Alias
from actors.names import normalise

PART_OF = "part of"
_BATCH = 500
_FILLED = ("gazetteer_key", "kind", "country", "wikidata_id", "status")

AffiliationRow = tuple[int, int, str, str]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load added; `removed` are names and offices no longer shipped."""

    actors: int
    aliases: int
    affiliations: int
    removed: int


@transaction.atomic
def load_gazetteer(gazetteer: Gazetteer) -> Loaded:
    """Bring the shipped actors, names and offices up to date; safe to repeat.

    An actor is matched by its key, else by its name. Of an actor that is there
    already only empty fields are filled, and rows that people entered stay.
    """
    records = gazetteer.actors
    added = _add_actors(records)
    ids = dict(Actor.objects.values_list("gazetteer_key", "pk"))
    aliases, stale_aliases = _load_aliases(records, ids)
    affiliations, stale_affiliations = _load_affiliations(records, ids)
    return Loaded(added, aliases, affiliations, stale_aliases + stale_affiliations)


def _add_actors(records: Iterable[KnownActor]) -> int:
    rows = list(Actor.objects.all())
    by_key = {row.gazetteer_key: row for row in rows if row.gazetteer_key}
    by_name = {row.name: row for row in rows if not row.merged_into_id}
    slugs = {row.slug for row in rows}
    wikidata_ids = {row.wikidata_id for row in rows if row.wikidata_id}
    new, changed = [], []
    for record in records:
        row = by_key.get(record.key) or by_name.get(record.name)
        if row is None:
            row = Actor(name=record.name, slug=_free_slug(record.name, slugs))
            slugs.add(row.slug)
            new.append(row)
        before = _filled(row)
        _fill(row, record, taken=wikidata_ids)
        if row.pk and _filled(row) != before:
            changed.append(row)
    Actor.objects.bulk_create(new, batch_size=_BATCH)
    Actor.objects.bulk_update(changed, _FILLED, batch_size=_BATCH)
    return len(new)


def _filled(row: Actor) -> list[str]:
    return [getattr(row, field) for field in _FILLED]


def _fill(row: Actor, record: KnownActor, *, taken: set[str]) -> None:
    """Fill what is empty; what the pipeline proposed is no person's word either."""
    if row.pk is None or row.status == Actor.Status.PROPOSED:
        row.kind = record.kind
        row.status = Actor.Status.KNOWN
    row.gazetteer_key = row.gazetteer_key or record.key
    row.country = row.country or record.country
    if not row.wikidata_id and record.wikidata_id not in taken:
        row.wikidata_id = record.wikidata_id
        taken.add(record.wikidata_id)
    taken.discard("")


def _free_slug(name: str, taken: set[str]) -> str:
    slug = slugify(name)[:290] or "actor"
    free = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(s for s in free if s not in taken)


def _load_aliases(
    records: Iterable[KnownActor], ids: dict[str | None, int]
) -> tuple[int, int]:
    shipped = {
        (ids[record.key], alias.text): alias.kind
        for record in records
        for alias in record.aliases
    }
    there = set(Alias.objects.values_list("actor_id", "text"))
    new = [
        Alias(
            actor_id=actor_id,
            text=text,
            key=normalise(text),
            kind=kind,
            origin=Alias.Origin.GAZETTEER,
        )
        for (actor_id, text), kind in shipped.items()
        if (actor_id, text) not in there
    ]
    Alias.objects.bulk_create(new, batch_size=_BATCH)
    ours = Alias.objects.filter(origin=Alias.Origin.GAZETTEER)
    stale = [
        pk
        for pk, actor_id, text in ours.values_list("pk", "actor_id", "text")
        if (actor_id, text) not in shipped
    ]
    Alias.objects.filter(pk__in=stale).delete()
    return len(new), len(stale)


def _load_affiliations(
    records: Iterable[KnownActor], ids: dict[str | None, int]
) -> tuple[int, int]:
    shipped = {row: end for record in records for row, end in _offices(record, ids)}
    columns = ("member_id", "body_id", "role", "start")
    there = set(Affiliation.objects.values_list(*columns))
    new = [
        Affiliation(
            **dict(zip(columns, row, strict=True)),
            end=end,
            origin=Alias.Origin.GAZETTEER,
        )
        for row, end in shipped.items()
        if row not in there
    ]
    Affiliation.objects.bulk_create(new, batch_size=_BATCH)
    ours = list(Affiliation.objects.filter(origin=Alias.Origin.GAZETTEER))
    stale = [row.pk for row in ours if _columns(row) not in shipped]
    ended = [row for row in ours if row.end != shipped.get(_columns(row), row.end)]
    for row in ended:
        row.end = shipped[_columns(row)]
    Affiliation.objects.bulk_update(ended, ["end"], batch_size=_BATCH)
    Affiliation.objects.filter(pk__in=stale).delete()
    return len(new), len(stale)


def _columns(row: Affiliation) -> AffiliationRow:
    return row.member_id, row.body_id, row.role, row.start


def _offices(
    record: KnownActor, ids: dict[str | None, int]
) -> Iterator[tuple[AffiliationRow, str]]:
    member = ids[record.key]
    if record.part_of:
        yield (member, ids[record.part_of], PART_OF, ""), ""
    for office in record.offices:
        yield (member, ids[office.body], office.role, office.start), office.end
