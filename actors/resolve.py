"""Mention → actor, or None: a wrong link costs more than none.

Pure: needs no Django and no database. `actors.index` builds the same index from rows.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from actors.bodies import BodyFinder
from actors.case import Case
from actors.catalogue import Catalogue
from actors.choice import LONGEST_ACRONYM, Query, choose, fitting
from actors.gazetteer import Gazetteer, read_gazetteer
from actors.gazetteer.records import PERSON, KnownActor
from actors.names import key_with_title
from actors.people import PersonFinder
from actors.phrases import ROLE_HEADS, PhraseBook, split_mention

# Scores say how an actor was found, so that callers can prefer the better of two;
# they are an order, not probabilities.
EXACT, INSIDE, OFFICE, CONTEXT = 1.0, 0.95, 0.9, 0.85
SURNAME, DESCRIBED, SPELLING = 0.8, 0.8, 0.75

# On the training documents, 96 of 100 states found so are those that "the army" or
# "the government" mean there, and 8 of 10 such words find one.
MAIN_SHARE = 0.55
FIRST_LINES = 200
# Texts about all the world name the United States.
WEIGHT_OF_US = 0.5

_GIVEN_ACRONYM = re.compile(r"[(\[]([A-Z][A-Z-]{1,8})[)\]]")


@dataclass(frozen=True)
class Resolution:
    """An actor and how it was found.

    With `is_affiliation_only` the mention is an unnamed member of the actor
    ("Pakistani officials"): the actor is whom it speaks for, not who speaks.
    """

    actor: KnownActor
    how: str
    score: float
    is_affiliation_only: bool = False


class ActorIndex:
    """Resolves mentions to the actors that it was made from."""

    def __init__(self, actors: Iterable[KnownActor], gazetteer: Gazetteer) -> None:
        self._catalogue = Catalogue(actors)
        self._phrases = PhraseBook(gazetteer, self._is_body_name)
        self._bodies = BodyFinder(self._catalogue)
        self._people = PersonFinder(self._catalogue, self._phrases, self._bodies)

    @classmethod
    def from_gazetteer(cls) -> "ActorIndex":
        gazetteer = read_gazetteer()
        return cls(gazetteer.actors, gazetteer)

    @property
    def actors(self) -> Iterable[KnownActor]:
        return self._catalogue.actors.values()

    def get(self, key: str) -> KnownActor | None:
        return self._catalogue.get(key)

    def resolve(
        self,
        mention: str,
        *,
        label: str | None = None,
        on: date | None = None,
        context: Iterable[str] = (),
        country: str | None = None,
    ) -> Resolution | None:
        """Find the one actor that a mention names, or None if there isn't just one.

        `label` is the entity label (PERSON, ORG, GPE, NORP) where known, `on` the day
        of the text, `context` other names in it, `country` the ISO code of the state
        that "the army" or "officials" would mean there (see `main_country`).
        """
        query = self._query(mention, label, on, context, country)
        if not query.key:
            return None
        steps = (
            self._by_name,
            self._by_person_inside,
            self._by_surname,
            self._by_office,
            self._by_description,
            self._by_spelling,
            self._by_acronym_given,
        )
        return next(filter(None, (step(query) for step in steps)), None)

    def affiliation(
        self, mention: str, *, on: date | None = None, country: str | None = None
    ) -> KnownActor | None:
        """Give the body that a mention speaks for, whoever the person is.

        "Pakistan's foreign minister Khawaja Asif" → Pakistan government.
        """
        query = self._query(mention, None, on, (), country)
        body = self._bodies.body(query)
        if body is not None and (query.parts.roles or query.parts.nouns):
            return body
        found = self.resolve(mention, on=on, country=country)
        if found is None or found.actor.kind != PERSON:
            return found.actor if found and found.is_affiliation_only else None
        return self.body_of(found.actor, on)

    def body_of(self, person: KnownActor, on: date | None) -> KnownActor | None:
        """Give the one body that a person served on a day, else None."""
        bodies = {office.body for office in person.offices_on(on)}
        return self.get(bodies.pop()) if len(bodies) == 1 else None

    def is_unnamed(self, mention: str) -> bool:
        """Say whether a mention is a person or group without a name: "officials"."""
        parts = self._phrases.read(mention)
        is_known = self._catalogue.named(mention) or self._people.named_inside(mention)
        if is_known or parts.has_more:
            return False
        if parts.head in ROLE_HEADS:
            return parts.is_indefinite
        first = key_with_title((split_mention(mention) or [mention])[0]).split()
        is_pronoun = len(first) == 1 and self._phrases.is_anonymous(first[0])
        return is_pronoun or self._phrases.is_anonymous(parts.head)

    def is_nationality(self, name: str) -> bool:
        """Say whether a word only says of which state somebody is: "Bolivian"."""
        is_of_state = bool(self._phrases.countries_of(name))
        return is_of_state and not self._catalogue.named(name)

    def countries_in(self, context: Iterable[str]) -> Counter[str]:
        """Count the states that the names of a text point to, by ISO code."""
        found: Counter[str] = Counter()
        for text in context:
            countries = set(self._phrases.countries_of(text))
            for actor, alias in self._catalogue.named(text):
                if not alias.shared:
                    countries.update(actor.countries)
            found.update(countries)
        return found

    def main_country(self, text: str) -> str | None:
        """Give the ISO code of the state that a text is mostly about, or None.

        It is the state of most names of states, their people and capitals in the
        text; those in its first lines count twice, the United States half.
        """
        found = self._phrases.countries_named(text)
        found.update(self._phrases.countries_named(text[:FIRST_LINES]))
        shares = {
            country: count * (WEIGHT_OF_US if country == "US" else 1)
            for country, count in found.items()
        }
        best = max(shares, key=lambda country: shares[country], default=None)
        is_main = best and shares[best] >= MAIN_SHARE * sum(shares.values())
        return best if is_main else None

    def _query(
        self,
        mention: str,
        label: str | None,
        on: date | None,
        context: Iterable[str],
        country: str | None,
    ) -> Query:
        parts = self._phrases.read(mention)
        countries = self.countries_in(context)
        if country:
            countries[country] += 1
        if mention.isupper() and len(mention) > LONGEST_ACRONYM:
            label = None  # taggers guess in text that is all capitals
        return Query(mention, parts, label, on, countries, country)

    def _is_body_name(self, key: str, case: Case) -> bool:
        named = self._catalogue.bodies_named(key)
        is_acronym = case.is_acronym(key) or len(key) > LONGEST_ACRONYM - 1
        return any(alias.kind != "acronym" or is_acronym for _, alias in named)

    # One step after another, surest first.

    def _by_name(self, query: Query) -> Resolution | None:
        named = fitting(self._catalogue.named(query.mention), query)
        chosen = choose(named, query)
        if chosen is None:
            return None
        score = EXACT if len({actor.key for actor, _ in named}) == 1 else CONTEXT
        return Resolution(chosen[0], f"alias '{chosen[1].text}'", score)

    def _by_person_inside(self, query: Query) -> Resolution | None:
        person = self._people.inside(query)
        how = f"name '{person.name}' in the mention" if person else ""
        return Resolution(person, how, INSIDE) if person else None

    def _by_surname(self, query: Query) -> Resolution | None:
        person = self._people.by_surname(query)
        how = f"surname '{' '.join(query.parts.rest)}' and office"
        return Resolution(person, how, SURNAME) if person else None

    def _by_office(self, query: Query) -> Resolution | None:
        person = self._people.by_office(query)
        if person is None:
            return None
        day = f" on {query.on}" if query.on else ""
        return Resolution(person, f"'{query.mention}'{day}", OFFICE)

    def _by_description(self, query: Query) -> Resolution | None:
        """Resolve a body by nationality and noun, or an unnamed member of it."""
        parts = query.parts
        if parts.is_past or parts.has_more or parts.is_conjoined:
            return None
        if parts.rest and not self._bodies.names_leader(parts):
            return None
        body = self._bodies.body(query)
        if body is None:
            return None
        how = f"'{query.mention}', of {body.name}"
        return Resolution(body, how, DESCRIBED, is_affiliation_only=parts.is_unnamed)

    def _by_spelling(self, query: Query) -> Resolution | None:
        if query.has_title and query.is_one_word:
            return None
        chosen = choose(fitting(self._catalogue.spelt_like(query.key), query), query)
        if chosen is None:
            return None
        return Resolution(chosen[0], f"spelt like '{chosen[1].text}'", SPELLING)

    def _by_acronym_given(self, query: Query) -> Resolution | None:
        """Resolve a name that nobody knows by the acronym in brackets behind it."""
        match = _GIVEN_ACRONYM.search(query.mention)
        if match is None:
            return None
        near = Counter(dict.fromkeys(query.parts.countries, 1)) or query.context
        parts = self._phrases.read(match[1])
        return self._by_name(
            replace(query, mention=match[1], parts=parts, label=None, context=near)
        )
