"""Mark spans in a text: any number of them, nested and overlapping as they like.

Pure; knows neither models nor HTML. All offsets are characters, half-open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Mark:
    """A span to show, what it is (its role), and the id of what it belongs to."""

    start_char: int
    end_char: int
    role: str
    owner: int = 0


@dataclass(frozen=True)
class Segment:
    """A stretch of text under the same marks: `marks` from the widest to the narrowest.

    `starting` are the marks that are seen here first, `ending` those seen last.
    """

    text: str
    marks: tuple[Mark, ...]
    starting: tuple[Mark, ...]
    ending: tuple[Mark, ...]

    @property
    def innermost(self) -> Mark | None:
        return self.marks[-1] if self.marks else None

    @property
    def roles(self) -> str:
        """The roles as names of CSS classes, without repetition."""
        return " ".join(dict.fromkeys(mark.role for mark in self.marks))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text; its segments joined are text[start_char:end_char]."""

    start_char: int
    end_char: int
    segments: tuple[Segment, ...]

    @property
    def is_marked(self) -> bool:
        return any(segment.marks for segment in self.segments)


#: A stretch of text with its marks, before it is known which of them begin or end here.
_Piece = tuple[str, tuple[Mark, ...]]


def paragraphs(text: str, marks: Iterable[Mark] = ()) -> list[Paragraph]:
    """Split the text at blank lines and its paragraphs at the borders of the marks.

    Marks that cover nothing but white space between paragraphs, or lie outside of the
    text, are left out. Time is linear in the text for a bounded number of marks in a
    paragraph.
    """
    spans = list(_paragraph_spans(text))
    pieces = [
        _pieces(text, start_char, end_char, inside)
        for (start_char, end_char), inside in zip(
            spans, _by_paragraph(spans, marks), strict=True
        )
    ]
    flat = [piece for paragraph in pieces for piece in paragraph]
    last = {mark: n for n, (_, inside) in enumerate(flat) for mark in inside}
    first = {mark: n for n, (_, inside) in _backwards(flat) for mark in inside}
    numbers = iter(range(len(flat)))
    return [
        Paragraph(
            *span, tuple(_segment(*p, next(numbers), first, last) for p in paragraph)
        )
        for span, paragraph in zip(spans, pieces, strict=True)
    ]


def excerpt(text: str, marks: Iterable[Mark]) -> list[list[Paragraph]]:
    """The paragraphs that have a mark, in runs of neighbours."""
    runs = groupby(paragraphs(text, marks), key=lambda paragraph: paragraph.is_marked)
    return [list(run) for is_marked, run in runs if is_marked]


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """The (start_char, end_char) of each run of lines that aren't blank."""
    position, begin, end = 0, -1, -1
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            end = position + len(line.rstrip())
            if begin < 0:
                begin = position + line.index(words[0])
        elif begin >= 0:
            yield begin, end
            begin = -1
        position += len(line)
    if begin >= 0:
        yield begin, end


def _by_paragraph(
    spans: Sequence[tuple[int, int]], marks: Iterable[Mark]
) -> Iterator[list[Mark]]:
    """For each paragraph the marks that reach into it, from the widest on."""
    waiting = sorted(marks, key=lambda mark: mark.start_char, reverse=True)
    inside: list[Mark] = []
    for start_char, end_char in spans:
        while waiting and waiting[-1].start_char < end_char:
            inside.append(waiting.pop())
        inside = [mark for mark in inside if mark.end_char > start_char]
        yield sorted(inside, key=lambda m: (m.start_char - m.end_char, m.start_char))


def _pieces(
    text: str, start_char: int, end_char: int, marks: Sequence[Mark]
) -> list[_Piece]:
    borders = {start_char, end_char}
    for mark in marks:
        borders |= {max(mark.start_char, start_char), min(mark.end_char, end_char)}
    cuts = sorted(borders)
    covering: list[list[Mark]] = [[] for _ in cuts[1:]]
    for mark in marks:
        begin = bisect_left(cuts, max(mark.start_char, start_char))
        end = bisect_left(cuts, min(mark.end_char, end_char))
        for inside in covering[begin:end]:
            inside.append(mark)
    return [
        (text[begin:end], tuple(inside))
        for begin, end, inside in zip(cuts, cuts[1:], covering, strict=False)
    ]


def _backwards(pieces: Sequence[_Piece]) -> Iterator[tuple[int, _Piece]]:
    return zip(range(len(pieces) - 1, -1, -1), reversed(pieces), strict=True)


def _segment(
    text: str,
    marks: tuple[Mark, ...],
    number: int,
    first: dict[Mark, int],
    last: dict[Mark, int],
) -> Segment:
    return Segment(
        text,
        marks,
        starting=tuple(mark for mark in marks if first[mark] == number),
        ending=tuple(mark for mark in marks if last[mark] == number),
    )
