"""Attributions in news articles, trees and names, and what reading them costs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.extraction import documents, extract, run, score, write
from bench.figures import Figure, Part
from config.place import BASE_DIR

SCORER = "bench/attribution/score.py"
ARTICLES = "data/polnear/dev.jsonl.gz"
TREES, NAMES = "data/ud/test.conllu.gz", "data/ner/test.jsonl.gz"
PEERS = BASE_DIR / "bench/.venv/bin/python"
EVALUATION = "claims/nlp/training/scripts/evaluate.py"
MODEL = "claims/nlp/model"
CHARGES = re.compile(r"accus|blam|den[iy]|reject|alleg|charg", re.IGNORECASE)
#: In percent.
TREE_BARS = {"las": 84, "uas": 87, "upos": 96}
#: Per kind of quotation and per role, in percent.
QUOTATION_BARS = {"direct": 92, "mixed": 80, "indirect": 61}
EXACT_BARS = {"source": 80, "cue": 72, "content": 60}


def measure(shared: Path, scratch: Path) -> Iterator[Figure]:
    rows = documents(shared / ARTICLES)
    articles = write(
        ({key: row[key] for key in ("id", "date", "title", "text")} for row in rows),
        scratch / "articles.jsonl",
    )
    found = scratch / "attributions.jsonl"
    cost = extract(articles, found)
    result = score(shared / SCORER, shared / ARTICLES, found)
    yield from _scores(result["scores"])
    yield _charges(rows, found, shared, scratch)
    yield from _peers(articles, shared, scratch)
    yield from _trees_and_names(shared, scratch)
    yield from _costs(rows, cost.seconds, cost.peak_mebibytes, scratch)


def _scores(scores: dict[str, Any]) -> Iterator[Figure]:
    by_quotation = scores["attribution"]
    yield Figure("attribution", 100 * by_quotation["all"]["f1"], bar=68)
    for quotation, bar in QUOTATION_BARS.items():
        value = 100 * by_quotation[quotation]["f1"]
        yield Figure(f"attribution-{quotation}", value, bar=bar)
    for role, bar in EXACT_BARS.items():
        yield Figure(f"exact-{role}", 100 * scores[role]["exact"]["f1"], bar=bar)
    accuracy = scores["speaker"]["accuracy"]["f1"]
    yield Figure("speaker-accuracy", 100 * accuracy, "%", 92)


def _charges(
    rows: list[dict[str, Any]], found: Path, shared: Path, scratch: Path
) -> Figure:
    """How many of the attributions whose cue accuses or denies are found."""

    def accuses(article: dict[str, Any], attribution: dict[str, Any]) -> bool:
        cue = " ".join(article["text"][start:end] for start, end in attribution["cue"])
        return bool(CHARGES.search(cue))

    gold = write(
        (
            row | {"attributions": [a for a in row["attributions"] if accuses(row, a)]}
            for row in rows
        ),
        scratch / "charges.jsonl",
    )
    result = score(shared / SCORER, gold, found)
    recall = result["scores"]["attribution"]["all"]["recall"]
    return Figure("recall-of-charges", 100 * recall, "%", 65)


def _peers(articles: Path, shared: Path, scratch: Path) -> Iterator[Figure]:
    """The same articles and scorer for other tools, where they are installed."""
    if not PEERS.exists():
        print(f"# textacy is skipped: make peers installs it into {PEERS.parents[1]}")
        return
    found = scratch / "textacy.jsonl"
    run(str(PEERS), "-m", "bench.textacy_quotations", str(articles), str(found))
    result = score(shared / SCORER, shared / ARTICLES, found)["scores"]
    for quotation, scores in result["attribution"].items():
        yield Figure(f"textacy-attribution-{quotation}", 100 * scores["f1"])


def _trees_and_names(shared: Path, scratch: Path) -> Iterator[Figure]:
    out = scratch / "evaluation.json"
    folders = (str(shared / "data"), str(shared / "bench"))
    run("python", EVALUATION, MODEL, *folders, str(out), "treebank", "entities")
    scores = json.loads(out.read_text())
    for name, bar in TREE_BARS.items():
        yield Figure(f"treebank-{name}", 100 * scores["treebank"][name], "%", bar)
    yield Figure("entities", 100 * scores["entities"]["f1"], bar=76)


def _costs(
    rows: list[dict[str, Any]], seconds: float, peak: float, scratch: Path
) -> Iterator[Figure]:
    """Words per second with the time to load the model taken off."""
    one = write([{"id": "one", "text": "Nobody spoke."}], scratch / "one.jsonl")
    loading = extract(one, scratch / "one-found.jsonl")
    words = sum(len(row["text"].split()) for row in rows)
    yield Figure("speed", words / (seconds - loading.seconds), "words/s", 2300)
    yield Figure("memory", peak, "MiB", 700, smaller_is_better=True)


LANGUAGE = Part(needs=(SCORER, ARTICLES, TREES, NAMES), measure=measure)
