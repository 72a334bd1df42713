"""Read a mention as words: "Pakistan's foreign minister" → a state and a role.

Names of actors are looked up through a function, so that this module knows the
words of the knowledge base and `resolve` knows the actors.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from actors.case import Case
from actors.gazetteer import Gazetteer
from actors.gazetteer.records import BodyNoun, RolePhrase
from actors.gazetteer.words import titles, word_list
from actors.names import key_with_title

T = TypeVar("T")

# What comes after these tells more of the same party; it does not name it.
_CLAUSE = re.compile(
    r"\s+(?:who|whom|whose|which|that|speaking|on (?:the )?condition|familiar with|"
    r"close to|briefed on|quoted by|in charge|based in)\b.*|\s*[(\[;].*|\s*--?\s.*",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETED = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\])\s*")
_PREPOSITIONS = word_list("preposition")
# "Iran-backed militants" are not Iran's: the word before is no name of theirs.
_QUALIFIERS = word_list("qualifier")
_PAST = word_list("past")
_OPPOSITES = word_list("opposite")
_FORCE_WORDS = word_list("force")
_NOT_THE_HOLDER = word_list("not_the_holder")
_INDEFINITE = ("a ", "an ", "one ", "another ", "some ", "several ", "senior ", "top ")

ROLE_HEADS = word_list("role_head")


@dataclass(frozen=True)
class Parts:
    """What the words of a mention are. `rest` holds those that nothing explains.

    Lower-case words that only describe ("brutal") count as explained where a noun
    says what is meant. `countries` are ISO codes; `bodies` are keys of actors' names;
    `head` is the last word of the noun phrase before any preposition.
    """

    countries: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    roles: tuple[RolePhrase, ...] = ()
    nouns: tuple[BodyNoun, ...] = ()
    rest: tuple[str, ...] = ()
    head: str = ""
    is_qualified: bool = False
    is_past: bool = False
    is_deputy: bool = False
    is_indefinite: bool = False
    is_definite: bool = False
    has_complement: bool = False
    is_conjoined: bool = False
    has_more: bool = False
    has_acronym: bool = False

    @property
    def noun(self) -> BodyNoun | None:
        """The noun that says which body is meant, the head where it says so."""
        specific = [n for n in self.nouns if n.body not in ("any", "own")]
        nouns = specific or self.nouns
        return nouns[-1] if nouns else None

    @property
    def role_country(self) -> str | None:
        """The one state that has such an office: "the home secretary" → GB."""
        countries = {c for phrase in self.roles for c in phrase.countries or ("",)}
        return countries.pop() or None if len(countries) == 1 else None

    @property
    def is_unnamed(self) -> bool:
        """Whether the words tell a person of the body from the body itself."""
        head = next((n for n in self.nouns if n.noun.endswith(self.head)), None)
        if head is None and self.roles:
            return True
        return (head or self.noun or _NO_NOUN).unnamed


_NO_NOUN = BodyNoun("", "", unnamed=False)


def split_mention(mention: str) -> list[str]:
    """Cut a mention at commas and before clauses, brackets left out; head first."""
    head = _CLAUSE.sub("", _BRACKETED.sub(" ", mention))
    return [part.strip() for part in head.split(",") if part.strip()]


class PhraseBook:
    """The words of the knowledge base, ready for reading mentions."""

    def __init__(
        self, gazetteer: Gazetteer, is_name: Callable[[str, Case], bool]
    ) -> None:
        self._is_name = is_name
        self._modifiers = word_list("modifier")
        self._anonymous = word_list("anonymous")
        self._titles = titles()
        self._countries: dict[str, tuple[str, ...]] = {}
        self._people: dict[str, tuple[str, ...]] = {}
        for state in gazetteer.states:
            for key in _keys(*state.places, *state.adjectives):
                _add(self._countries, key, state.iso2)
            for key in _keys(*state.people):
                _add(self._people, key, state.iso2)
        self._roles: dict[str, tuple[RolePhrase, ...]] = {}
        for role in gazetteer.roles:
            _add(self._roles, key_with_title(role.phrase), role)
        self._nouns = {key_with_title(noun.noun): noun for noun in gazetteer.nouns}
        self._longest = max(phrase.count(" ") + 1 for phrase in self._roles)

    def countries_of(self, text: str) -> tuple[str, ...]:
        """Give the states that a word or name stands for: "Iranians" → ("IR",)."""
        key = key_with_title(text)
        return self._countries.get(key) or self._people.get(key) or ()

    def read(self, mention: str) -> Parts:
        segments = split_mention(mention) or [mention]
        case = Case(mention)
        reader = _Reader(segments[0])
        while reader.words:
            self._take_one(reader, case)
        return reader.parts(
            has_more=self._names_more(segments[1:], case),
            has_acronym=case.has_acronym,
            describes=lambda word: not case.is_capitalised(word),
        )

    def is_anonymous(self, word: str) -> bool:
        return word in self._anonymous

    def is_body_noun(self, word: str) -> bool:
        return word in self._nouns

    def countries_named(self, text: str) -> Counter[str]:
        """Count the names of states, their people and capitals in a text."""
        found: Counter[str] = Counter()
        words = _words(text)
        is_capitals = text.isupper()
        for start, word in enumerate(words):
            if word[:1].islower() or (is_capitals and word == "US"):
                continue
            for length in (3, 2, 1):
                chunk = key_with_title(" ".join(words[start : start + length]))
                countries = self._countries.get(chunk) or self._people.get(chunk)
                if countries:
                    found.update(countries)
                    break
        return found

    def _take_one(self, reader: "_Reader", case: Case) -> None:
        words = reader.words
        for length in range(min(self._longest, len(words)), 0, -1):
            chunk = " ".join(words[:length])
            if self._take(chunk, length, reader, case):
                return
        reader.skip(explained=words[0] in self._modifiers or words[0] in self._titles)

    def _take(self, chunk: str, length: int, reader: "_Reader", case: Case) -> bool:
        shown = length > 1 or case.is_capitalised(chunk)
        if chunk in self._roles:
            return reader.take(length, reader.roles, self._roles[chunk])
        if chunk in self._nouns:
            return reader.take(length, reader.nouns, [self._nouns[chunk]])
        if shown and chunk in self._countries and not case.is_pronoun(chunk):
            return reader.take(length, reader.countries, self._countries[chunk])
        if shown and self._is_name(chunk, case) and not self._splits(chunk, reader):
            return reader.take(length, reader.bodies, [chunk])
        if shown and chunk in self._people:
            return reader.take(length, reader.people, self._people[chunk])
        return False

    def _splits(self, chunk: str, reader: "_Reader") -> bool:
        """Say whether a force's last word begins a noun: "Chilean military | junta"."""
        words = chunk.split()
        if len(words) < 2 or words[-1] not in _FORCE_WORDS:
            return False
        following = reader.words[len(words) : len(words) + self._longest]
        longer = (
            " ".join([words[-1], *following[: i + 1]]) for i in range(len(following))
        )
        return any(phrase in self._nouns or phrase in self._roles for phrase in longer)

    def _names_more(self, segments: list[str], case: Case) -> bool:
        """Say whether an apposition holds a name that no word list explains."""
        for segment in segments:
            reader = _Reader(segment)
            while reader.words:
                self._take_one(reader, case)
            if any(case.is_capitalised(word) for word in reader.rest):
                return True
        return False


class _Reader:
    """The words of a segment that are still to be read, and what was read."""

    def __init__(self, segment: str) -> None:
        self.words = key_with_title(segment).split()
        self.countries: list[str] = []
        self.people: list[str] = []
        self.bodies: list[str] = []
        self.roles: list[RolePhrase] = []
        self.nouns: list[BodyNoun] = []
        self.rest: list[str] = []
        self._segment = segment
        self._all = frozenset(self.words)
        self._head = _head(self.words)
        self._is_qualified = False
        self._is_conjoined = False

    def take(self, length: int, kept: list, items: Iterable) -> bool:
        """Keep what the next words mean, unless they only qualify what follows."""
        following = self.words[length : length + 1]
        if following and following[0] in _QUALIFIERS:
            self._is_qualified = True
            length += 1
        else:
            kept.extend(items)
        self.words = self.words[length:]
        return True

    def skip(self, *, explained: bool) -> None:
        word = self.words.pop(0)
        self._is_conjoined |= word == "and"
        if not explained and word not in _PAST | _NOT_THE_HOLDER:
            self.rest.append(word)

    def parts(
        self, *, has_more: bool, has_acronym: bool, describes: Callable[[str], bool]
    ) -> Parts:
        rest = self.rest
        if any(noun.noun.split()[-1] == self._head for noun in self.nouns):
            rest = [w for w in rest if w in _OPPOSITES or not describes(w)]
        return Parts(
            countries=_once(self.countries),
            people=_once(self.people),
            bodies=_once(self.bodies),
            roles=_once(self.roles),
            nouns=_once(self.nouns),
            rest=tuple(rest),
            has_acronym=has_acronym,
            head=self._head,
            is_qualified=self._is_qualified,
            is_past=bool(_PAST & self._all),
            is_deputy=bool(_NOT_THE_HOLDER & self._all),
            is_indefinite=f"{self._segment.casefold()} ".startswith(_INDEFINITE),
            has_complement=bool(_PREPOSITIONS & self._all),
            is_definite=self._segment.casefold().startswith("the "),
            is_conjoined=self._is_conjoined,
            has_more=has_more,
        )


def _head(words: list[str]) -> str:
    """Give the last word before the first preposition, or ""."""
    before = [i for i, word in enumerate(words) if i and word in _PREPOSITIONS]
    phrase = words[: before[0]] if before else words
    return phrase[-1] if phrase else ""


def _words(text: str) -> list[str]:
    return [word.strip(',.;:()[]"“”') for word in text.split()]


def _once(items: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _keys(*texts: str) -> dict[str, None]:
    return dict.fromkeys(key_with_title(text) for text in texts)


def _add(index: dict, key: str, value: object) -> None:
    index[key] = (*index.get(key, ()), value)
