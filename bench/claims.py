"""Claims and the links between them, found in the public development documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.extraction import documents, extract, score, write
from bench.figures import Figure, Part

SCORER = "bench/claims/score.py"
ACTORS = "bench/claims/actors.json"
DOCUMENTS = ("bench/claims/dev.jsonl", "bench/claims/dev-voa.jsonl")
#: Shares of 1. The halves of the documents by their case have no bars of their own.
BARS = {
    "detection": 0.60,
    "speaker": 0.50,
    "target": 0.45,
    "kind": 0.55,
    "triple": 0.38,
    "utterance_date": 0.75,
}
LINKS_OF_RIGHT_CLAIMS_BAR = 0.75
LINKS_BAR = 0.40


def _is_upper(row: dict[str, Any]) -> bool:
    return row["text"].isupper()


def _gold(shared: Path) -> list[dict[str, Any]]:
    return documents(*(shared / name for name in DOCUMENTS))


def _score(shared: Path, gold: Path, found: Path) -> dict[str, Any]:
    return score(shared / SCORER, gold, found, "--actors", str(shared / ACTORS))


def _extract(shared: Path, scratch: Path) -> Path:
    keys = ("id", "source", "date", "title", "text")
    texts = [{key: row.get(key) for key in keys} for row in _gold(shared)]
    found = scratch / "claims.jsonl"
    extract(write(texts, scratch / "texts.jsonl"), found)
    return found


def measure_claims(shared: Path, scratch: Path) -> Iterator[Figure]:
    found = documents(_extract(shared, scratch))
    rows = _gold(shared)
    halves = {
        "": rows,
        "-mixed-case": [row for row in rows if not _is_upper(row)],
        "-upper-case": [row for row in rows if _is_upper(row)],
    }
    for suffix, gold in halves.items():
        ids = {row["id"] for row in gold}
        result = _score(
            shared,
            write(gold, scratch / f"gold{suffix}.jsonl"),
            write((row for row in found if row["id"] in ids), scratch / "half.jsonl"),
        )
        for name, bar in BARS.items():
            value = result[name]["f1"]
            yield Figure(f"{name}{suffix}", value, bar=None if suffix else bar)


def measure_links(shared: Path, scratch: Path) -> Iterator[Figure]:
    gold = write(_gold(shared), scratch / "gold.jsonl")
    given = scratch / "links.jsonl"
    extract(gold, given, "--gold-claims")
    own = _extract(shared, scratch)
    for name, found, bar in (
        ("links-of-right-claims", given, LINKS_OF_RIGHT_CLAIMS_BAR),
        ("links", own, LINKS_BAR),
    ):
        yield Figure(name, _score(shared, gold, found)["rebuttals"]["f1"], bar=bar)


CLAIMS = Part(needs=(SCORER, ACTORS, *DOCUMENTS), measure=measure_claims)
