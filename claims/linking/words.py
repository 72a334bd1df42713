"""Content words of a text and how telling each of them is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import log, sqrt
from pathlib import Path

#: Lines "stem<TAB>documents"; the first line holds the number of documents counted.
FREQUENCIES = Path(__file__).with_name("document_frequency.tsv")

#: Function words, and the words of reporting, which say nothing about the matter.
_STOP = frozenset(
    Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split()
)
#: Sets of stems whose sums are kept: those of the claims of some hundred comparisons.
_MEASURED = 20_000
_WORD = re.compile(r"[^\W_]+")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_SUFFIXES = ("ings", "edly", "ing", "ers", "ies", "ed", "er", "es", "ly", "s", "y")


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry matter, folded and without endings."""
    folded = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).lower()
    return frozenset(
        _stem(word)
        for word in _WORD.findall(folded)
        if len(word) > 2 and word not in _STOP
    )


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Cut one ending where at least four letters remain: bombings, bombed → bomb."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word


class WordWeights:
    """How telling a stem is: the logarithm of its inverse document frequency."""

    def __init__(self, documents: int, counts: dict[str, int]) -> None:
        self._unknown = log(documents / 2)
        self._weights = {s: log(documents / (1 + n)) for s, n in counts.items()}
        # Comparing one claim with hundreds asks for the same sets again and again.
        self.total = lru_cache(maxsize=_MEASURED)(self._total)
        self._squares = lru_cache(maxsize=_MEASURED)(self._sum_of_squares)

    @classmethod
    def from_file(cls, path: Path = FREQUENCIES) -> WordWeights:
        with path.open(encoding="utf-8") as lines:
            documents = int(next(lines))
            counts = dict(line.rstrip("\n").split("\t") for line in lines)
        return cls(documents, {stem: int(count) for stem, count in counts.items()})

    def weight(self, stem: str) -> float:
        return self._weights.get(stem, self._unknown)

    def containment(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weighted share of the smaller set that the larger one has; in [0, 1]."""
        smaller = min(self.total(one), self.total(other))
        return self._total(one & other) / smaller if smaller else 0.0

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Cosine of the two sets as vectors of weights; in [0, 1]."""
        squares = self._squares(one) * self._squares(other)
        common = self._sum_of_squares(one & other)
        return common / sqrt(squares) if squares else 0.0

    def _total(self, stems: frozenset[str]) -> float:
        return sum(map(self.weight, stems))

    def _sum_of_squares(self, stems: frozenset[str]) -> float:
        return sum(self.weight(stem) ** 2 for stem in stems)


@lru_cache(maxsize=1)
def shipped_weights() -> WordWeights:
    return WordWeights.from_file()
