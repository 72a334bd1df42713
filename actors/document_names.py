"""The names of one document: surnames after full names, acronyms it introduces."""

import re
from collections.abc import Iterable

from actors.gazetteer.words import word_list
from actors.names import key_with_title, normalise

# "Movement for the Emancipation of the Niger Delta (MEND)", "…, or MEND"
_INTRODUCED = re.compile(
    r"(?:\s[(\[]|,? or |,? known as |,? known by (?:its|the) (?:\w+ )?initials )"
    r"(?P<short>[A-Z][A-Za-z]?[A-Z][A-Z-]{0,7})\b"
)
# A name that an acronym spells has at most so many letters, spaces included.
_LONGEST_NAME = 120
_WORD_BREAK = re.compile(r"[^\w'’.]+")
_SMALL_WORDS = word_list("small")


class DocumentNames:
    """What the short names of a document stand for, read from its mentions.

    `mentions` are (text, label) in the order of the text; `text` is the document's
    own text, in which acronyms are introduced. A short form that could stand for
    two names stands for neither.
    """

    def __init__(self, mentions: Iterable[tuple[str, str]], text: str = "") -> None:
        self._full: dict[str, str] = {}
        self._people: list[str] = []
        self._short: dict[str, set[str]] = {}
        for mention, label in mentions:
            if label == "PERSON":
                self._add_person(mention)
            elif label in ("ORG", "NORP", "GPE"):
                self._add_body(mention)
        for match in _INTRODUCED.finditer(text):
            before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
            self._add_acronym(before, match["short"])

    def canonical(self, mention: str) -> str:
        """Give the fullest name that the document uses for a mention.

        The mention itself comes back when the document has no fuller one.
        """
        key = normalise(mention)
        names = self._short.get(key, set())
        if len(names) == 1:
            return self._full[next(iter(names))]
        return self._full.get(key, mention)

    @property
    def people(self) -> list[str]:
        """The full names of persons, in the order in which they come."""
        return self._people

    def _add_person(self, mention: str) -> None:
        key = normalise(mention)
        words = key.split()
        if len(words) < 2:
            return
        longer = self._longer_form(key)
        if longer:
            self._short.setdefault(key, set()).add(longer)
            return
        if key not in self._full:
            self._full[key] = _without_title(mention, key)
            self._people.append(self._full[key])
        for length in range(1, len(words)):
            self._short.setdefault(" ".join(words[-length:]), set()).add(key)

    def _longer_form(self, key: str) -> str | None:
        """Give the one known full name of the same person: "Ben" for "Benjamin"."""
        words = key.split()
        longer = [full for full in self._full if _is_same_person(words, full.split())]
        return longer[0] if len(longer) == 1 else None

    def _add_body(self, mention: str) -> None:
        key = normalise(mention)
        if " " in key:
            self._full.setdefault(key, mention)

    def _add_acronym(self, before: str, short: str) -> None:
        """Find the words right before an acronym that it spells, the fewest."""
        words = [word for word in _WORD_BREAK.split(before) if word]
        letters = short.replace("-", "").casefold()
        for start in range(len(words) - 2, -1, -1):
            name = words[start:]
            if _is_small(name[0]) or _is_small(name[-1]) or not _spells(name, letters):
                continue
            key = normalise(" ".join(name))
            self._full.setdefault(key, " ".join(name))
            self._short.setdefault(normalise(short), set()).add(key)
            return


def _is_same_person(words: list[str], full: list[str]) -> bool:
    """Say whether two names with one surname differ in middle or short names only."""
    if words == full or len(full) < 2 or words[-1] != full[-1]:
        return False
    first, other = sorted((words[0], full[0]), key=len)
    return other.startswith(first) or set(words) < set(full)


def _is_small(word: str) -> bool:
    return word.casefold() in _SMALL_WORDS


def _spells(words: list[str], letters: str) -> bool:
    """Say whether letters are the initials of words, small words in or out."""
    initials = "".join(word[0] for word in words).casefold()
    big = "".join(word[0] for word in words if not _is_small(word)).casefold()
    return letters in (big, initials)


def _without_title(mention: str, key: str) -> str:
    """Cut titles off a mention, the spelling kept: "Gen. Dunford" → "Dunford"."""
    words = mention.split()
    titled = len(key_with_title(mention).split()) - len(key.split())
    return " ".join(words[titled:]) if 0 < titled < len(words) else mention
