"""Training corpora as columns: parallel arrays with one entry a word piece.

A column is either a label (`NO_LABEL` where none is to be learned) or a pointer to
another piece of the corpus (`NULL` where the answer is "nothing").
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.nlp.pieces import Pieces, paragraph_starts, sentence_starts

NO_LABEL = -100
NULL = -1

PARAGRAPH, SENTENCE = 2, 1

Columns = dict[str, NDArray[np.int32]]


def text_columns(pieces: Pieces, text: str, labels: list[str]) -> Columns:
    """The columns of every corpus, and empty ones for `labels`."""
    breaks = np.zeros(len(pieces), dtype=np.int32)
    breaks[sentence_starts(pieces, text)] = SENTENCE
    breaks[paragraph_starts(pieces)] = PARAGRAPH
    columns = {
        "ids": pieces.ids.astype(np.int32),
        "shapes": pieces.shapes.astype(np.int32),
        "gaps": pieces.gaps.astype(np.int32),
        "breaks": breaks,
    }
    for label in labels:
        columns[label] = np.full(len(pieces), NO_LABEL, dtype=np.int32)
    return columns


def mark_span(
    column: NDArray[np.int32], span: tuple[int, int], begin: int, inside: int
) -> None:
    """Write a begin/inside label over a half-open range of pieces."""
    start, end = span
    if start < end:
        column[start:end] = inside
        column[start] = begin


def join_documents(documents: list[Columns], pointers: set[str]) -> Columns:
    """One corpus out of documents; pointers become positions in the whole."""
    starts = np.cumsum([0, *(len(document["ids"]) for document in documents)])
    joined = {}
    for name in documents[0]:
        parts = [
            np.where(part >= 0, part + start, part) if name in pointers else part
            for document, start in zip(documents, starts, strict=False)
            for part in [document[name]]
        ]
        joined[name] = np.concatenate(parts).astype(np.int32)
    joined["document_starts"] = starts.astype(np.int32)
    return joined


def save_corpus(path: Path, corpus: Columns) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **corpus)  # type: ignore[arg-type]


def load_corpus(path: Path) -> Columns:
    with np.load(path) as stored:
        return dict(stored)
