"""Read the tables of the knowledge base. README.md says what each column holds."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from actors.gazetteer.records import (
    AGENCY,
    ARMED_GROUP,
    GOVERNMENT,
    ORGANISATION,
    PERSON,
    BodyNoun,
    Gazetteer,
    KnownActor,
    KnownAlias,
    Office,
    RolePhrase,
    State,
)

FOLDER = Path(__file__).parent
# "foreign minister 2017-08-04..2018-04-26", "director @CIA 2011..2012"
_OFFICE = re.compile(
    r"(?P<role>[^@\d]+?)(?: @(?P<body>.+?))?(?: (?P<start>[\d-]*)\.\.(?P<end>[\d-]*))?"
)

Row = dict[str, str]


class GazetteerError(ValueError):
    """A table that cannot be read: the message names the file and the row."""


@cache
def read_gazetteer() -> Gazetteer:
    """Read all tables, once per process.

    Raises GazetteerError when a row names a body that no table has.
    """
    state_rows = list(read_table("states.tsv"))
    bodies = [
        *_state_actors(state_rows),
        *_bodies("forces.tsv"),
        *_bodies("services.tsv"),
        *_bodies("organisations.tsv"),
        *_bodies("groups.tsv"),
    ]
    keys = {actor.name: actor.key for actor in bodies}
    people = [_person(row, keys) for row in read_table("persons.tsv")]
    return Gazetteer(
        actors=(*_with_parents(bodies, keys), *people),
        states=tuple(_state(row) for row in state_rows),
        roles=tuple(
            RolePhrase(row["role"], row["phrase"], split_list(row["countries"]))
            for row in read_table("roles.tsv")
        ),
        nouns=tuple(
            BodyNoun(row["noun"], row["body"], row["unnamed"] == "yes")
            for row in read_table("nouns.tsv")
        ),
    )


def read_table(name: str) -> Iterator[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def split_list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _aliases(cell: str, kind: str) -> Iterator[KnownAlias]:
    for text in split_list(cell):
        yield KnownAlias(text.removeprefix("~"), kind, text.startswith("~"))


def _unique(aliases: Iterable[KnownAlias]) -> tuple[KnownAlias, ...]:
    return tuple({alias.text: alias for alias in aliases}.values())


def _state(row: Row) -> State:
    places = (row["name"], row["official_name"], *split_list(row["aliases"]))
    return State(
        iso2=row["iso2"],
        name=row["name"],
        actor=row["key"],
        places=(*places, row["capital"]) if row["capital"] else places,
        adjectives=split_list(row["adjectives"]),
        people=split_list(row["people"]),
    )


def _state_actors(rows: list[Row]) -> Iterator[KnownActor]:
    """Make one actor of a state and its government, with its ministries' names."""
    ministries: dict[str, list[str]] = {}
    for row in read_table("ministries.tsv"):
        ministries.setdefault(row["country"], []).append(row["names"])
    for row in rows:
        yield KnownActor(
            key=row["key"],
            name=row["actor"],
            kind=GOVERNMENT,
            countries=(row["iso2"],),
            aliases=_unique(_government_names(row, ministries.get(row["iso2"], []))),
            wikidata_id=row["qid"],
        )


def _government_names(row: Row, ministries: list[str]) -> Iterator[KnownAlias]:
    name, adjectives = row["name"], split_list(row["adjectives"])
    for text in (name, row["official_name"], f"Government of {name}"):
        yield KnownAlias(text)
    yield KnownAlias(f"{name} government")
    yield from _aliases(row["aliases"], "name")
    for adjective in adjectives:
        yield KnownAlias(f"{adjective} government", shared=adjective == "Congolese")
    yield from _aliases(row["capital"], "metonym")
    yield from _aliases(row["metonyms"], "metonym")
    for names in ministries:
        yield from _aliases(names, "metonym")


def _bodies(table: str) -> Iterator[KnownActor]:
    kinds = {
        "forces.tsv": AGENCY,
        "services.tsv": AGENCY,
        "groups.tsv": ARMED_GROUP,
        "organisations.tsv": ORGANISATION,
    }
    for row in read_table(table):
        names = [KnownAlias(row["name"])]
        names += _aliases(row["acronyms"], "acronym")
        names += _aliases(row["aliases"], "name")
        yield KnownActor(
            key=row["key"],
            name=row["name"],
            kind=kinds[table],
            countries=split_list(row["countries"]),
            aliases=_unique(names),
            part_of=row["part_of"],
            wikidata_id=row["qid"],
            role=row.get("kind", ""),
            start=row["start"],
            end=row["end"],
        )


def _with_parents(
    bodies: list[KnownActor], keys: dict[str, str]
) -> Iterator[KnownActor]:
    """Turn names of parents into keys; forces and services belong to their state."""
    for body in bodies:
        parent = ""
        if body.part_of:
            parent = _key_of(body.part_of, keys, body.name)
        elif body.kind == AGENCY and len(body.countries) == 1:
            parent = f"state/{body.country.lower()}"
        yield replace(body, part_of=parent)


def _person(row: Row, keys: dict[str, str]) -> KnownActor:
    countries = split_list(row["countries"])
    home = f"state/{countries[0].lower()}" if countries else ""
    offices = []
    for cell in split_list(row["offices"]):
        match = _OFFICE.fullmatch(cell)
        if match is None:
            raise GazetteerError(f"persons.tsv: {row['name']}: cannot read {cell!r}")
        body = match["body"]
        key = _key_of(body, keys, row["name"]) if body else home
        offices.append(
            Office(match["role"], key, match["start"] or "", match["end"] or "")
        )
    return KnownActor(
        key=row["key"],
        name=row["name"],
        kind=PERSON,
        countries=countries,
        aliases=_unique([KnownAlias(row["name"]), *_aliases(row["aliases"], "name")]),
        offices=tuple(offices),
        wikidata_id=row["qid"],
    )


def _key_of(name: str, keys: dict[str, str], where: str) -> str:
    if name not in keys:
        raise GazetteerError(f"{where}: no body is named {name!r}")
    return keys[name]
