"""Which words name an outlet, and which names are one outlet's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
#: Written with a capital where a sentence begins, and no part of the name after it.
_OPENERS = frozenset(("After", "And", "As", "But", "In", "On", "When", "While"))


def rows(name: str) -> list[list[str]]:
    """The cells of a table beside this file, without blank lines and comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def name_key(name: str) -> str:
    """What all ways to write a name have in common: "the B.B.C.'s" is "bbc"."""
    plain = re.sub(r"['’]s?$", "", name.strip().casefold()).replace(".", "")
    return re.sub(r"\W+", " ", plain.removeprefix("the ")).strip()


class OutletNames:
    """The names that outlets are known by."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        self._names: dict[str, str] = {}
        for name, *others in rows("outlets.tsv"):
            aliases = others[0].split(" | ") if others else []
            for alias in (name, *aliases):
                self._names.setdefault(name_key(alias), name)
        for name in further:
            self._names.setdefault(name_key(name), name)
        self._media_words = {word for (word,) in rows("media_words.txt")}

    def find(self, words: str) -> str | None:
        """The full name of the known outlet that the words name, or where one works."""
        _, _, employer = words.partition(" of ")
        return self._names.get(name_key(words)) or self._names.get(name_key(employer))

    def guess(self, words: str) -> str | None:
        """The words as a name, if they sound like that of an outlet."""
        plain = re.sub(r"^the ", "The ", re.sub(r"['’]s?$", "", words.strip(" .,")))
        parts = plain.removeprefix("The ").split()
        sounds_like_one = len(parts) > 1 and parts[-1] in self._media_words
        return plain if sounds_like_one and parts[0] not in _OPENERS else None

    def are_same(self, one: str, other: str) -> bool:
        return self.canonical(one) == self.canonical(other)

    def canonical(self, name: str) -> str:
        """The key that all names of an outlet lead to."""
        key = name_key(name)
        return name_key(self._names.get(key, name))
