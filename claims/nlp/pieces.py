"""Word pieces of a text, their written shape, and the windows they are read in.

Training and run time both cut text with this module, so that they see the same input.
"""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CLS_ID, SEP_ID = 101, 102

#: How a piece is written; the encoder's vocabulary itself knows no upper case.
PLAIN, TITLE, UPPER, MIXED, DIGITS = range(5)
SHAPES = 5
#: What stands before a piece: nothing, white space, or a line break.
GLUED, SPACED, BROKEN = range(3)
GAPS = 3
PIECE_TYPES = SHAPES * GAPS

#: Share of upper case among pieces without digits that makes a window all capitals.
ALL_CAPITALS_SHARE = 0.6
SENTENCE_ENDS = frozenset('.!?"\u201d')


@dataclass(frozen=True)
class Pieces:
    """Parallel arrays, one entry a piece; offsets are characters, half-open."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    shapes: NDArray[np.int64]
    gaps: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def span_of(self, start_char: int, end_char: int) -> tuple[int, int]:
        """The half-open range of pieces that touch these characters; may be empty."""
        first = int(np.searchsorted(self.ends, start_char, side="right"))
        last = int(np.searchsorted(self.starts, end_char, side="left"))
        return first, max(first, last)

    def first_of(
        self, start_chars: NDArray[np.int64], end_chars: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The piece that stands for each word: the first that starts inside it.

        A word inside a larger piece ("not" in "cannot") gets that piece.
        """
        first = np.searchsorted(self.starts, start_chars, side="left")
        inside = np.append(self.starts, np.iinfo(np.int64).max)[first] < end_chars
        return np.maximum(np.where(inside, first, first - 1), 0)


@dataclass(frozen=True)
class Window:
    """Pieces `start:end` are read together; `keep_start:keep_end` of them are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def load_tokenizer(stored: bytes) -> Tokenizer:
    tokenizer = Tokenizer.from_buffer(stored)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def shape_of(written: str) -> int:
    """The shape of one piece as written; a single capital letter counts as a title."""
    if any(character.isdigit() for character in written):
        return DIGITS
    if written.lower() == written:
        return PLAIN
    if written[0].isupper() and written[1:].lower() == written[1:]:
        return TITLE
    return UPPER if written.upper() == written else MIXED


def cut_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    shapes, gaps, previous_end = [], [], None
    for start, end in encoding.offsets:
        shapes.append(shape_of(text[start:end]))
        gap = "\n" if previous_end is None else text[previous_end:start]
        gaps.append(BROKEN if "\n" in gap else SPACED if gap else GLUED)
        previous_end = end
    return Pieces(
        np.array(encoding.ids, dtype=np.int64),
        starts,
        ends,
        np.array(shapes, dtype=np.int64),
        np.array(gaps, dtype=np.int64),
    )


def piece_types(
    shapes: NDArray[np.int64], gaps: NDArray[np.int64], *, with_case: bool = True
) -> NDArray[np.int64]:
    """One class a piece for the encoder's type table; all capitals tell nothing."""
    upper = np.count_nonzero(shapes == UPPER)
    worded = np.count_nonzero(shapes != DIGITS)
    if not with_case or upper > ALL_CAPITALS_SHARE * worded:
        shapes = np.where(shapes == DIGITS, DIGITS, PLAIN)
    return shapes * GAPS + gaps


def cut_windows(
    breaks: list[int],
    length: int,
    limit: int,
    *,
    soft_breaks: list[int] | None = None,
    first_limit: int | None = None,
) -> list[tuple[int, int]]:
    """Cut `0:length` into runs of at most `limit`, at the last break that fits.

    `breaks` are sorted paragraph starts; where none leaves a run at least half full,
    the last of `soft_breaks` (sentence starts) does, else the run is cut at the limit.
    """
    runs, start, room = [], 0, first_limit or limit
    while start < length:
        end = min(length, start + room)
        if end < length:
            end = _last_within(breaks, start + room // 2, end) or (
                _last_within(soft_breaks or [], start + room // 2, end) or end
            )
        runs.append((start, end))
        start, room = end, limit
    return runs


def _last_within(breaks: list[int], lowest: int, highest: int) -> int | None:
    position = bisect_right(breaks, highest) - 1
    return breaks[position] if position >= 0 and breaks[position] > lowest else None


def paragraph_starts(pieces: Pieces) -> list[int]:
    return [int(i) for i in np.flatnonzero(pieces.gaps == BROKEN)]


def sentence_starts(pieces: Pieces, text: str) -> list[int]:
    """Where a sentence may start: behind white space after a full stop or quote."""
    spaced = np.flatnonzero(pieces.gaps[1:] == SPACED) + 1
    return [int(i) for i in spaced if text[pieces.ends[i - 1] - 1] in SENTENCE_ENDS]


def overlapping_windows(
    pieces: Pieces, text: str, *, size: int, context: int
) -> list[Window]:
    """Windows of at most `size` pieces, two of them frame; each piece is kept once."""
    length = len(pieces)
    if length <= size - 2:
        return [Window(0, length, 0, length)] if length else []
    runs = cut_windows(
        paragraph_starts(pieces),
        length,
        size - 2 - 2 * context,
        soft_breaks=sentence_starts(pieces, text),
    )
    return [
        Window(max(0, start - context), min(length, end + context), start, end)
        for start, end in runs
    ]
