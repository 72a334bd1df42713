"""What changed between two versions of a text, word by word. Pure; knows no HTML.

Paragraphs are compared first, then the words of those that changed. Paragraphs longer
than MOST_WORDS are replaced as a whole: comparing words costs the square of their
number, and so the time stays in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

#: More words than this are not compared with one another.
MOST_WORDS = 600
#: Texts of more paragraphs than this are compared piece by piece.
MOST_PARAGRAPHS = 500
#: Less alike than this, paragraphs have been replaced rather than changed.
LEAST_ALIKE = 0.3

_WORD = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both versions ("same"), only the old, or only the new."""

    text: str
    side: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of both versions; its pieces are in order of reading."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.side != "same" for piece in self.pieces)


def compare(old: str, new: str) -> list[Paragraph]:
    """Both versions in one, with what is only in the old and only in the new."""
    return list(_compare_paragraphs(_paragraphs(old), _paragraphs(new)))


def changed_words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two short texts in one."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return _pieces([("old", old), ("new", new)])
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = matcher.get_matching_blocks()
    common = sum(len("".join(before[a : a + n]).split()) for a, _, n in blocks)
    if common < LEAST_ALIKE * min(len(old.split()), len(new.split())):
        return _pieces([("old", old), ("new", new)])
    found: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(after[j1:j2])))
        else:
            found.append(("old", "".join(before[i1:i2])))
            found.append(("new", "".join(after[j1:j2])))
    return _pieces(found)


def _compare_paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        yield Paragraph((Piece(new[start], "same"),))
        start += 1
    old, new = old[start:], new[start:]
    for begin in range(0, max(len(old), len(new)), MOST_PARAGRAPHS):
        end = begin + MOST_PARAGRAPHS
        yield from _compare_some(old[begin:end], new[begin:end])


def _compare_some(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for text in new[j1:j2]:
                yield Paragraph((Piece(text, "same"),))
            continue
        for before, after in zip_longest(old[i1:i2], new[j1:j2], fillvalue=""):
            yield Paragraph(changed_words(before, after))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pieces(sides: Sequence[tuple[str, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(text, side) for side, text in sides if text)
