"""From one span to another: which cue a content hangs on, which source a cue has."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from claims.nlp.decoding import LabelledSpan
from claims.nlp.encoder import Encoded, Floats

#: In words. Farther spans never were in one window with the pointing one in training.
FARTHEST_WORDS = 200


@dataclass(frozen=True)
class Candidates:
    """Spans in text order, some of them near enough, and how likely each is meant."""

    first: int
    #: Log probabilities of the near candidates, from `first` on, and of "none".
    chances: Floats
    none: float

    def best(self) -> tuple[int | None, float]:
        """The likeliest candidate's position, or None, and the probability of that."""
        if not len(self.chances) or self.chances.max() < self.none:
            return None, float(np.exp(self.none))
        position = int(self.chances.argmax())
        return self.first + position, float(np.exp(self.chances[position]))


def point(
    encoded: Encoded, head: str, start: int, candidates: list[LabelledSpan]
) -> Candidates:
    """Ask a pointer at the word `start`; a candidate counts by its best word."""
    starts = [span.start for span in candidates]
    first = bisect_left(starts, start - FARTHEST_WORDS)
    near = candidates[first : bisect_left(starts, start + FARTHEST_WORDS)]
    query = encoded.firsts[start : start + 1]
    none = encoded.null_scores(head, query)
    if not near:
        return Candidates(first, np.empty(0, dtype=np.float32), 0.0)
    words = np.concatenate([np.arange(span.start, span.end) for span in near])
    bounds = np.cumsum([0, *(span.end - span.start for span in near[:-1])])
    scores = encoded.pointer_scores(head, query, encoded.firsts[words])[0]
    together = np.append(np.maximum.reduceat(scores, bounds), none)
    together -= np.logaddexp.reduce(together)
    return Candidates(first, together[:-1], float(together[-1]))
