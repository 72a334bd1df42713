"""What the knowledge base holds: actors with names and offices, states, words."""

from dataclasses import dataclass, field
from datetime import date

GOVERNMENT = "government"
AGENCY = "agency"
ARMED_GROUP = "armed_group"
ORGANISATION = "organisation"
PERSON = "person"
OTHER = "other"


@dataclass(frozen=True)
class KnownAlias:
    """A name of an actor. A `shared` one names others too: it needs a context."""

    text: str
    kind: str = "name"
    shared: bool = False


@dataclass(frozen=True)
class Office:
    """What a person is of a body; `start` and `end` are partial ISO dates, or "".

    An open `end` is an office still held, or held until a day we do not know.
    """

    role: str
    body: str
    start: str = ""
    end: str = ""

    def held_on(self, day: date) -> bool:
        """Say whether the office may have been held on a day, both ends included."""
        iso = day.isoformat()
        started = not self.start or iso[: len(self.start)] >= self.start
        return started and (not self.end or iso[: len(self.end)] <= self.end)

    @property
    def is_dated(self) -> bool:
        return bool(self.start)


@dataclass(frozen=True)
class KnownActor:
    """An actor of the knowledge base or of the database.

    `key` is stable between releases; `actor_id` is the row's, where there is one;
    `countries` are ISO 3166 alpha-2 codes, home first; `part_of` and the bodies of
    `offices` are keys of other actors.
    """

    key: str
    name: str
    kind: str
    countries: tuple[str, ...] = ()
    aliases: tuple[KnownAlias, ...] = ()
    offices: tuple[Office, ...] = ()
    part_of: str = ""
    wikidata_id: str = ""
    role: str = ""
    start: str = ""
    end: str = ""
    actor_id: int | None = field(default=None, compare=False)

    @property
    def country(self) -> str:
        return self.countries[0] if self.countries else ""

    def offices_on(self, day: date | None) -> list[Office]:
        """Give the offices held on a day, or all where no day is known."""
        return [o for o in self.offices if day is None or o.held_on(day)]


@dataclass(frozen=True)
class State:
    """A state as words name it: "Pakistan", "Pakistani", "Pakistanis"."""

    iso2: str
    name: str
    actor: str
    places: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class RolePhrase:
    """Words for a role; `countries` limits them ("secretary of state": US)."""

    role: str
    phrase: str
    countries: tuple[str, ...] = ()

    def is_used_in(self, country: str) -> bool:
        return not self.countries or country in self.countries


@dataclass(frozen=True)
class BodyNoun:
    """A noun that stands for a body or for somebody of it.

    `body` is the body of a state that is meant: government, military or police; or
    "act" (what a government does: "air strike"), "group" (of an armed group), "own"
    (only of a body that is named: "member"), "any" (of a named body or of a state's
    government: "spokesman"). `unnamed` tells a person ("officials") from the body.
    """

    noun: str
    body: str
    unnamed: bool


@dataclass(frozen=True)
class Gazetteer:
    actors: tuple[KnownActor, ...]
    states: tuple[State, ...]
    roles: tuple[RolePhrase, ...]
    nouns: tuple[BodyNoun, ...]
