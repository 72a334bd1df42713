"""Annotated documents in which every actor goes by another name of the same type.

States trade names, capitals and people with other states, armed groups and parties with
other known groups; persons get names that nobody bears. What rests on knowing the names
shows as a loss.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, cycle
from random import Random
from typing import Any

from actors.gazetteer import read_gazetteer
from actors.gazetteer.records import ARMED_GROUP, State

FIRST_NAMES = [
    "Anton",
    "Bruno",
    "Cyril",
    "Dario",
    "Edgar",
    "Felix",
    "Gustav",
    "Henrik",
    "Ivor",
    "Jasper",
    "Konrad",
    "Lorenz",
    "Marius",
    "Nestor",
    "Oskar",
    "Pavel",
    "Quentin",
    "Rufus",
    "Stefan",
    "Tobias",
]
SURNAMES = [
    "Abelard",
    "Brandl",
    "Corvin",
    "Dahlke",
    "Ellery",
    "Fenwick",
    "Gorski",
    "Haldane",
    "Ilves",
    "Jelinek",
    "Kestrel",
    "Lindqvist",
    "Morandi",
    "Nyberg",
    "Orsini",
    "Pelling",
    "Quarles",
    "Rosvold",
    "Sandoz",
    "Tamsin",
    "Ulbrich",
    "Vasko",
    "Winslow",
    "Yarrow",
    "Zeller",
]
#: Actor types of the benchmark that have names like armed groups.
GROUPS = frozenset({"armed_group", "party"})
#: What is no name in a line of the benchmark.
FIXED = frozenset({"id", "from", "to", "date", "source", "kind", "type"})

Names = dict[str, str]


class Renaming:
    """Other names for the actors of some documents, the same in all of them.

    The same seed gives the same names.
    """

    def __init__(self, actors: list[dict[str, Any]], text: str, seed: int) -> None:
        chance = Random(seed)
        groups = [row for row in actors if row["type"] in GROUPS]
        persons = [row["name"] for row in actors if row["type"] == "person"]
        self._names = person_names(persons, text, chance)
        self._names |= group_names(groups, text, chance) | state_names(text, chance)
        longest_first = sorted(self._names, key=len, reverse=True)
        known = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<!\w)(?:{known})(?!\w)")

    def text(self, text: str) -> str:
        return self._pattern.sub(lambda match: self._names[match[0]], text)

    def line(self, line: dict[str, Any]) -> dict[str, Any]:
        """A line of the benchmark: strings are renamed, and spans go where they are."""
        return self._renamed(line, line.get("text", ""))

    def _renamed(self, value: Any, text: str) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._renamed(part, text) for part in value]
        if not isinstance(value, dict):
            return value
        return {
            key: [self._place(char, text) for char in part]
            if key == "span" and part
            else part
            if key in FIXED
            else self._renamed(part, text)
            for key, part in value.items()
        }

    def _place(self, char: int, text: str) -> int:
        """Where a place between words of the text is once the text is renamed."""
        before = (
            match for match in self._pattern.finditer(text) if match.end() <= char
        )
        return char + sum(len(self._names[name[0]]) - len(name[0]) for name in before)


def state_names(text: str, chance: Random) -> Names:
    """Each state in the text → one that isn't there and has an army that is known.

    The United States keep their name: too much else is called "US".
    """
    known = read_gazetteer()
    armed = {actor.country for actor in known.actors if actor.role == "military"}
    here = [s for s in known.states if s.iso2 != "US" and is_named(s, text)]
    others = [s for s in known.states if s.iso2 in armed and not is_named(s, text)]
    chance.shuffle(others)
    pairs = (trade(*states) for states in zip(here, others, strict=False))
    return both_cases(chain.from_iterable(pairs))


def is_named(state: State, text: str) -> bool:
    return state.name in text or state.name.upper() in text


def trade(state: State, other: State) -> Iterator[tuple[str, str]]:
    """Names, capital, adjectives and people of a state → those of the other."""
    *names, capital = state.places
    yield from ((name, other.name) for name in names)
    yield from ((word, other.people[0]) for word in state.people)
    yield from ((word, other.adjectives[0]) for word in state.adjectives)
    yield capital, other.places[-1]
    yield state.name, other.name


def group_names(actors: list[dict[str, Any]], text: str, chance: Random) -> Names:
    """Names and acronyms of groups → those of known groups that the text lacks."""
    others = [
        (group.name, acronym)
        for group in read_gazetteer().actors
        if group.kind == ARMED_GROUP and group.name not in text
        for acronym in [alias.text for alias in group.aliases if alias.text.isupper()][
            :1
        ]
        if acronym not in text
    ]
    chance.shuffle(others)
    pairs = []
    for actor, (name, acronym) in zip(actors, others, strict=False):
        for own in (actor["name"], *actor["aliases"]):
            if own.isupper() and len(own) > 2:
                pairs.append((own, acronym))
            elif own.istitle():
                pairs.append((own, name))
    return both_cases(pairs)


def person_names(names: Iterable[str], text: str, chance: Random) -> Names:
    """Each word of the persons' names that isn't a common one → an invented name."""
    common = set(re.findall(r"\b[a-z]{3,}\b", text))
    first_names = cycle(chance.sample(FIRST_NAMES, len(FIRST_NAMES)))
    surnames = cycle(chance.sample(SURNAMES, len(SURNAMES)))
    found: Names = {}
    for name in names:
        *given, surname = (word for word in name.split() if len(word) > 2)
        for word in given:
            found.setdefault(word, next(first_names))
        found.setdefault(surname, next(surnames))
    return both_cases(
        (word, other) for word, other in found.items() if word.lower() not in common
    )


def both_cases(pairs: Iterable[tuple[str, str]]) -> Names:
    found: Names = {}
    for own, other in pairs:
        found |= {own: other, own.upper(): other.upper()}
    return found
