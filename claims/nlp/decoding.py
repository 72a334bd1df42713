"""From label scores to spans: the likeliest begin and inside labels that join."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.nlp.encoder import Encoded, Floats, Integers

IMPOSSIBLE = -1e4
#: From this probability of "O" on, what stands on either side is decoded apart.
SURELY_OUTSIDE = np.log(0.98)


@dataclass(frozen=True)
class LabelledSpan:
    """Words `start:end`, half-open, as positions in `Encoded.words`, not tokens.

    `confidence` is the mean probability of the label over its words.
    """

    start: int
    end: int
    label: str
    confidence: float


def decode_spans(
    encoded: Encoded, head: str, *, eagerness: float = 0.0
) -> list[LabelledSpan]:
    """The spans that a head finds, in text order.

    `eagerness` is taken off the log probability of "outside": more spans are found, and
    each keeps its plain confidence.
    """
    labels = encoded.heads.classifiers[head]
    scores = encoded.scores(head, encoded.firsts)
    best = best_sequence(scores - eagerness * (np.arange(len(labels)) == 0), labels)
    return [
        LabelledSpan(
            start,
            end,
            labels[best[start]].removeprefix("B-"),
            _confidence(scores[start:end], best[start]),
        )
        for start, end in _runs(best)
    ]


def _confidence(scores: Floats, begin: int) -> float:
    """The label counts, not whether it begins or goes on."""
    return float(np.exp(scores[:, begin : begin + 2]).sum(axis=1).mean())


def _runs(best: Integers) -> list[tuple[int, int]]:
    """Half-open runs; labels are "O" and then begin and inside in turn."""
    runs, starts = [], np.flatnonzero(best % 2 == 1)
    for start in starts:
        end = int(start) + 1
        while end < len(best) and best[end] == best[start] + 1:
            end += 1
        runs.append((int(start), end))
    return runs


def best_sequence(scores: Floats, labels: list[str]) -> Integers:
    """The likeliest labels in which every inside follows its own begin or inside.

    Where the best label of each word already joins, that is the answer; only stretches
    where it does not are searched (Viterbi), between words that are surely outside.
    """
    best: Integers = scores.argmax(axis=1)
    outside = np.flatnonzero(scores[:, 0] > SURELY_OUTSIDE)
    searched = 0
    for position in np.flatnonzero(_broken(best)):
        if position < searched:
            continue
        at = int(np.searchsorted(outside, position))
        start = int(outside[at - 1]) + 1 if at else 0
        searched = int(outside[at]) if at < len(outside) else len(best)
        stretch = slice(start, searched)
        best[stretch] = _viterbi(scores[stretch], _transitions(len(labels)))
    return best


def _broken(best: Integers) -> NDArray[np.bool_]:
    """Where an inside label follows something else than its own begin or inside."""
    previous = np.concatenate([[0], best[:-1]])
    inside = (best > 0) & (best % 2 == 0)
    joins = (previous == best) | (previous == best - 1)
    return inside & ~joins


def _transitions(size: int) -> Floats:
    allowed = np.zeros((size, size), dtype=np.float32)
    for inside in range(2, size, 2):
        allowed[:, inside] = IMPOSSIBLE
        allowed[[inside - 1, inside], inside] = 0
    return allowed


def _viterbi(scores: Floats, transitions: Floats) -> Integers:
    """As if a word outside stood before the first."""
    total = scores[0] + transitions[0]
    came_from = []
    for row in scores[1:]:
        reached = total[:, None] + transitions
        came_from.append(reached.argmax(axis=0))
        total = reached.max(axis=0) + row
    path = [int(total.argmax())]
    for back in reversed(came_from):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1])
