"""Who is who must not hang on names that were seen in training (issue 4)."""

import json
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from renaming import Renaming

from bench.extraction import documents, score, write
from claims.document_extraction import extract_documents

FOLDER = Path("bench/claims")
#: One set of other names moves a figure by two points either way: take the mean.
SEEDS = range(4)
MOST_LOST = 0.03


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[dict[str, Any]]:
    folder = shared / FOLDER
    return documents(folder / "dev.jsonl", folder / "dev-voa.jsonl")


@pytest.fixture(scope="module")
def actors(shared: Path) -> list[dict[str, Any]]:
    return json.loads((shared / FOLDER / "actors.json").read_text())["actors"]


def scored(
    gold: list[dict[str, Any]], actors: list[dict[str, Any]], shared: Path, place: Path
) -> dict[str, float]:
    """Triples found, and who is who in the claims that are found, as shares of 1."""
    place.mkdir()
    documents_file = write(gold, place / "gold.jsonl")
    actors_file = place / "actors.json"
    actors_file.write_text(json.dumps({"actors": actors}))
    extract_documents(documents_file, place / "found.jsonl", report=print)
    result = score(
        shared / FOLDER / "score.py",
        documents_file,
        place / "found.jsonl",
        "--actors",
        str(actors_file),
    )
    who = result["accuracy_on_matched"]
    return {
        "triple": result["triple"]["f1"],
        "speaker": who["speaker"],
        "target": who["target"],
    }


@pytest.mark.model
@pytest.mark.slow
def test_figures_hold_when_every_actor_has_another_name(
    gold: list[dict[str, Any]],
    actors: list[dict[str, Any]],
    shared: Path,
    tmp_path: Path,
) -> None:
    text = "\n".join(line["text"] for line in gold)
    own = scored(gold, actors, shared, tmp_path / "own")
    others = []
    for seed in SEEDS:
        renaming = Renaming(actors, text, seed)
        renamed = [renaming.line(line) for line in gold]
        other_actors = [renaming.line(row) for row in actors]
        others.append(scored(renamed, other_actors, shared, tmp_path / str(seed)))
    lost = {name: own[name] - mean(other[name] for other in others) for name in own}
    assert {name: loss for name, loss in lost.items() if loss > MOST_LOST} == {}


def test_renamed_documents_keep_their_annotations(
    gold: list[dict[str, Any]], actors: list[dict[str, Any]]
) -> None:
    renaming = Renaming(actors, "\n".join(line["text"] for line in gold), seed=0)
    for line in map(renaming.line, gold):
        for claim in line["claims"]:
            start_char, end_char = claim["accusation"]["span"]
            assert line["text"][start_char:end_char] == claim["accusation"]["text"]
