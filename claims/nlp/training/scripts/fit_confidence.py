"""Fit the confidence of claims to documents that the model did not learn from.

    python fit_confidence.py DOCUMENTS.jsonl.gz [--model PATH]

Writes patterns/confidence.tsv: one readable weight a feature.
"""

import argparse
import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from claims.nlp import load_pipeline
from claims.nlp.lexicon import PATTERNS
from claims.nlp.reading import weigh_proposals

#: Strength of the pull towards zero; features seen less often are left out.
RIDGE = 1.0
LEAST_SEEN = 4
NEWTON_STEPS = 25

Example = tuple[dict[str, float], bool]


def read_documents(path: Path) -> Iterator[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def examples(nlp: Language, documents: Iterable[dict]) -> Iterator[Example]:
    """Features of every proposal, and whether it is the best match of a gold claim."""
    texts = ((document["text"], document) for document in documents)
    for doc, document in nlp.pipe(texts, as_tuples=True, batch_size=16):
        weighed = weigh_proposals(doc)
        spans = [
            (proposal.content.start_char, proposal.content.end_char)
            for proposal, _ in weighed
        ]
        right = matched(
            spans, [claim["accusation"]["span"] for claim in document["claims"]]
        )
        for position, (_, features) in enumerate(weighed):
            yield features, position in right


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


def fit(found: list[Example]) -> dict[str, float]:
    """Logistic regression by Newton's method."""
    seen = Counter(
        name for features, _ in found for name, value in features.items() if value
    )
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    rows = np.array(
        [[features.get(name, 0.0) for name in names] for features, _ in found]
    )
    right = np.array([label for _, label in found], dtype=float)
    weights = solve(rows, right, penalty(names))
    return dict(zip(names, map(float, weights), strict=True))


def penalty(names: list[str]) -> NDArray[np.float64]:
    return np.array([0.0 if name == "bias" else RIDGE for name in names])


def solve(
    rows: NDArray[np.float64], right: NDArray[np.float64], ridge: NDArray[np.float64]
) -> NDArray[np.float64]:
    weights = np.zeros(rows.shape[1])
    for _ in range(NEWTON_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (chances - right) + ridge * weights
        curvature = (rows * (chances * (1 - chances))[:, None]).T @ rows + np.diag(
            ridge
        )
        weights -= np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
    return weights


def write_weights(weights: dict[str, float], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows([name, f"{weight:.3f}"] for name, weight in weights.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    found = list(
        examples(load_pipeline(options.model), read_documents(options.documents))
    )
    write_weights(fit(found), PATTERNS / "confidence.tsv")
    print(f"fitted to {len(found)} proposals, {sum(label for _, label in found)} right")


if __name__ == "__main__":
    main()
