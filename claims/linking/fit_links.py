"""Make the trees that say which claim answers which of its article.

    own=claims/nlp/training/annotations/articles.jsonl
    train=../shared/data/claims/train.jsonl.gz
    for name in own train; do
        python manage.py extract ${!name} /tmp/$name.jsonl
    done
    python -m claims.linking.fit_links $train /tmp/train.jsonl $own /tmp/own.jsonl

Of each two files the first holds documents with annotated claims and links, the second
what the pipeline reads in them. Both teach: the annotated claims what an answer is,
those that were read, and annotated ones with parties taken away, how to find it
nevertheless. F1 on held-out documents is printed first, for several least scores; then
trees.json is written. Of the texts nothing is kept.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from claims.documents import facts_of, open_text, parse_line
from claims.linking.boosting import Array, Boosting
from claims.linking.facts import ClaimFacts, Key, PartyFacts
from claims.linking.neighbours import Neighbours
from claims.linking.pairs import PairFeatures, in_order
from claims.linking.scoring import TREES
from claims.linking.words import shipped_weights

FOLDS = 5
LEAST_SCORES = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
#: A claim that was read is the annotated one that it shares so much of its words with.
LEAST_OVERLAP = 0.4
HOW = Boosting(trees=150, ridge=2.0)
#: Share of the annotated claims' parties that the pipeline might not make out.
FORGOTTEN = 0.3
SEED = 7
_PARTIES = ("speaker", "target")


@dataclass(frozen=True)
class Gold:
    """What the annotators say: links, and which documents belong together."""

    facts: dict[Key, ClaimFacts]
    links: set[frozenset[Key]]
    #: Documents with links between them are in one fold.
    folds: dict[Key, int]


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims: features, whether they are linked, their fold."""

    rows: Array
    labels: Array
    folds: Array
    #: The annotated claims behind each pair; a read one that has none is itself.
    ends: list[frozenset[Key]]


def main(arguments: list[str]) -> None:
    if not arguments or len(arguments) % 2:
        sys.exit(__doc__)
    paths = [Path(argument) for argument in arguments]
    annotated = [_completed(line) for path in paths[::2] for line in _documents(path)]
    read = [line for path in paths[1::2] for line in _documents(path)]
    gold = _gold(annotated)
    texts = {line["id"]: line for line in annotated}
    read = [texts[line["id"]] | {"claims": line["claims"]} for line in read]
    claims = {
        "given": (list(gold.facts.values()), {key: key for key in gold.facts}),
        "read": _read(read, annotated),
        "forgotten": (_forget(gold.facts.values()), {key: key for key in gold.facts}),
    }
    pairs = {name: _pairs(*these, gold) for name, these in claims.items()}
    _judge(pairs, gold)
    trees = HOW.fit(*_training(pairs.values()))
    TREES.write_text(json.dumps(trees.to_json()) + "\n", encoding="utf-8")


def _documents(path: Path) -> list[dict[str, Any]]:
    with open_text(path) as lines:
        return [json.loads(line) for line in lines]


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    """The project's own articles say in short what the format of others spells out."""
    if "rebuttals" in document:
        return document
    name, text = document["id"], document["text"]
    for party in (claim[of] for claim in document["claims"] for of in _PARTIES):
        span = party["span"]
        party["text"] = text[slice(*span)] if span else None
    links = [
        {"from": f"{name}#{answer}", "to": f"{name}#{answered}", "relation": relation}
        for answer, answered, relation in document["links"]
    ]
    return document | {"cluster": name, "rebuttals": links}


def _facts(documents: Iterable[dict[str, Any]]) -> list[ClaimFacts]:
    return [
        facts_of(document, claim)
        for document in (parse_line(json.dumps(line), 0) for line in documents)
        for claim in document.claims
    ]


def _gold(documents: list[dict[str, Any]]) -> Gold:
    links = [
        (link["from"], link["to"]) for line in documents for link in line["rebuttals"]
    ]
    return Gold(
        facts={claim.id: claim for claim in _facts(documents)},
        links={frozenset(link) for link in links},
        folds=_folds(documents, links),
    )


def _folds(
    documents: list[dict[str, Any]], links: list[tuple[str, str]]
) -> dict[Key, int]:
    """Share documents out evenly, clusters and what links join kept whole."""
    cluster = {line["id"]: line["cluster"] for line in documents}
    leader = {name: name for name in cluster.values()}
    for ends in links:
        one, other = (leader[cluster[end.split("#")[0]]] for end in ends)
        leader |= {name: other for name, head in leader.items() if head == one}
    groups = defaultdict(list)
    for name, its_cluster in cluster.items():
        groups[leader[its_cluster]].append(name)
    folds: dict[Key, int] = {}
    sizes = [0] * FOLDS
    for group in sorted(groups.values(), key=len, reverse=True):
        smallest = sizes.index(min(sizes))
        sizes[smallest] += len(group)
        folds |= dict.fromkeys(group, smallest)
    return folds


def _read(
    documents: list[dict[str, Any]], annotated: list[dict[str, Any]]
) -> tuple[list[ClaimFacts], dict[Key, Key]]:
    """Claims that were read, and the annotated claims that they are."""
    same: dict[Key, Key] = {}
    for line, truth in zip(documents, annotated, strict=True):
        overlaps = [
            (_overlap(claim, other), claim["id"], other["id"])
            for claim in line["claims"]
            for other in truth["claims"]
        ]
        taken: set[Key] = set()
        for overlap, mine, theirs in sorted(overlaps, reverse=True):
            ends = f"{line['id']}#{mine}", f"{line['id']}#{theirs}"
            if (
                overlap >= LEAST_OVERLAP
                and ends[0] not in same
                and not taken & {ends[1]}
            ):
                same[ends[0]] = ends[1]
                taken.add(ends[1])
    return _facts(documents), same


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Characters in both claims' words by those in either; the kind breaks ties."""
    (start, end), (begin, stop) = one["accusation"]["span"], other["accusation"]["span"]
    common = min(end, stop) - max(start, begin)
    either = max(end, stop) - min(start, begin)
    return max(0, common) / either + 0.1 * (one["kind"] == other["kind"])


def _forget(claims: Iterable[ClaimFacts]) -> list[ClaimFacts]:
    """The claims as they would be had some of their parties not been made out."""
    chance = Random(SEED)
    unknown = PartyFacts()
    return [
        replace(
            claim,
            speaker=unknown if chance.random() < FORGOTTEN else claim.speaker,
            target=unknown if chance.random() < FORGOTTEN else claim.target,
        )
        for claim in claims
    ]


def _pairs(claims: list[ClaimFacts], same: dict[Key, Key], gold: Gold) -> Pairs:
    """All pairs of one document that linking would compare."""
    compare = PairFeatures(shipped_weights())
    documents = defaultdict(list)
    for claim in claims:
        documents[claim.document].append(claim)
    around = {name: Neighbours(together) for name, together in documents.items()}
    pairs = [
        in_order(*pair)
        for together in documents.values()
        for pair in combinations(together, 2)
        if "no_comment" not in {claim.kind for claim in pair}
    ]
    ends = [frozenset(same.get(claim.id, claim.id) for claim in pair) for pair in pairs]
    return Pairs(
        np.array([compare(*pair, around[pair[0].document]) for pair in pairs]),
        np.array([float(pair in gold.links) for pair in ends]),
        np.array([gold.folds[answer.document] for answer, _ in pairs]),
        ends,
    )


def _training(
    pairs: Iterable[Pairs], without: int | None = None
) -> tuple[Array, Array]:
    """Features and labels of all pairs, those of one fold perhaps left out."""
    kept = [(these, these.folds != without) for these in pairs]
    rows = np.vstack([these.rows[chosen] for these, chosen in kept])
    return rows, np.concatenate([these.labels[chosen] for these, chosen in kept])


def _judge(pairs: dict[str, Pairs], gold: Gold) -> None:
    """Print F1 on held-out folds: given claims, then those that were read."""
    scores = {name: np.zeros(len(these.labels)) for name, these in pairs.items()}
    for fold in range(FOLDS):
        trees = HOW.fit(*_training(pairs.values(), without=fold))
        for name, these in pairs.items():
            held_out = these.folds == fold
            scores[name][held_out] = trees.probabilities(these.rows[held_out])
    links = {link for link in gold.links if len(_documents_of(link)) == 1}
    for name, these in pairs.items():
        for least in LEAST_SCORES:
            found = {
                ends
                for ends, score in zip(these.ends, scores[name], strict=True)
                if score >= least
            }
            right = len(found & links)
            f1 = 2 * right / (len(found) + len(links))
            print(f"{name} {least}: F1 {f1:.3f}, {right}/{len(found)}/{len(links)}")


def _documents_of(link: frozenset[Key]) -> set[str]:
    return {str(end).split("#")[0] for end in link}


if __name__ == "__main__":
    main(sys.argv[1:])
