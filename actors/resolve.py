"""Mention → actor, or None: a wrong link costs more than none.

Pure: needs no Django and no database. `actors.index` builds the same index from rows.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from actors.gazetteer import Gazetteer, read_gazetteer
from actors.gazetteer.records import (
    ARMED_GROUP,
    GOVERNMENT,
    PERSON,
    KnownActor,
    KnownAlias,
    Office,
)
from actors.gazetteer.words import titles, word_list
from actors.names import key_with_title, normalise, skeleton
from actors.phrases import ROLE_HEADS, Case, Parts, PhraseBook, split_mention

# Scores say how an actor was found, so that callers can prefer the better of two;
# they are an order, not probabilities.
EXACT, INSIDE, OFFICE, CONTEXT = 1.0, 0.95, 0.9, 0.85
SURNAME, DESCRIBED, SPELLING = 0.8, 0.8, 0.75
# Two spellings of one name with the same consonants differ in few letters.
# 80 keeps qassem/qasim and qaeda/qaida and drops most chance meetings.
MIN_SPELLING_RATIO = 80
MIN_FUZZY_LETTERS = 5
MIN_SURNAME_LETTERS = 4
LONGEST_NAME_WORDS = 5
LONGEST_ACRONYM = 4
# A head of government is still called by the surname alone some years later.
YEARS_REMEMBERED = 8

# Words before or after a person's name which say that another party is meant.
_NOT_THIS_PERSON = word_list("before_other")
_FOLLOWERS = word_list("follower")
# On the training documents, 93 of 100 states found so are those that "the army" or
# "the government" mean there, and 8 of 10 such words find one.
MAIN_SHARE = 0.6
FIRST_LINES = 200

_GIVEN = re.compile(r"[(\[]([A-Z][A-Z-]{1,8})[)\]]")
_FAMILY_NAME_FIRST = frozenset(("CN", "KP", "KR", "TW", "VN", "KH"))
_LEADERS = frozenset(("president", "prime minister", "monarch"))


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


@dataclass(frozen=True)
class _Query:
    mention: str
    key: str
    label: str | None
    on: date | None
    context: Counter[str]
    country: str | None
    parts: Parts

    @property
    def has_title(self) -> bool:
        return key_with_title(self.mention) != self.key


class ActorIndex:
    """All known actors by name, spelling, surname and office."""

    def __init__(self, actors: Iterable[KnownActor], gazetteer: Gazetteer) -> None:
        self._actors = {actor.key: actor for actor in actors}
        self._names: dict[str, list[tuple[KnownActor, KnownAlias]]] = {}
        self._spellings: dict[str, set[str]] = {}
        self._surnames: dict[str, list[KnownActor]] = {}
        self._surname_spellings: dict[str, set[str]] = {}
        self._holders: dict[tuple[str, str], list[KnownActor]] = {}
        self._forces: dict[tuple[str, str], KnownActor] = {}
        for actor in self._actors.values():
            self._add(actor)
        self._phrases = PhraseBook(gazetteer, self._is_body_name)

    @classmethod
    def from_gazetteer(cls) -> "ActorIndex":
        gazetteer = read_gazetteer()
        return cls(gazetteer.actors, gazetteer)

    @property
    def actors(self) -> Iterable[KnownActor]:
        return self._actors.values()

    def get(self, key: str) -> KnownActor | None:
        return self._actors.get(key)

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
        that "the army" or "officials" would mean there.
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
        body = self._body(query)
        if body is not None and (query.parts.roles or query.parts.nouns):
            return body
        found = self.resolve(mention, on=on, country=country)
        if found is None or found.actor.kind != PERSON:
            return found.actor if found and found.is_affiliation_only else None
        return self.body_of(found.actor, on)

    def body_of(self, person: KnownActor, on: date | None) -> KnownActor | None:
        """Give the one body that a person served on a day, else None."""
        bodies = {office.body for office in person.offices_on(on)}
        return self._actors.get(bodies.pop()) if len(bodies) == 1 else None

    def is_unnamed(self, mention: str) -> bool:
        """Say whether a mention is a person or group without a name: "officials"."""
        parts = self._phrases.read(mention)
        if self._named(mention) or self._person_inside(mention) or parts.has_more:
            return False
        if parts.head in ROLE_HEADS:
            return parts.is_indefinite
        head = split_mention(mention)[:1] or [mention]
        first = key_with_title(head[0]).split()[:1]
        generic = self._phrases.is_anonymous(parts.head)
        return generic or (len(first) == 1 and self._phrases.is_anonymous(first[0]))

    def countries_in(self, context: Iterable[str]) -> Counter[str]:
        """Count the states that the names of a text point to, by ISO code."""
        found: Counter[str] = Counter()
        for text in context:
            countries = set(self._phrases.countries_of(text))
            for actor, alias in self._named(text):
                if not alias.shared:
                    countries.update(actor.countries)
            found.update(countries)
        return found

    def main_country(self, text: str) -> str | None:
        """Give the ISO code of the state that a text is mostly about, or None.

        It is the state of most names of states, their people and capitals in the
        text; those in its first lines count twice, and the United States, which
        texts about all the world name, counts a third.
        """
        found = self._phrases.countries_named(text)
        found.update(self._phrases.countries_named(text[:FIRST_LINES]))
        shares = {
            country: count / 3 if country == "US" and len(found) > 1 else count
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
    ) -> _Query:
        parts = self._phrases.read(mention)
        countries = self.countries_in(context)
        if country:
            countries[country] += 1
        if mention.isupper() and len(mention) > LONGEST_ACRONYM:
            label = None  # taggers guess in text that is all capitals
        return _Query(mention, normalise(mention), label, on, countries, country, parts)

    def _add(self, actor: KnownActor) -> None:
        for alias in actor.aliases:
            key = _name_key(alias.text)
            self._names.setdefault(key, []).append((actor, alias))
            if actor.kind in (PERSON, ARMED_GROUP) and _may_be_misspelt(key):
                self._spellings.setdefault(skeleton(key), set()).add(key)
        if actor.kind == PERSON:
            for surname in _surnames(actor):
                self._surnames.setdefault(surname, []).append(actor)
                spelt_alike = self._surname_spellings.setdefault(
                    skeleton(surname), set()
                )
                spelt_alike.add(surname)
        if actor.role in ("military", "police"):
            self._forces.setdefault((actor.role, actor.country), actor)
        for office in actor.offices:
            holders = self._holders.setdefault((office.role, office.body), [])
            if actor not in holders:
                holders.append(actor)

    def _named(self, text: str) -> list[tuple[KnownActor, KnownAlias]]:
        titled = self._names.get(key_with_title(text))
        return titled or self._names.get(normalise(text)) or []

    def _called(self, surname: str) -> list[KnownActor]:
        """Give the persons of a surname, or of one that is spelt like it."""
        exact = self._surnames.get(surname)
        if exact or len(surname) < MIN_SURNAME_LETTERS:
            return exact or []
        return [
            person
            for other in self._surname_spellings.get(skeleton(surname), ())
            if fuzz.ratio(surname, other) >= MIN_SPELLING_RATIO
            for person in self._surnames[other]
        ]

    def _is_body_name(self, key: str, case: Case) -> bool:
        found = [(a, n) for a, n in self._names.get(key, ()) if a.kind != PERSON]
        acronyms_only = all(alias.kind == "acronym" for _, alias in found)
        is_acronym = case.is_acronym(key) or len(key) > 3
        return bool(found) and (not acronyms_only or is_acronym)

    # One step after another, surest first.

    def _by_name(self, query: _Query) -> Resolution | None:
        named = [
            (actor, alias)
            for actor, alias in self._named(query.mention)
            if _fits(actor, alias, query)
        ]
        actor = _choose(named, query)
        if actor is None:
            return None
        score = EXACT if len({a.key for a, _ in named}) == 1 else CONTEXT
        return Resolution(actor, f"alias '{_alias_text(named, actor)}'", score)

    def _by_person_inside(self, query: _Query) -> Resolution | None:
        actor = self._person_inside(query.mention)
        if actor is None or query.label in ("GPE", "NORP"):
            return None
        return Resolution(actor, f"name '{actor.name}' in the mention", INSIDE)

    def _person_inside(self, mention: str) -> KnownActor | None:
        """Find the one person whose full name a longer mention holds.

        A person who is only spoken of is none: "supporters of Bashar al-Assad".
        """
        words = [w for w in key_with_title(mention).split() if _is_spoken(w)]
        found: dict[str, KnownActor] = {}
        for start in range(len(words)):
            longest = min(len(words), start + LONGEST_NAME_WORDS)
            for end in range(start + 2, longest + 1):
                for actor, _ in self._names.get(" ".join(words[start:end]), ()):
                    if actor.kind != PERSON:
                        continue
                    before, after = words[start - 1 : start], words[end : end + 1]
                    if _NOT_THIS_PERSON & set(before) or self._is_party(after):
                        return None
                    found[actor.key] = actor
        return found.popitem()[1] if len(found) == 1 else None

    def _is_party(self, after: list[str]) -> bool:
        """Say whether the word after a name is a party of its own: "Assad's troops"."""
        return any(w in _FOLLOWERS or self._phrases.is_body_noun(w) for w in after)

    def _by_surname(self, query: _Query) -> Resolution | None:
        """Resolve "President Trump" or "Putin" by office, day and country."""
        parts = query.parts
        surname = " ".join(parts.rest)
        if not surname or parts.bodies or parts.is_deputy:
            return None
        if query.label not in (None, "PERSON") or not query.key.endswith(surname):
            return None
        if any(noun.noun not in titles() for noun in parts.nouns):
            return None
        people = [p for p in self._called(surname) if self._is_meant(p, query)]
        if len(people) != 1:
            return None
        return Resolution(people[0], f"surname '{surname}' and office", SURNAME)

    def _is_meant(self, person: KnownActor, query: _Query) -> bool:
        parts = query.parts
        near = set(parts.countries) or set(query.context)
        if near and not near & set(person.countries):
            return False
        roles = {phrase.role for phrase in parts.roles}
        offices = [o for o in person.offices if not roles or o.role in roles]
        if parts.is_past:
            return bool(offices)
        if query.on is None:
            return bool(roles and offices) or bool(parts.countries or query.context)
        if roles:
            return any(office.held_on(query.on) for office in offices)
        return any(_is_remembered(office, query.on) for office in offices)

    def _by_office(self, query: _Query) -> Resolution | None:
        """Resolve "the Pakistani foreign minister" by the day, if one held it then."""
        parts = query.parts
        blocked = parts.is_past or parts.is_deputy or parts.is_indefinite
        if not parts.roles or parts.rest or parts.nouns or blocked or parts.has_more:
            return None
        body = self._body(query)
        if body is None:
            return None
        roles = {
            phrase.role
            for phrase in parts.roles
            if not phrase.countries or body.country in phrase.countries
        }
        people = {
            person.key: person
            for role in roles
            for person in self._holders.get((role, body.key), ())
            if any(
                office.role == role and office.body == body.key
                for office in person.offices_on(query.on)
            )
        }
        if len(people) != 1:
            return None
        person = people.popitem()[1]
        how = f"{parts.roles[0].phrase} of {body.name}"
        how += f" on {query.on}" if query.on else ""
        return Resolution(person, how, OFFICE)

    def _by_description(self, query: _Query) -> Resolution | None:
        """Resolve a body by nationality and noun, or an unnamed member of it."""
        parts = query.parts
        says_what = parts.nouns or parts.roles or parts.bodies
        if parts.is_past or parts.has_more or parts.is_conjoined or not says_what:
            return None
        if parts.rest and not self._leader_named(parts):
            return None
        body = self._body(query)
        if body is None:
            return None
        how = f"description of {body.name}"
        return Resolution(body, how, DESCRIBED, is_affiliation_only=parts.is_unnamed)

    def _by_spelling(self, query: _Query) -> Resolution | None:
        if not _may_be_misspelt(query.key) or query.has_title and " " not in query.key:
            return None
        named = [
            (actor, alias)
            for key in self._spellings.get(skeleton(query.key), ())
            if fuzz.ratio(key, query.key) >= MIN_SPELLING_RATIO
            for actor, alias in self._names[key]
            if _fits(actor, alias, query)
        ]
        actor = _choose(named, query)
        if actor is None:
            return None
        return Resolution(actor, f"spelt like '{_alias_text(named, actor)}'", SPELLING)

    def _by_acronym_given(self, query: _Query) -> Resolution | None:
        """Resolve a name that nobody knows by the acronym in brackets behind it."""
        match = _GIVEN.search(query.mention)
        if match is None:
            return None
        acronym = match[1]
        parts = self._phrases.read(acronym)
        near = Counter(dict.fromkeys(query.parts.countries, 1)) or query.context
        return self._by_name(
            replace(
                query,
                mention=acronym,
                key=normalise(acronym),
                parts=parts,
                label=None,
                context=near,
            )
        )

    # What body a mention is about.

    def _body(self, query: _Query) -> KnownActor | None:
        """Give the one body that the words of a mention point to, or None."""
        parts = query.parts
        countries = set(parts.countries) | set(parts.people)
        if parts.bodies:
            return self._named_body(query, countries)
        if self._leader_named(parts):
            return self._government_of_leader(query)
        if len(set(parts.countries)) == 1 and not parts.people:
            return self._state_body(parts, parts.countries[0])
        if countries or not query.country or parts.is_qualified:
            return None
        return self._state_body(parts, query.country)

    def _named_body(self, query: _Query, countries: set[str]) -> KnownActor | None:
        found: dict[str, KnownActor] = {}
        for key in query.parts.bodies:
            named = [(a, n) for a, n in self._names[key] if a.kind != PERSON]
            if countries:
                near = [(a, n) for a, n in named if countries & set(a.countries)]
                named = [(a, replace(n, shared=False)) for a, n in near] or named
            actor = _choose(named, query)
            if actor is None or (
                countries and actor.countries and not countries & set(actor.countries)
            ):
                return None
            found[actor.key] = actor
        for actor in list(found.values()):
            found.pop(actor.part_of, None)
        return found.popitem()[1] if len(found) == 1 else None

    def _state_body(self, parts: Parts, country: str) -> KnownActor | None:
        government = self._actors.get(f"state/{country.lower()}")
        noun = parts.noun
        if noun is None:
            return government if parts.roles and not _is_body_role(parts) else None
        if noun.body in ("military", "police"):
            return self._forces.get((noun.body, country), government)
        if noun.body == "government":
            return government
        return government if noun.body == "any" and parts.countries else None

    def _leader_named(self, parts: Parts) -> bool:
        noun = parts.noun
        is_government = noun is not None and noun.body == "government"
        return is_government and bool(self._leaders(parts))

    def _leaders(self, parts: Parts) -> list[KnownActor]:
        """Give the persons that the unexplained words of a mention may name."""
        name = " ".join(parts.rest)
        if not name:
            return []
        named = [actor for actor, _ in self._named(name) if actor.kind == PERSON]
        return named or self._called(name)

    def _government_of_leader(self, query: _Query) -> KnownActor | None:
        """Resolve "the Karzai government" to the government that Karzai led."""
        bodies = {
            office.body
            for person in self._leaders(query.parts)
            for office in person.offices
            if office.role in _LEADERS
            and (query.on is None or _is_remembered(office, query.on))
        }
        return self._actors.get(bodies.pop()) if len(bodies) == 1 else None


def _choose(
    named: list[tuple[KnownActor, KnownAlias]], query: _Query
) -> KnownActor | None:
    """Keep the one actor that a name means here, or None.

    A name that several share means the one whose country the text is about; else
    the only one for which it is not marked as shared.
    """
    actors = {actor.key: actor for actor, _ in named}
    if len(actors) == 1 and not all(alias.shared for _, alias in named):
        return named[0][0]
    hits = {
        key: sum(query.context[country] for country in actor.countries)
        for key, actor in actors.items()
    }
    best = [key for key, count in hits.items() if count == max(hits.values())]
    if len(best) == 1 and hits[best[0]] > 0:
        return actors[best[0]]
    in_office = [
        key
        for key in best
        if query.on and any(o.is_dated for o in actors[key].offices_on(query.on))
    ]
    if len(in_office) == 1:
        return actors[in_office[0]]
    bearers = {actor.key for actor, alias in named if not alias.shared} & set(best)
    return actors[bearers.pop()] if len(bearers) == 1 else None


def _fits(actor: KnownActor, alias: KnownAlias, query: _Query) -> bool:
    """Say whether the label, the title and the case allow that actor."""
    if actor.kind == PERSON:
        is_short = " " not in query.key
        return query.label in (None, "PERSON") or not is_short
    if query.has_title:
        return key_with_title(alias.text) == key_with_title(query.mention)
    if query.label == "PERSON" and actor.kind == GOVERNMENT:
        return False
    if alias.kind == "acronym" and len(query.key) <= LONGEST_ACRONYM:
        return query.parts.has_acronym or _is_titlecase_acronym(query)
    if query.key == "us":
        return Case(query.mention).is_acronym("us")
    return _is_written_as_name(alias, query)


def _is_titlecase_acronym(query: _Query) -> bool:
    """Say whether a word may be an acronym as British papers write it: "Isis"."""
    is_known_name = query.label in ("ORG", "NORP", "GPE") or len(query.key) > 3
    return query.mention[:1].isupper() and is_known_name


def _is_written_as_name(alias: KnownAlias, query: _Query) -> bool:
    """Say whether a word that may be an ordinary one is written as a name: "Dawn"."""
    is_name = alias.text[:1].isupper() and " " not in query.key
    return not (is_name and query.mention.islower() and query.label is None)


def _is_spoken(word: str) -> bool:
    """Say whether a word of a name is more than an initial or "Jr."."""
    return len(word) > 1 and word not in word_list("suffix")


def _name_key(text: str) -> str:
    """Give a name's key, with the title where only one word would be left of it.

    "Mullah Omar" is one man; "Omar" may be anybody.
    """
    key = normalise(text)
    return key if " " in key else key_with_title(text)


def _alias_text(named: list[tuple[KnownActor, KnownAlias]], actor: KnownActor) -> str:
    return next(alias.text for other, alias in named if other.key == actor.key)


def _may_be_misspelt(key: str) -> bool:
    return " " in key or len(key) >= MIN_FUZZY_LETTERS


def _surnames(person: KnownActor) -> set[str]:
    """Give the keys by which a person is called for short."""
    names = [normalise(alias.text).split() for alias in person.aliases]
    if set(person.countries) & _FAMILY_NAME_FIRST:
        return {words[0] for words in names}
    # Spanish names have two surnames: "Bernardo Jaramillo Ossa", "Jaramillo Ossa".
    pairs = {" ".join(words[-2:]) for words in names if len(words) > 2}
    return {words[-1] for words in names} | pairs


def _is_remembered(office: Office, on: date) -> bool:
    """Say whether an office was held on a day or ended a few years before it."""
    if office.held_on(on):
        return True
    year = office.end[:4]
    return year.isdigit() and 0 <= on.year - int(year) <= YEARS_REMEMBERED


def _is_body_role(parts: Parts) -> bool:
    """Say whether a role needs a body that is named: "director", "leader"."""
    roles = {phrase.role for phrase in parts.roles}
    return roles <= {"director", "leader", "secretary-general", "high commissioner"}
