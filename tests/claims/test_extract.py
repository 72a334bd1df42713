"""`manage.py extract`: documents in, claims and links out, without a database."""

import gzip
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from handmade import ACCUSATION, BLAME, BROOK, DENIAL, TEXT, reading_of

from actors.resolve import ActorIndex
from claims.document_extraction import extract_documents
from claims.document_lines import describe_claims
from claims.documents import BadLine, Document, parse_line
from claims.incidents import describe_incidents
from claims.parties import PartyFinder
from config.place import BASE_DIR

DOCUMENT = {
    "id": "one",
    "source": "Halden Post",
    "date": "2024-05-08",
    "title": "Charges after the market bombing",
    "text": TEXT,
}


def write(path: Path, *lines: object) -> Path:
    text = "".join(
        line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines
    )
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(*arguments: object) -> str:
    output = StringIO()
    call_command("extract", *map(str, arguments), stdout=output)
    return output.getvalue().strip()


@pytest.fixture
def described(index: ActorIndex) -> list[dict[str, Any]]:
    """What is written of an accusation, an unnamed source's blame and a denial."""
    document = Document(id="one", text=TEXT)
    reading = reading_of(ACCUSATION, BLAME, DENIAL)
    finder = PartyFinder(TEXT, reading.mentions, index, None)
    return describe_claims(document, reading, finder)


# Lines of input


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 7 is not JSON"),
        ("[1]", "line 7 is not a JSON object"),
        ('{"id": 1, "text": ""}', "line 7 has no id"),
        ('{"id": "a"}', "line 7 has no text"),
        ('{"id": "a", "text": "b", "date": "May"}', "line 7: 'May' is not an ISO date"),
        ('{"id": "a", "text": "b", "title": 3}', "line 7: title is not a string"),
    ],
)
def test_a_bad_line_is_named_with_the_reason(line: str, message: str) -> None:
    with pytest.raises(BadLine, match=message):
        parse_line(line, 7)


def test_other_keys_are_ignored_and_nulls_are_empty() -> None:
    line = json.dumps(DOCUMENT | {"title": None, "date": None, "place": "Halden"})
    assert parse_line(line, 1).published is None


# Lines of output


def test_a_claim_is_written_with_its_spans(described: list[dict[str, Any]]) -> None:
    accusation = described[0]
    start_char, end_char = accusation["accusation"]["span"]
    assert TEXT[start_char:end_char] == accusation["accusation"]["text"]
    assert accusation["speaker"]["name"] == "Adam Brook"
    assert accusation["target"]["names"] == ["Northern Front"]
    assert (accusation["utterance_date"], accusation["negated"]) == (
        "2024-05-07",
        False,
    )


def test_an_unnamed_source_has_no_name(described: list[dict[str, Any]]) -> None:
    speaker = described[1]["speaker"]
    assert (speaker["name"], speaker["names"]) == (None, [])
    assert (speaker["anonymous"], speaker["description"]) == (True, "A senior official")


def test_incidents_name_each_perpetrator_once(index: ActorIndex) -> None:
    admitted = replace(DENIAL, kind="claim_of_responsibility")
    named = replace(ACCUSATION, targets=(BROOK,))
    finder = PartyFinder(TEXT, reading_of().mentions, index, None)
    incidents = describe_incidents([ACCUSATION, BLAME, admitted, named], finder)
    (front,) = incidents["perp_org"]
    assert front["strings"][0] == "Northern Front"
    assert front["confidence"] == "CLAIMED OR ADMITTED"
    assert [party["strings"] for party in incidents["perp_ind"]] == [["Adam Brook"]]


# From file to file


def test_given_claims_are_linked_across_documents(
    tmp_path: Path, described: list[dict[str, Any]]
) -> None:
    documents = [
        DOCUMENT | {"id": "one", "claims": [described[0]]},
        DOCUMENT | {"id": "two", "claims": [described[2]]},
    ]
    source = write(tmp_path / "in.jsonl", *documents)
    summary = run(source, tmp_path / "out.jsonl", "--gold-claims")
    first, second = read(tmp_path / "out.jsonl")
    assert summary.startswith("2 documents: 2 claims, 1 links")
    assert (first["id"], first["rebuttals"]) == ("one", [])
    (rebuttal,) = second["rebuttals"]
    assert (rebuttal["from"], rebuttal["to"]) == ("two#c3", "one#c1")
    assert rebuttal["relation"] == "denies"


def test_bad_lines_are_told_and_the_others_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "in.jsonl", DOCUMENT | {"claims": []}, "oops\n", "\n")
    with pytest.raises(CommandError, match="1 lines could not be read"):
        run(source, tmp_path / "out.jsonl", "--gold-claims")
    assert "line 2 is not JSON" in capfd.readouterr().err
    assert [line["id"] for line in read(tmp_path / "out.jsonl")] == ["one"]


def test_the_output_appears_only_when_all_is_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        extract_documents(
            tmp_path / "missing.jsonl", tmp_path / "out.jsonl", report=print
        )
    assert list(tmp_path.iterdir()) == []


def test_compressed_files_are_read_and_written(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl.gz"
    with gzip.open(source, "wt", encoding="utf-8") as file:
        file.write(json.dumps(DOCUMENT))
    run(source, tmp_path / "out.jsonl.gz", "--gold-claims")
    with gzip.open(tmp_path / "out.jsonl.gz", "rt", encoding="utf-8") as file:
        assert json.loads(file.read())["id"] == "one"


@pytest.mark.model
def test_extract_reads_claims_from_text_without_a_database(tmp_path: Path) -> None:
    text = (
        "The United States on Tuesday accused Iran of supplying missiles to the Houthi "
        "rebels who attacked a tanker in the Red Sea.\n\n"
        "Iran denied the accusation."
    )
    source = write(
        tmp_path / "in.jsonl", DOCUMENT | {"text": text}, DOCUMENT | {"id": "two"}
    )
    target = tmp_path / "out.jsonl"
    command = [sys.executable, "manage.py", "extract", source, target, "--jobs", "2"]
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    subprocess.run(command, cwd=BASE_DIR, env=os.environ | nowhere, check=True)
    first, second = read(target)
    assert (first["id"], second["id"]) == ("one", "two")
    assert {"accusation", "denial"} <= {claim["kind"] for claim in first["claims"]}
    assert any(r["relation"] == "denies" for r in first["rebuttals"])
