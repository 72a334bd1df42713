"""Make the weights of linking from annotated documents.

    python -m claims.linking.fit ../shared/data/claims/train.jsonl.gz \\
        ../shared/data/polnear/train.jsonl.gz

The claims of the first file give the weights (their `event` says which are about one
issue), the texts of all files the document frequencies. Of the texts nothing is kept
but how many documents have a stem.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.documents import facts_of, open_text, parse_line
from claims.linking.facts import ClaimFacts
from claims.linking.issues import WEIGHTS, features
from claims.linking.words import FREQUENCIES, WordWeights, content_stems

#: Stems in fewer documents weigh as much as unknown ones, so they need no line.
LEAST_DOCUMENTS = 3
#: Pairs from documents that were not annotated together count less as negatives: nobody
#: checked whether they are about one issue.
UNCHECKED = 0.1
RIDGE = 1.0


@dataclass(frozen=True)
class Annotated:
    """A claim with what the annotators say of it."""

    facts: ClaimFacts
    event: str
    cluster: str


Array = NDArray[np.float64]


def main(arguments: list[str]) -> None:
    paths = [Path(argument) for argument in arguments]
    if not paths:
        sys.exit(__doc__)
    count_documents(paths)
    words = WordWeights.from_file()
    claims = [claim for line in lines(paths[0]) for claim in annotated(line)]
    tables = {
        "within": fit(claims, words, is_within),
        "across": fit(claims, words, is_across),
        "counter": fit(claims, words, is_counter),
    }
    WEIGHTS.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


def lines(path: Path) -> Iterator[str]:
    with open_text(path) as file:
        yield from file


def count_documents(paths: list[Path]) -> None:
    """Write how many documents have each stem."""
    counts: Counter[str] = Counter()
    documents = 0
    for path in paths:
        for line in lines(path):
            counts.update(content_stems(json.loads(line)["text"]))
            documents += 1
    with FREQUENCIES.open("w", encoding="utf-8") as file:
        file.write(f"{documents}\n")
        for stem, count in sorted(counts.items()):
            if count >= LEAST_DOCUMENTS:
                file.write(f"{stem}\t{count}\n")


def annotated(line: str) -> list[Annotated]:
    document = parse_line(line, 0)
    cluster = json.loads(line)["cluster"]
    return [
        Annotated(facts_of(document, claim), claim["event"], cluster)
        for claim in document.claims
    ]


Pair = tuple[Annotated, Annotated]


def is_within(one: ClaimFacts, other: ClaimFacts) -> bool:
    return one.document == other.document and _share_target(one, other)


def is_across(one: ClaimFacts, other: ClaimFacts) -> bool:
    return one.document != other.document and _share_target(one, other)


def is_counter(one: ClaimFacts, other: ClaimFacts) -> bool:
    return (
        one.kind == other.kind == "accusation"
        and bool(one.target.sides & other.speaker.sides)
        and bool(other.target.sides & one.speaker.sides)
        and not _share_target(one, other)
    )


def _share_target(one: ClaimFacts, other: ClaimFacts) -> bool:
    return bool(one.target.sides & other.target.sides)


def fit(
    claims: list[Annotated],
    words: WordWeights,
    is_pair: Callable[[ClaimFacts, ClaimFacts], bool],
) -> dict[str, float]:
    pairs = [
        (one, other)
        for one, other in combinations(claims, 2)
        if is_pair(one.facts, other.facts)
    ]
    values = [features(one.facts, other.facts, words) for one, other in pairs]
    names = list(dict.fromkeys(name for row in values for name in row))
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in values])
    labels = np.array([float(one.event == other.event) for one, other in pairs])
    importance = np.array([_importance(one, other) for one, other in pairs])
    weights = regress(matrix, labels, importance)
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def _importance(one: Annotated, other: Annotated) -> float:
    together = one.event == other.event or one.cluster == other.cluster
    return 1.0 if together else UNCHECKED


def regress(matrix: Array, labels: Array, importance: Array) -> Array:
    """Logistic regression with a ridge penalty, by Newton's method.

    `matrix` is claims by features; returns one weight for each feature.
    """
    penalty = RIDGE * np.eye(matrix.shape[1])
    weights: Array = np.zeros(matrix.shape[1])
    for _ in range(50):
        probabilities = 1 / (1 + np.exp(-matrix @ weights))
        gradient = (
            matrix.T @ (importance * (probabilities - labels)) + penalty @ weights
        )
        curvature = importance * probabilities * (1 - probabilities)
        hessian = (matrix.T * curvature) @ matrix + penalty
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


if __name__ == "__main__":
    main(sys.argv[1:])
