"""Write the model card and meta.json: describe.py PACKAGE RECORD SCORES."""

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from srsly import read_json, write_json

PROJECT = Path(__file__).parent.parent
LICENCE = "CC BY-SA 4.0"
LICENCE_NOTICE = (
    "The weights in this folder are licensed under Creative Commons"
    " Attribution-ShareAlike 4.0\nInternational:"
    " https://creativecommons.org/licenses/by-sa/4.0/legalcode\n\nThey were made from"
    " the sources that README.md names, each with its own licence.\n"
)
EXPORTED_WITH = ["onnx", "onnxruntime"]


def attribution_rows(scores: dict[str, Any]) -> dict[str, float]:
    by_type, roles = scores["attribution"], scores
    rows = {"attribution F1 (PolNeAR dev)": by_type["all"]["f1"]}
    for quotation in ("direct", "mixed", "indirect"):
        rows[f"attribution F1, {quotation}"] = by_type[quotation]["f1"]
    for role in ("source", "cue", "content"):
        rows[f"exact {role} F1"] = roles[role]["exact"]["f1"]
    rows["speaker accuracy"] = scores["speaker"]["accuracy"]["f1"]
    return rows


def score_rows(scores: dict[str, Any]) -> dict[str, float]:
    """One row a figure: name → share, or words and megabytes."""
    rows = attribution_rows(scores["attribution"]["scores"])
    for name, part in (("UD test", "treebank"), ("UD PUD", "treebank_news")):
        rows |= {f"{name} {label}": value for label, value in scores[part].items()}
    rows |= {f"entities {label}": value for label, value in scores["entities"].items()}
    for part in ("frames_dev", "frames_dev-voa"):
        for figure in ("detection", "kind"):
            rows[f"{part} {figure} F1"] = scores[part][figure]["f1"]
    return rows | scores["speed"]


def as_list(sources: list[dict[str, str]]) -> str:
    return "\n".join(
        f"- {source['name']}: {source['use']}. Licence: {source['license']}."
        + (f" {source['url']}" if source["url"] else "")
        for source in sources
    )


def as_table(rows: dict[str, float]) -> str:
    lines = [f"| {name} | {value:g} |" for name, value in rows.items()]
    return "\n".join(["| figure | value |", "|---|---|", *lines])


def describe(package: Path, record_path: Path, scores_path: Path) -> None:
    record, scores = read_json(record_path), read_json(scores_path)
    sources = read_json(PROJECT / "sources.json")
    rows = score_rows(scores)
    versions = record["versions"] | {name: version(name) for name in EXPORTED_WITH}
    versions["python"] = platform.python_version()
    meta = read_json(package / "meta.json")
    meta |= {
        "description": "Attributions and claims in English news, off one encoder",
        "license": LICENCE,
        "sources": sources,
        "performance": rows,
        "trained": record | {"versions": versions},
    }
    write_json(package / "meta.json", meta)
    card = Template((PROJECT / "card.md").read_text(encoding="utf-8")).substitute(
        record,
        version=meta["version"],
        scores=as_table(rows),
        sources=as_list(sources),
        versions=", ".join(f"{name} {number}" for name, number in versions.items()),
    )
    (package / "README.md").write_text(card, encoding="utf-8")
    (package / "LICENSE").write_text(LICENCE_NOTICE, encoding="utf-8")


if __name__ == "__main__":
    describe(*map(Path, sys.argv[1:4]))
