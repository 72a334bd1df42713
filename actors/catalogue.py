"""Known actors by name, spelling, surname and office."""

from collections.abc import Iterable, Iterator
from datetime import date

from rapidfuzz import fuzz

from actors.gazetteer.records import (
    ARMED_GROUP,
    PERSON,
    KnownActor,
    KnownAlias,
    Office,
)
from actors.names import key_with_title, normalise, skeleton

Named = list[tuple[KnownActor, KnownAlias]]

# Two spellings of one name with the same consonants differ in few letters.
# 80 keeps qassem/qasim and qaeda/qaida and drops most chance meetings.
MIN_SPELLING_RATIO = 80
MIN_FUZZY_LETTERS = 5
MIN_SURNAME_LETTERS = 4
# A head of government is still called by the surname alone some years later.
YEARS_REMEMBERED = 8

_FAMILY_NAME_FIRST = frozenset(("CN", "KP", "KR", "TW", "VN", "KH"))


class Catalogue:
    """Look-ups of actors; nothing is decided here where a name means several."""

    def __init__(self, actors: Iterable[KnownActor]) -> None:
        self.actors = {actor.key: actor for actor in actors}
        self._names: dict[str, Named] = {}
        self._spellings: dict[str, set[str]] = {}
        self._surnames: dict[str, list[KnownActor]] = {}
        self._surname_spellings: dict[str, set[str]] = {}
        self._holders: dict[tuple[str, str], list[KnownActor]] = {}
        self._forces: dict[tuple[str, str], KnownActor] = {}
        for actor in self.actors.values():
            self._add(actor)

    def get(self, key: str) -> KnownActor | None:
        return self.actors.get(key)

    def government(self, country: str) -> KnownActor | None:
        return self.actors.get(f"state/{country.lower()}")

    def force(self, kind: str, country: str) -> KnownActor | None:
        """Give a state's military or police, else its government."""
        return self._forces.get((kind, country)) or self.government(country)

    def named(self, text: str) -> Named:
        """Give the actors that go by a name, with its title or without."""
        titled = self._names.get(key_with_title(text))
        return titled or self._names.get(normalise(text), [])

    def bodies_named(self, key: str) -> Named:
        return [pair for pair in self._names.get(key, ()) if pair[0].kind != PERSON]

    def people_named(self, key: str) -> list[KnownActor]:
        return [actor for actor, _ in self._names.get(key, ()) if actor.kind == PERSON]

    def spelt_like(self, key: str) -> Iterator[tuple[KnownActor, KnownAlias]]:
        """Give the persons and groups whose name has the same sounds."""
        if not _may_be_misspelt(key):
            return
        for other in _near(key, self._spellings):
            yield from self._names[other]

    def called(self, surname: str) -> list[KnownActor]:
        """Give the persons of a surname, or of one that is spelt like it."""
        exact = self._surnames.get(surname)
        if exact or len(surname) < MIN_SURNAME_LETTERS:
            return exact or []
        near = _near(surname, self._surname_spellings)
        return [person for other in near for person in self._surnames[other]]

    def holders(self, role: str, body: str, on: date | None) -> list[KnownActor]:
        """Give who held an office on a day, or who ever did where no day is known."""
        return [
            person
            for person in self._holders.get((role, body), ())
            if any(o.role == role and o.body == body for o in person.offices_on(on))
        ]

    def _add(self, actor: KnownActor) -> None:
        for alias in actor.aliases:
            key = _name_key(alias.text)
            self._names.setdefault(key, []).append((actor, alias))
            if actor.kind in (PERSON, ARMED_GROUP) and _may_be_misspelt(key):
                self._spellings.setdefault(skeleton(key), set()).add(key)
        for surname in _surnames(actor) if actor.kind == PERSON else ():
            self._surnames.setdefault(surname, []).append(actor)
            self._surname_spellings.setdefault(skeleton(surname), set()).add(surname)
        if actor.role in ("military", "police"):
            self._forces.setdefault((actor.role, actor.country), actor)
        for role, body in dict.fromkeys((o.role, o.body) for o in actor.offices):
            self._holders.setdefault((role, body), []).append(actor)


def is_remembered(office: Office, on: date) -> bool:
    """Say whether an office was held on a day or ended a few years before it."""
    if office.held_on(on):
        return True
    year = office.end[:4]
    return year.isdigit() and 0 <= on.year - int(year) <= YEARS_REMEMBERED


def _near(key: str, spellings: dict[str, set[str]]) -> list[str]:
    alike = spellings.get(skeleton(key), ())
    return [other for other in alike if fuzz.ratio(key, other) >= MIN_SPELLING_RATIO]


def _name_key(text: str) -> str:
    """Give a name's key, with the title where only one word would be left of it.

    "Mullah Omar" is one man; "Omar" may be anybody.
    """
    key = normalise(text)
    return key if " " in key else key_with_title(text)


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
