"""Fit the confidence of claims so that it holds for documents never learned from.

    python fit_confidence.py DOCUMENTS.jsonl.gz [--model PATH]

Writes patterns/confidence.tsv: one readable weight a feature. Documents that the model
was trained on count as far as they help on those that were held out of training, which
cross-validation decides; what is printed is measured on the held-out ones alone.
"""

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from convert import HELD_OUT
from numpy.typing import NDArray
from spacy.language import Language

from claims.nlp import load_pipeline
from claims.nlp.lexicon import PATTERNS
from claims.nlp.reading import headline_end, weigh_proposals

Floats = NDArray[np.float64]

#: Of every HELD_OUT documents the first was held out of training; of the others so many
#: are read, which is enough and halves the time.
LEARNED_READ = 3
#: Strength of the pull towards zero; features seen less often are left out.
RIDGE = 1.0
LEAST_SEEN = 4
NEWTON_STEPS = 25
FOLDS = 10
#: How much a document counts that the model was trained on; 1 is as much as others.
LEARNED_WEIGHTS = (0.0, 0.1, 0.3, 1.0)
BINS = 10


@dataclass(frozen=True)
class Example:
    """A proposal: its features, and whether it is the best match of a gold claim."""

    document: int
    features: dict[str, float]
    is_right: bool

    @property
    def is_held_out(self) -> bool:
        return self.document % HELD_OUT == 0

    @property
    def fold(self) -> int:
        return self.document // HELD_OUT % FOLDS


def read_documents(path: Path) -> dict[int, dict]:
    """The documents that are used, by their number in the file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return {
            number: json.loads(line)
            for number, line in enumerate(lines)
            if number % HELD_OUT <= LEARNED_READ
        }


def examples(nlp: Language, documents: dict[int, dict]) -> Iterator[Example]:
    texts = ((one["text"], (number, one)) for number, one in documents.items())
    read = nlp.pipe(texts, as_tuples=True, batch_size=16)
    for doc, (number, document) in read:
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
    is_held_out: NDArray[np.bool_]
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
        np.array([one.is_held_out for one in found]),
        np.array([one.fold for one in found]),
    )


def fit(table: Table, counts: Floats) -> Floats:
    """Logistic regression by Newton's method; `counts` is how much each row counts."""
    pull = np.array([0.0 if name == "bias" else RIDGE for name in table.names])
    weights = np.zeros(len(table.names))
    for _ in range(NEWTON_STEPS):
        chances = table.chances(weights)
        gradient = table.values.T @ (counts * (chances - table.right)) + pull * weights
        bend = counts * chances * (1 - chances)
        curvature = (table.values * bend[:, None]).T @ table.values + np.diag(pull)
        weights -= np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
    return weights


def counts_of(table: Table, learned_weight: float) -> Floats:
    return np.where(table.is_held_out, 1.0, learned_weight)


def cross_validated(table: Table, learned_weight: float) -> Floats:
    """Chances of the held-out rows, each by weights that never saw its document."""
    chances = np.zeros(len(table.right))
    for fold in range(FOLDS):
        left_out = table.is_held_out & (table.folds == fold)
        counts = counts_of(table, learned_weight) * ~left_out
        chances[left_out] = table.chances(fit(table, counts))[left_out]
    return chances[table.is_held_out]


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
    print(f"held out: {len(right)} proposals, {right.sum():.0f} right, {gold} claims")
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
    documents = read_documents(options.documents)
    table = table_of(list(examples(load_pipeline(options.model), documents)))
    right = table.right[table.is_held_out]
    tried = {one: cross_validated(table, one) for one in LEARNED_WEIGHTS}
    losses = {one: log_loss(chances, right) for one, chances in tried.items()}
    chosen = min(losses, key=losses.__getitem__)
    for one, loss in losses.items():
        print(f"learned documents count {one}: held-out log loss {loss:.3f}")
    gold = sum(
        len(document["claims"])
        for number, document in documents.items()
        if number % HELD_OUT == 0
    )
    report(tried[chosen], right, gold)
    weights = fit(table, counts_of(table, chosen))
    write_weights(table.names, weights, PATTERNS / "confidence.tsv")


if __name__ == "__main__":
    main()
