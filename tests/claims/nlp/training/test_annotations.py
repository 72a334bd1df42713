"""The project's own annotations are whole: spans lie on words, links on claims."""

import json
from pathlib import Path

import pytest
from read_annotations import annotated_texts, own_articles

from claims.models import Category, Claim
from config.place import BASE_DIR

TRAINING = BASE_DIR / "claims/nlp/training"

RELATIONS = {"denies", "disputes", "counter_accuses", "corroborates", "concedes"}


def problems(document: dict) -> list[str]:
    found = []
    numbers = [claim["id"] for claim in document["claims"]]
    if len(set(numbers)) < len(numbers):
        found.append("a claim's number is given twice")
    for claim in document["claims"]:
        if claim["kind"] not in Claim.Kind.values:
            found.append(f"no such kind: {claim['kind']}")
        if claim["accusation"]["category"] not in Category.values:
            found.append(f"no such category: {claim['accusation']['category']}")
        for part in ("accusation", "speaker", "target", "cue"):
            span = claim[part]["span"]
            if span and not lies_on_words(document["text"], *span):
                found.append(f"{claim['id']}: {part} cuts a word")
    for start, end, relation in document["links"]:
        if start == end or not {start, end} <= set(numbers):
            found.append(f"a link from {start} to {end}")
        if relation not in RELATIONS:
            found.append(f"no such relation: {relation}")
    return [f"{document['id']}: {one}" for one in found]


def lies_on_words(text: str, start: int, end: int) -> bool:
    if not 0 <= start < end <= len(text):
        return False
    return not any(
        text[place - 1 : place + 1].isalnum() and len(text[place - 1 : place + 1]) == 2
        for place in (start, end)
        if place
    )


def test_own_articles_are_annotated_on_whole_words() -> None:
    documents = own_articles()
    assert len(documents) >= 180
    assert [one for document in documents for one in problems(document)] == []


def test_annotations_fit_the_texts_of_others(shared: Path) -> None:
    documents = annotated_texts(shared / "data")
    assert [one for document in documents for one in problems(document)] == []


def test_a_changed_text_is_refused(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = (TRAINING / "annotations/standoff.jsonl").open(encoding="utf-8")
    wrong = json.loads(first) | {"length": 1}
    (tmp_path / "standoff.jsonl").write_text(json.dumps(wrong), encoding="utf-8")
    monkeypatch.setattr("read_annotations.ANNOTATIONS", tmp_path)
    with pytest.raises(ValueError, match="not the text"):
        annotated_texts(shared / "data")
