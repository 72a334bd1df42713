import numpy as np
import pytest

from claims.nlp.pieces import (
    BROKEN,
    DIGITS,
    GAPS,
    GLUED,
    MIXED,
    PLAIN,
    SPACED,
    TITLE,
    UPPER,
    Pieces,
    cut_windows,
    overlapping_windows,
    piece_types,
    shape_of,
)


def pieces_at(starts: list[int], ends: list[int], gaps: list[int]) -> Pieces:
    ids = np.zeros(len(starts), dtype=np.int64)
    return Pieces(ids, np.array(starts), np.array(ends), ids, np.array(gaps))


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("said", PLAIN),
        (",", PLAIN),
        ("Tehran", TITLE),
        ("A", TITLE),
        ("FMLN", UPPER),
        ("iPhone", MIXED),
        ("7th", DIGITS),
    ],
)
def test_a_piece_has_the_shape_it_is_written_in(written: str, shape: int) -> None:
    assert shape_of(written) == shape


def test_capitals_tell_nothing_where_all_are_capitals() -> None:
    gaps = np.array([BROKEN, SPACED, SPACED])
    types = piece_types(np.array([UPPER, UPPER, PLAIN]), gaps)
    assert types.tolist() == [PLAIN * GAPS + gap for gap in gaps]


def test_capitals_tell_something_where_few_are() -> None:
    types = piece_types(
        np.array([TITLE, PLAIN, PLAIN]), np.array([BROKEN, SPACED, GLUED])
    )
    assert types[0] == TITLE * GAPS + BROKEN


def test_a_span_is_found_by_the_pieces_it_touches() -> None:
    pieces = pieces_at([0, 4, 6], [3, 6, 9], [BROKEN, SPACED, GLUED])
    assert pieces.span_of(5, 9) == (1, 3)


def test_a_span_of_white_space_has_no_piece() -> None:
    assert pieces_at([0, 4], [3, 6], [BROKEN, SPACED]).span_of(3, 4) == (1, 1)


def test_a_word_is_read_at_the_first_piece_inside_it() -> None:
    # "cannot do": the pieces are "cannot" and "do", the words "can", "not", "do".
    pieces = pieces_at([0, 7], [6, 9], [BROKEN, SPACED])
    firsts = pieces.first_of(np.array([0, 3, 7]), np.array([3, 6, 9]))
    assert firsts.tolist() == [0, 0, 1]


def test_windows_are_cut_at_paragraphs() -> None:
    assert cut_windows([0, 7, 15], 20, 10) == [(0, 7), (7, 15), (15, 20)]


def test_a_long_paragraph_is_cut_at_a_sentence() -> None:
    assert cut_windows([0], 18, 10, soft_breaks=[8]) == [(0, 8), (8, 18)]


def test_without_any_break_windows_are_cut_at_the_limit() -> None:
    assert cut_windows([0], 25, 10) == [(0, 10), (10, 20), (20, 25)]


def test_a_short_text_is_one_window() -> None:
    pieces = pieces_at([0, 2], [1, 3], [BROKEN, SPACED])
    (window,) = overlapping_windows(pieces, "a b", size=8, context=2)
    assert (window.start, window.end) == (0, 2)


def test_every_piece_of_a_long_text_is_kept_once_and_no_window_is_too_long() -> None:
    starts = list(range(0, 100, 2))
    pieces = pieces_at(starts, [s + 1 for s in starts], [BROKEN, *[SPACED] * 49])
    windows = overlapping_windows(pieces, "x " * 50, size=12, context=2)
    kept = [i for w in windows for i in range(w.keep_start, w.keep_end)]
    assert kept == list(range(50))
    assert all(w.end - w.start <= 10 for w in windows)
