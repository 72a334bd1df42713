"""Find where a text says which other outlet it has something from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sources.credits.names import OutletNames, rows

#: A name begins with a capital; only small joining words stand within it.
_NAME = (
    r"(?P<name>(?:(?-i:[Tt]he|THE)\ )?(?-i:[A-Z0-9])[\w&'’./-]*"
    r"(?:\ (?:(?-i:of\ the|of|and|for|&)\ )?(?-i:[A-Z0-9])[\w&'’./-]*){0,5})"
)
_MOST_BYLINE = 500


@dataclass(frozen=True)
class Credit:
    """An outlet that a text credits, and the words that do so.

    Offsets are those of the words into the text, half-open; both 0 for a byline. What
    `is_general` is about all of the article.
    """

    form: str
    name: str
    is_general: bool
    start_char: int = 0
    end_char: int = 0


@dataclass(frozen=True)
class _Pattern:
    form: str
    is_general: bool
    #: The name stands before the verb, so that its last words are the sure ones.
    is_name_first: bool
    regex: re.Pattern[str]


def read_credits(text: str, byline: str, names: OutletNames) -> list[Credit]:
    """All credits of an article, in text order; of those that overlap the longest."""
    found = sorted(_matches(text, names), key=lambda c: (c.start_char, -c.end_char))
    credits = _of_byline(byline, names)
    end_char = 0
    for credit in found:
        if credit.start_char >= end_char:
            credits.append(credit)
            end_char = credit.end_char
    return credits


def agencies_credited(text: str, byline: str, outlet: str) -> bool:
    """Whether an article says that it is, as a whole, from the outlet of that name."""
    names = OutletNames([outlet])
    return any(
        credit.is_general and names.are_same(credit.name, outlet)
        for credit in read_credits(text, byline, names)
    )


def _matches(text: str, names: OutletNames) -> Iterator[Credit]:
    for pattern in _patterns():
        for match in pattern.regex.finditer(text):
            if credit := _credit(match, pattern, names):
                yield credit


def _credit(
    match: re.Match[str], pattern: _Pattern, names: OutletNames
) -> Credit | None:
    """The credit that a match is, if an outlet is named: by a part of the words."""
    words = match["name"].split(" ")
    parts = [
        " ".join(words[-size:] if pattern.is_name_first else words[:size])
        for size in range(len(words), 0, -1)
    ]
    for find in (names.find, names.guess):
        for part in parts:
            if name := find(part):
                cut = len(match["name"]) - len(part)
                start_char = match.start() + (cut if pattern.is_name_first else 0)
                is_last = match.end("name") == match.end()
                end_char = match.end() - (cut if is_last else 0)
                return Credit(
                    pattern.form, name, pattern.is_general, start_char, end_char
                )
    return None


def _of_byline(byline: str, names: OutletNames) -> list[Credit]:
    """Agencies among the authors: "Jane Doe, AP", "Reuters staff"."""
    parts = re.split(r"[,;|/()]| and | for | of |[Bb]y ", byline[:_MOST_BYLINE])
    plain = [re.sub(r" (staff|writers?|reporters?)$", "", p.strip()) for p in parts]
    found = {name for part in plain if part and (name := names.find(part))}
    return [Credit("agency", name, is_general=True) for name in sorted(found)]


@cache
def _patterns() -> list[_Pattern]:
    return [
        _Pattern(
            form,
            reach == "article",
            pattern.startswith("{outlet}"),
            re.compile(
                _boundary(pattern) + _blanks(pattern).replace("{outlet}", _NAME),
                re.IGNORECASE | re.MULTILINE,
            ),
        )
        for form, reach, pattern in rows("patterns.tsv")
    ]


def _boundary(pattern: str) -> str:
    return "" if pattern.startswith("^") else r"\b"


def _blanks(pattern: str) -> str:
    return pattern.replace(" ", r"[ \t\xa0]+(?:\n(?!\n))?")
