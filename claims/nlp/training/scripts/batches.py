"""Windows of the corpora, drawn so that all heads learn at once."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from columns import NO_LABEL, NULL, PARAGRAPH, Columns
from torch import Tensor

from claims.nlp.pieces import CLS_ID, SEP_ID, cut_windows, piece_types

WINDOW = 256
#: Windows that are sorted by length together, so that batches need little padding.
POOLED_BATCHES = 8
CASE_DROPPED = 0.15
TEXT = {"ids", "shapes", "gaps", "breaks", "document_starts"}


@dataclass(frozen=True)
class Corpus:
    name: str
    columns: Columns
    epochs: float
    #: How much its entity labels count; 1 for those made by people.
    entity_weight: float
    pointers: frozenset[str]

    def windows(self, chance: random.Random | None) -> list[tuple[int, int]]:
        """Cut the whole corpus; `chance` moves the cuts from epoch to epoch."""
        breaks = self.columns["breaks"]
        limit = WINDOW - 2
        return cut_windows(
            np.flatnonzero(breaks == PARAGRAPH).tolist(),
            len(breaks),
            limit,
            soft_breaks=np.flatnonzero(breaks > 0).tolist(),
            first_limit=chance.randint(limit // 3, limit) if chance else None,
        )


Sample = tuple[Corpus, int, int]


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    types: Tensor
    mask: Tensor
    #: Column → (rows that have it, labels or key positions (row, piece)).
    #: In pointers the null is the position after the last.
    answers: dict[str, tuple[Tensor, Tensor]]
    entity_weights: Tensor


def endless_windows(corpus: Corpus, chance: random.Random) -> Iterator[Sample]:
    while True:
        windows = corpus.windows(chance)
        chance.shuffle(windows)
        yield from ((corpus, start, end) for start, end in windows)


def endless_batches(corpora: list[Corpus], rows: int, seed: int) -> Iterator[Batch]:
    """Batches of mixed windows, each corpus as often as its epochs and size ask."""
    chance = random.Random(seed)
    streams = [endless_windows(corpus, chance) for corpus in corpora]
    shares = [corpus.epochs * len(corpus.columns["ids"]) for corpus in corpora]
    while True:
        drawn = chance.choices(streams, shares, k=rows * POOLED_BATCHES)
        pool = sorted((next(stream) for stream in drawn), key=lambda s: s[2] - s[1])
        batches = [pool[at : at + rows] for at in range(0, len(pool), rows)]
        chance.shuffle(batches)
        for samples in batches:
            yield make_batch(samples, chance)


def make_batch(samples: list[Sample], chance: random.Random | None = None) -> Batch:
    """Pad windows to one length; without `chance` case is never dropped."""
    width = max(end - start for _, start, end in samples) + 2
    shape = (len(samples), width)
    ids, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, (corpus, start, end) in enumerate(samples):
        columns, last = corpus.columns, end - start + 1
        ids[row, 0], ids[row, last] = CLS_ID, SEP_ID
        ids[row, 1:last] = columns["ids"][start:end]
        types[row, 1:last] = piece_types(
            columns["shapes"][start:end],
            columns["gaps"][start:end],
            with_case=chance is None or chance.random() >= CASE_DROPPED,
        )
        mask[row, : last + 1] = 1
    names = {name for corpus, _, _ in samples for name in corpus.columns} - TEXT
    return Batch(
        *(torch.from_numpy(part) for part in (ids, types, mask)),
        answers={name: column_of(name, samples, width) for name in sorted(names)},
        entity_weights=torch.tensor([corpus.entity_weight for corpus, _, _ in samples]),
    )


def column_of(name: str, samples: list[Sample], width: int) -> tuple[Tensor, Tensor]:
    rows, answers = [], []
    for row, (corpus, start, end) in enumerate(samples):
        if name not in corpus.columns:
            continue
        part = corpus.columns[name][start:end].astype(np.int64)
        if name in corpus.pointers:
            part = local_pointers(part, start, end, null=width)
        padded = np.full(width, NO_LABEL)
        padded[1 : len(part) + 1] = part
        rows.append(row)
        answers.append(padded)
    return torch.tensor(rows), torch.from_numpy(np.stack(answers))


def local_pointers(part: np.ndarray, start: int, end: int, null: int) -> np.ndarray:
    """Positions in the padded row; what points out of the window points to nothing."""
    inside = (part >= start) & (part < end)
    outside = (part == NULL) | ((part >= 0) & ~inside)
    return np.where(inside, part - start + 1, np.where(outside, null, part))
