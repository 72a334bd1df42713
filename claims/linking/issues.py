"""Are two claims about the same issue: the same deed, or the same charge?

Logistic regressions on a few readable features: one for claims of one document, one for
claims of different documents, one for accusations that go back and forth. The weights
are data (weights.json), made by fit.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from math import exp, log
from pathlib import Path

from claims.linking.facts import ClaimFacts
from claims.linking.pairs import TELLING
from claims.linking.words import WordWeights, shipped_weights

WEIGHTS = Path(__file__).with_name("weights.json")

#: Weight of all words of a claim below which it is a bare "denied the charge".
BARE = 12.0

Features = Mapping[str, float]


def features(one: ClaimFacts, other: ClaimFacts, weights: WordWeights) -> Features:
    """Compare two claims; symmetrical, every value in [0, 1]."""
    kinds = {one.kind, other.kind}
    return {
        "always": 1.0,
        "target named alike": float(bool(one.target.names & other.target.names)),
        "same speaker": float(bool(one.speaker.sides & other.speaker.sides)),
        "same category": float(one.category == other.category),
        "one category vague": float(
            (one.category == "other") != (other.category == "other")
        ),
        "a denial and a charge": float("denial" in kinds and len(kinds) > 1),
        "two denials": float(kinds == {"denial"}),
        "a claim of responsibility": float(
            "claim_of_responsibility" in kinds and len(kinds) > 1
        ),
        "an admission": float("admission" in kinds),
        **_word_features(one, other, weights),
        **(_near(one, other) if one.document == other.document else _apart(one, other)),
    }


def _word_features(
    one: ClaimFacts, other: ClaimFacts, weights: WordWeights
) -> Features:
    mine, yours = one.words, other.words
    telling = [w for w in mine.sentence & yours.sentence if weights.weight(w) > TELLING]
    around = [w for w in mine.around & yours.around if weights.weight(w) > TELLING]
    return {
        "own words shared": weights.containment(mine.own, yours.own),
        "sentence words shared": weights.containment(mine.sentence, yours.sentence),
        "sentences alike": weights.cosine(mine.sentence, yours.sentence),
        "surroundings alike": weights.cosine(mine.around, yours.around),
        "telling words in the sentences": min(6, len(telling)) / 6,
        "telling words around": min(20, len(around)) / 20,
        "one is bare": float(
            min(weights.total(mine.own), weights.total(yours.own)) < BARE
        ),
    }


def _near(one: ClaimFacts, other: ClaimFacts) -> Features:
    chars_apart = abs(one.place.start_char - other.place.start_char)
    return {
        "far apart in the text": min(1.0, log(1 + chars_apart / 100) / 4),
        "same sentence": float(one.words.sentence == other.words.sentence),
    }


def _apart(one: ClaimFacts, other: ClaimFacts) -> Features:
    if one.said_on is None or other.said_on is None:
        return {"no date": 1.0}
    days = abs((one.said_on - other.said_on).days)
    return {
        "days apart": min(1.0, log(1 + days) / 7),
        "half a year apart": float(days > 180),
    }


class IssueModel:
    """Probabilities that two claims are about one issue."""

    def __init__(
        self, tables: Mapping[str, Mapping[str, float]], words: WordWeights
    ) -> None:
        self._tables = tables
        self._words = words

    def same_target(self, one: ClaimFacts, other: ClaimFacts) -> float:
        """For two claims about the same party."""
        table = "within" if one.document == other.document else "across"
        return self._probability(table, one, other)

    def back_and_forth(self, one: ClaimFacts, other: ClaimFacts) -> float:
        """For two accusations whose parties accuse each other.

        Enemies accuse each other of many things. Where both sentences name a rare
        thing, a victim or a place, it is as with accusations of one party.
        """
        score = self._probability("counter", one, other)
        common = one.words.sentence & other.words.sentence
        if any(self._words.weight(stem) > TELLING for stem in common):
            return max(score, self._probability("across", one, other))
        return score

    def common_words(self, one: ClaimFacts, other: ClaimFacts) -> list[str]:
        """The most telling stems that the sentences of both have; at most five."""
        common = one.words.sentence & other.words.sentence
        return sorted(common, key=lambda stem: (-self._words.weight(stem), stem))[:5]

    def _probability(self, table: str, one: ClaimFacts, other: ClaimFacts) -> float:
        weights = self._tables[table]
        values = features(one, other, self._words)
        total = sum(weights.get(name, 0.0) * value for name, value in values.items())
        return 1 / (1 + exp(-total))


@lru_cache(maxsize=1)
def shipped_model() -> IssueModel:
    tables = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return IssueModel(tables, shipped_weights())
