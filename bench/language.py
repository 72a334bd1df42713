"""Attributions in news articles, and what reading them costs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.extraction import documents, extract, score, write
from bench.figures import Figure, Part

SCORER = "bench/attribution/score.py"
ARTICLES = "data/polnear/dev.jsonl.gz"
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


def _costs(
    rows: list[dict[str, Any]], seconds: float, peak: float, scratch: Path
) -> Iterator[Figure]:
    """Words per second with the time to load the model taken off."""
    one = write([{"id": "one", "text": "Nobody spoke."}], scratch / "one.jsonl")
    loading = extract(one, scratch / "one-found.jsonl")
    words = sum(len(row["text"].split()) for row in rows)
    yield Figure("speed", words / (seconds - loading.seconds), "words/s", 2300)
    yield Figure("memory", peak, "MiB", 700, smaller_is_better=True)


LANGUAGE = Part(needs=(SCORER, ARTICLES), measure=measure)
