"""Fit the confidence of claims so that it holds for documents never learned from.

    python fit_confidence.py DOCUMENTS.jsonl.gz [--model PATH]

Writes patterns/confidence.tsv: one readable weight a feature. Only documents that were
held out of training count: of the others the model is surer than of anything new. What
is printed is cross-validated: each document is measured by weights that never saw it.
"""

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from convert import HELD_OUT
from numpy.typing import NDArray
from spacy.language import Language

from claims.nlp import load_pipeline
from claims.nlp.lexicon import PATTERNS
from claims.nlp.reading import headline_end, weigh_proposals

Floats = NDArray[np.float64]

#: Strength of the pull towards zero; features seen less often are left out.
RIDGE = 2.0
LEAST_SEEN = 4
NEWTON_STEPS = 25
FOLDS = 10
BINS = 10


@dataclass(frozen=True)
class Example:
    """A proposal: its features, and whether it is the best match of a gold claim."""

    document: int
    features: dict[str, float]
    is_right: bool

    @property
    def fold(self) -> int:
        return self.document % FOLDS


def held_out_documents(path: Path) -> list[dict]:
    """The documents that convert.py keeps from training."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, 0, None, HELD_OUT)]


def examples(nlp: Language, documents: list[dict]) -> Iterator[Example]:
    texts = ((document["text"], document) for document in documents)
    read = nlp.pipe(texts, as_tuples=True, batch_size=16)
    for number, (doc, document) in enumerate(read):
        headline = headline_end(doc.text, document.get("title") or "")
        weighed = [
            (proposal.content, features)
            for proposal, features in weigh_proposals(doc)
            if proposal.content.start_char >= headline
        ]
        right = matched(
            [(span.start_char, span.end_char) for span, _ in weighed],
            [claim["accusation"]["span"] for claim in document["claims"]],
        )
        for position, (_, features) in enumerate(weighed):
            yield Example(number, features, position in right)


def matched(found: list[tuple[int, int]], gold: list[list[int]]) -> set[int]:
    """Positions of the found spans that share most with a gold span, at least half."""
    best: set[int] = set()
    for span in gold:
        shares = [shared(part, span) for part in found]
        if shares and max(shares) >= 0.5:
            best.add(int(np.argmax(shares)))
    return best


def shared(one: tuple[int, int], other: list[int]) -> float:
    """Intersection over union, in characters."""
    inside = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return inside / (one[1] - one[0] + other[1] - other[0] - inside)


@dataclass(frozen=True)
class Table:
    """Examples as numbers, a row each."""

    names: list[str]
    values: Floats
    right: Floats
    folds: NDArray[np.int64]

    def chances(self, weights: Floats) -> Floats:
        return 1 / (1 + np.exp(-np.clip(self.values @ weights, -30, 30)))


def table_of(found: list[Example]) -> Table:
    seen = Counter(
        name for one in found for name, value in one.features.items() if value
    )
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    values = [[one.features.get(name, 0.0) for name in names] for one in found]
    return Table(
        names,
        np.array(values),
        np.array([one.is_right for one in found], dtype=float),
        np.array([one.fold for one in found]),
    )


def fit(table: Table, counted: NDArray[np.bool_]) -> Floats:
    """Logistic regression by Newton's method, on the counted rows."""
    pull = np.array([0.0 if name == "bias" else RIDGE for name in table.names])
    weights = np.zeros(len(table.names))
    for _ in range(NEWTON_STEPS):
        chances = table.chances(weights)
        misses = counted * (chances - table.right)
        gradient = table.values.T @ misses + pull * weights
        bend = counted * chances * (1 - chances)
        curvature = (table.values * bend[:, None]).T @ table.values + np.diag(pull)
        weights -= np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
    return weights


def cross_validated(table: Table) -> Floats:
    """The chance of each row, by weights that never saw its document."""
    chances = np.zeros(len(table.right))
    for fold in range(FOLDS):
        left_out = table.folds == fold
        chances[left_out] = table.chances(fit(table, ~left_out))[left_out]
    return chances


def log_loss(chances: Floats, right: Floats) -> float:
    said = np.where(right == 1, chances, 1 - chances)
    return float(-np.log(np.maximum(said, 1e-9)).mean())


def calibration_error(chances: Floats, right: Floats) -> float:
    """Expected calibration error over bins of equal width."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, chances - right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(chances))


def best_threshold(chances: Floats, right: Floats, gold: int) -> tuple[float, float]:
    """The threshold, in steps of .05, with the best F1 of detection, and that F1."""
    return max(
        (f1_at(threshold, chances, right, gold), threshold)
        for threshold in np.arange(0.2, 0.61, 0.05).round(2)
    )[::-1]


def f1_at(threshold: float, chances: Floats, right: Floats, gold: int) -> float:
    shown = chances >= threshold
    return float(2 * right[shown].sum() / (shown.sum() + gold))


def write_weights(names: list[str], weights: Floats, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
        writer.writerow(["feature", "weight"])
        pairs = zip(names, weights, strict=True)
        writer.writerows([name, f"{weight:.3f}"] for name, weight in pairs)


def report(chances: Floats, right: Floats, gold: int) -> None:
    print(f"{len(right)} proposals, {right.sum():.0f} right, of {gold} claims")
    threshold, f1 = best_threshold(chances, right, gold)
    shown = chances >= threshold
    print(f"log loss {log_loss(chances, right):.3f}")
    print(f"best threshold {threshold:.2f} (LIKELY): detection F1 {f1:.3f}")
    print(f"calibration error, all {calibration_error(chances, right):.3f}")
    error = calibration_error(chances[shown], right[shown])
    print(f"calibration error, from the threshold on {error:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    documents = held_out_documents(options.documents)
    table = table_of(list(examples(load_pipeline(options.model), documents)))
    gold = sum(len(document["claims"]) for document in documents)
    report(cross_validated(table), table.right, gold)
    everything = np.ones(len(table.right), dtype=bool)
    write_weights(table.names, fit(table, everything), PATTERNS / "confidence.tsv")


if __name__ == "__main__":
    main()
