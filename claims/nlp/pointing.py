"""From one span to another: which cue a content hangs on, which source a cue has.

The encoder's pointers were trained on gold spans and know meaning; plain nearness knows
layout. Weighed together they are better than either.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from claims.nlp.decoding import LabelledSpan
from claims.nlp.encoder import Encoded, Floats, Integers

#: In words. Farther spans never were in one window with the pointing one in training.
FARTHEST_WORDS = 200


@dataclass(frozen=True)
class Places:
    """The line and the sentence of each word, as running numbers."""

    lines: Integers
    sentences: Integers


@dataclass(frozen=True)
class Preference:
    """How much counts, in the scale of log odds, for one pointer."""

    #: What the pointer says, times this.
    trust: float
    #: Lost for each log(1 + words between).
    near: float
    same_line: float
    same_sentence: float
    #: For pointing to nothing.
    none: float


def read_places(doc: Doc, encoded: Encoded) -> Places:
    line_breaks = np.array([i for i, x in enumerate(doc.text) if x == "\n"], dtype=int)
    starts = [doc[int(word)].idx for word in encoded.words]
    sentence_starts = [sent.start for sent in doc.sents]
    return Places(
        np.searchsorted(line_breaks, starts),
        np.searchsorted(sentence_starts, encoded.words, side="right"),
    )


@dataclass(frozen=True)
class Pointing:
    """Answers for one doc."""

    encoded: Encoded
    places: Places

    def choose(
        self,
        head: str,
        preference: Preference,
        span: LabelledSpan,
        candidates: list[LabelledSpan],
    ) -> tuple[LabelledSpan | None, float]:
        """The likeliest candidate, or None, and the probability of that.

        Candidates are in text order; each counts by its best word.
        """
        starts = [candidate.start for candidate in candidates]
        near = candidates[
            bisect_left(starts, span.start - FARTHEST_WORDS) : bisect_left(
                starts, span.start + FARTHEST_WORDS
            )
        ]
        query = self.encoded.firsts[span.start : span.start + 1]
        scores = preference.trust * self.encoded.null_scores(head, query)
        scores += preference.none
        if near:
            said = preference.trust * self._pointer_scores(head, query, near)
            scores = np.append(
                said + self._layout_scores(preference, span, near), scores
            )
        chances = np.exp(scores - np.logaddexp.reduce(scores))
        best = int(chances.argmax())
        return near[best] if best < len(near) else None, float(chances[best])

    def _pointer_scores(
        self, head: str, query: Integers, candidates: list[LabelledSpan]
    ) -> Floats:
        words = np.concatenate([np.arange(c.start, c.end) for c in candidates])
        bounds = np.cumsum([0, *(c.end - c.start for c in candidates[:-1])])
        keys = self.encoded.firsts[words]
        scores: Floats = np.maximum.reduceat(
            self.encoded.pointer_scores(head, query, keys)[0], bounds
        )
        return scores

    def _layout_scores(
        self,
        preference: Preference,
        span: LabelledSpan,
        candidates: list[LabelledSpan],
    ) -> Floats:
        starts = np.array([candidate.start for candidate in candidates])
        ends = np.array([candidate.end for candidate in candidates])
        between = np.maximum(0, np.maximum(starts - span.end, span.start - ends))
        edges = np.array([[span.start], [span.end - 1]])
        lines, sentences = self.places.lines, self.places.sentences
        same_line = (lines[starts] == lines[edges]).any(axis=0)
        same_sentence = (sentences[starts] == sentences[edges]).any(axis=0)
        scores: Floats = (
            preference.same_line * same_line
            + preference.same_sentence * same_sentence
            - preference.near * np.log1p(between)
        )
        return scores
