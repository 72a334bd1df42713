"""Which body a mention is about: by its name, a nationality, a leader, the text."""

from dataclasses import replace

from actors.catalogue import Catalogue, Named, is_remembered
from actors.choice import Query, choose
from actors.gazetteer.records import KnownActor
from actors.phrases import Parts

_LEADERS = frozenset(("president", "prime minister", "monarch"))
# Roles that say nothing without the name of a body; states have no "director".
_BODY_ROLES = frozenset(
    (
        "director",
        "leader",
        "commander",
        "secretary-general",
        "high commissioner",
        "speaker",
    )
)


class BodyFinder:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def body(self, query: Query) -> KnownActor | None:
        """Give the one body that the words of a mention point to, or None."""
        parts = query.parts
        if parts.bodies:
            return self._named(query)
        if self.names_leader(parts):
            return self._government_of_leader(query)
        if parts.people:
            return self._government_of_people(parts)
        if len(parts.countries) == 1:
            return self._state_body(parts, parts.countries[0])
        country = query.country or parts.role_country
        if parts.countries or not country or parts.is_qualified:
            return None
        return self._state_body(parts, country)

    def names_leader(self, parts: Parts) -> bool:
        """Say whether a mention is of a leader's government: "the Karzai regime"."""
        noun = parts.noun
        is_government = noun is not None and noun.body == "government"
        return is_government and bool(self._leaders(parts))

    def _named(self, query: Query) -> KnownActor | None:
        countries = set(query.parts.countries) | set(query.parts.people)
        found: dict[str, KnownActor] = {}
        for key in query.parts.bodies:
            chosen = choose(self._nearby(key, countries), query)
            if chosen is None or not _is_at_home(chosen[0], countries):
                return None
            found[chosen[0].key] = chosen[0]
        for actor in list(found.values()):
            found.pop(actor.part_of, None)
        return found.popitem()[1] if len(found) == 1 else None

    def _nearby(self, key: str, countries: set[str]) -> Named:
        """Give the bodies of a name, those of a state alone where it is named."""
        named = self._catalogue.bodies_named(key)
        near = [(a, replace(n, shared=False)) for a, n in named if _at(a, countries)]
        return near or named

    def _state_body(self, parts: Parts, country: str) -> KnownActor | None:
        noun = parts.noun
        if noun is None:
            is_of_state = {phrase.role for phrase in parts.roles} - _BODY_ROLES
            return self._catalogue.government(country) if is_of_state else None
        if noun.body in ("military", "police"):
            return self._catalogue.force(noun.body, country)
        is_stated = noun.body == "any" and bool(parts.countries)
        # "The U.S. invasion" is American, "the invasion of Iraq" not Iraqi.
        is_own_act = noun.body == "act" and not parts.has_complement
        is_government = noun.body == "government" or is_own_act or is_stated
        return self._catalogue.government(country) if is_government else None

    def _government_of_people(self, parts: Parts) -> KnownActor | None:
        """Resolve "the Saudis", with the article and nothing else, to their state."""
        says_more = parts.countries or parts.nouns or parts.roles
        if says_more or len(parts.people) != 1 or not parts.is_definite:
            return None
        return self._catalogue.government(parts.people[0])

    def _leaders(self, parts: Parts) -> list[KnownActor]:
        """Give the persons that the unexplained words of a mention may name."""
        name = " ".join(parts.rest)
        if not name:
            return []
        return self._catalogue.people_named(name) or self._catalogue.called(name)

    def _government_of_leader(self, query: Query) -> KnownActor | None:
        """Resolve "the Karzai government" to the government that Karzai led."""
        bodies = {
            office.body
            for person in self._leaders(query.parts)
            for office in person.offices
            if office.role in _LEADERS
            and (query.on is None or is_remembered(office, query.on))
        }
        return self._catalogue.get(bodies.pop()) if len(bodies) == 1 else None


def _at(actor: KnownActor, countries: set[str]) -> bool:
    return bool(countries & set(actor.countries))


def _is_at_home(actor: KnownActor, countries: set[str]) -> bool:
    """Say whether an actor can be of the states that a mention names, if any."""
    return not countries or not actor.countries or _at(actor, countries)
