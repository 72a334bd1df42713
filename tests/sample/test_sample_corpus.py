"""The sample corpus keeps what its README promises."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from rapidfuzz import fuzz

SAMPLE = Path(__file__).parents[2] / "sample"
DISPUTES = sorted(path.stem for path in SAMPLE.glob("*.jsonl"))
FIELDS = ["id", "source", "date", "title", "url", "text"]
KINDS = {
    "accusation",
    "denial",
    "claim_of_responsibility",
    "admission",
    "no_comment",
}
RELATIONS = {"denies", "disputes", "counter_accuses", "corroborates", "concedes"}
LONGEST_QUOTATION = 12  # words
QUOTATION = re.compile(r'"([^"]*)"|“([^”]*)”')

Document = dict[str, Any]


def documents_of(dispute: str) -> list[Document]:
    lines = (SAMPLE / f"{dispute}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


DOCUMENTS = [document for dispute in DISPUTES for document in documents_of(dispute)]
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


def versions_of(document_id: str) -> list[Document]:
    return [document for document in DOCUMENTS if document["id"] == document_id]


each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: f"{document['id']}-{document['date']}"
)
each_dispute = pytest.mark.parametrize("dispute", DISPUTES)


def test_there_are_six_disputes() -> None:
    assert len(DISPUTES) == 6


def test_there_are_about_forty_articles() -> None:
    assert len({document["id"] for document in DOCUMENTS}) >= 38


@each_dispute
def test_a_dispute_is_told_by_several_outlets_on_several_days(dispute: str) -> None:
    documents = documents_of(dispute)
    assert len({document["source"] for document in documents}) >= 5
    assert len({document["date"] for document in documents}) >= 5


@each_dispute
def test_a_dispute_is_sorted_by_date(dispute: str) -> None:
    dates = [document["date"] for document in documents_of(dispute)]
    assert dates == sorted(dates)


@each_dispute
def test_ids_begin_with_the_dispute(dispute: str) -> None:
    for document in documents_of(dispute):
        assert re.fullmatch(rf"{dispute}-\d\d", document["id"])


@each_document
def test_a_document_has_the_fields_of_the_schema(document: Document) -> None:
    assert list(document) == FIELDS
    assert all(isinstance(value, str) and value for value in document.values())


@each_document
def test_a_date_is_a_day(document: Document) -> None:
    assert date.fromisoformat(document["date"]).isoformat() == document["date"]


@each_document
def test_an_outlet_is_plainly_a_sample(document: Document) -> None:
    address = urlsplit(document["url"])
    assert document["source"].startswith("Sample ")
    assert address.scheme == "https"
    assert address.hostname is not None
    assert address.hostname.endswith(".sample.example")


@each_document
def test_an_article_is_short_but_not_a_stub(document: Document) -> None:
    assert 90 <= len(document["text"].split()) <= 350


@each_document
def test_paragraphs_are_separated_by_one_blank_line(document: Document) -> None:
    paragraphs = document["text"].split("\n\n")
    assert len(paragraphs) >= 4
    assert all(paragraph.strip() == paragraph for paragraph in paragraphs)
    assert not any("\n" in paragraph for paragraph in paragraphs)


@each_document
def test_no_quotation_is_long(document: Document) -> None:
    quotations = ["".join(match) for match in QUOTATION.findall(document["text"])]
    assert all(len(words.split()) <= LONGEST_QUOTATION for words in quotations)


@each_document
def test_every_quotation_mark_has_its_partner(document: Document) -> None:
    for paragraph in document["text"].split("\n\n"):
        assert not re.search(r'["“”]', QUOTATION.sub("", paragraph))


def test_only_the_corrected_article_stands_there_twice() -> None:
    count = Counter(document["id"] for document in DOCUMENTS)
    assert [key for key, lines in count.items() if lines > 1] == ["tehran-ahvaz-04"]
    assert len({document["url"] for document in DOCUMENTS}) == len(count)


def test_the_correction_changes_who_claimed_the_attack() -> None:
    first, corrected = versions_of("tehran-ahvaz-04")
    assert first["url"] == corrected["url"]
    assert first["date"] < corrected["date"]
    assert "ASMLA with members" in first["text"]
    assert "denied in a statement" in corrected["text"]


def test_the_syndicated_copy_has_the_text_of_the_wire() -> None:
    [wire], [copy] = versions_of("abqaiq-04"), versions_of("abqaiq-06")
    assert fuzz.ratio(wire["text"], copy["text"]) >= 85
    assert fuzz.ratio(wire["title"], copy["title"]) < 85
    assert wire["source"] != copy["source"]


def test_no_other_two_articles_resemble_each_other() -> None:
    texts = {document["id"]: document["text"] for document in DOCUMENTS}
    alike = [
        (one, other)
        for one in texts
        for other in texts
        if one < other and fuzz.ratio(texts[one], texts[other]) >= 75
    ]
    assert alike == [("abqaiq-04", "abqaiq-06")]


def test_every_dispute_has_expectations() -> None:
    assert sorted(EXPECTED) == DISPUTES


@each_dispute
def test_expected_claims_are_of_known_kinds_in_known_documents(dispute: str) -> None:
    ids = {document["id"] for document in documents_of(dispute)}
    for claim in EXPECTED[dispute]["claims"]:
        assert claim["document"] in ids
        assert claim["kind"] in KINDS
        assert claim["speaker"] or claim["affiliation"]


@each_dispute
def test_an_expected_speaker_is_named_in_the_document(dispute: str) -> None:
    claims, rebuttals = EXPECTED[dispute]["claims"], EXPECTED[dispute]["rebuttals"]
    ends = [end for link in rebuttals for end in (link["from"], link["to"])]
    spoken_in = [(claim["speaker"], claim["document"]) for claim in claims]
    spoken_in += [(end["speaker"], key) for end in ends for key in end["documents"]]
    for speaker, document_id in spoken_in:
        texts = [version["text"] for version in versions_of(document_id)]
        surname = (speaker or "").split(" ")[-1]
        assert any(surname in text for text in texts), (speaker, document_id)


@each_dispute
def test_expected_rebuttals_join_known_documents(dispute: str) -> None:
    ids = {document["id"] for document in documents_of(dispute)}
    rebuttals = EXPECTED[dispute]["rebuttals"]
    assert 3 <= len(rebuttals) <= 6
    for rebuttal in rebuttals:
        assert rebuttal["relation"] in RELATIONS
        for end in (rebuttal["from"], rebuttal["to"]):
            assert end["speaker"] or end["affiliation"]
            assert end["documents"]
            assert set(end["documents"]) <= ids
