import gzip
import io
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from zipfile import ZipFile, ZipInfo

import pytest
from samples import (
    ADDRESS,
    HEADLINE,
    SAMPLES,
    TEXT,
    document,
    docx,
    json_array,
    json_lines,
    page,
    pdf,
    table,
    zipped,
)

from sources.parse import Document, Page, ParseError, Part, split_file, unpacking, zips
from sources.parse.errors import Damaged, EmptyInput, NotText, StorageError, TooLarge


def parts_of(body: bytes, **columns: str) -> list[Document | Page | ParseError]:
    return [read(part) for part in split_file(io.BytesIO(body), len(body), columns)]


def read(part: Part) -> Document | Page | ParseError:
    try:
        return part.read()
    except ParseError as error:
        return error


def text_of(found: Document | Page | ParseError) -> str:
    match found:
        case Document(text=text):
            return text
        case Page(content):
            return content.text
    raise found


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_of_file_is_known_by_its_content(kind: str) -> None:
    (found,) = parts_of(SAMPLES[kind])
    assert TEXT in text_of(found)
    title = found.title if isinstance(found, Document) else found.content.title
    assert title == HEADLINE


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_of_file_may_lie_in_an_archive(kind: str) -> None:
    (found,) = parts_of(zipped({"a/b": SAMPLES[kind]}))
    if kind == "zip":
        assert "archive within an archive" in str(found)
    else:
        assert TEXT in text_of(found)


# Mutated files


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_mutation_of_a_file_is_more_than_refused(kind: str) -> None:
    chance = random.Random(kind)
    for _ in range(60):
        body = bytearray(SAMPLES[kind])
        for _ in range(chance.randint(1, 8)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        if chance.random() < 0.4:
            del body[chance.randrange(len(body)) :]
        parts_of(bytes(body))


def test_a_file_that_cannot_be_had_just_now_is_not_refused() -> None:
    class Gone(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise StorageError

    with pytest.raises(StorageError):
        list(split_file(Gone(), 10))


# JSON


def test_an_array_is_read_document_by_document() -> None:
    body = json_array(document("a"), {"id": "b"}, document("c"))
    first, bad, last = parts_of(body)
    assert (first.id, last.id) == ("a", "c")
    assert '"text" is missing' in str(bad)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (json_array(document("a"))[:-40], "not JSON"),
        (json_array(document("a")) + b"x", "follows the end"),
        (b'[{"id": "a"} {"id": "b"}]', "',' expected"),
        (b'[{"id": "\xff"}]', "not UTF-8"),
        (b'[{"a":' + b"[" * 100_000, "nested too deeply"),
        (b"[]", ""),
    ],
    ids=["cut", "more", "comma", "bytes", "deep", "nothing"],
)
def test_broken_arrays_say_where_they_end(body: bytes, words: str) -> None:
    found = parts_of(body)
    assert words in str(found[-1]) if words else found == []


def test_a_large_array_is_never_held_whole() -> None:
    class Counting(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1) -> bytes:
            self.most = max(self.most, size or 0)
            return super().read(size)

    body = json.dumps([document(str(number)) for number in range(20_000)]).encode()
    stream = Counting(body)
    assert sum(1 for _ in split_file(stream, len(body))) == 20_000
    assert stream.most < len(body) / 10


# Tables


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_tables_may_be_separated_by_any_usual_mark(separator: str) -> None:
    body = f"Headline{separator}Body\n{HEADLINE}{separator}{TEXT}\n".encode()
    (found,) = parts_of(body)
    assert found == Document("", TEXT, title=HEADLINE)


def test_unusual_columns_are_named() -> None:
    body = table(["x", TEXT], names=("Kopf", "Rumpf"))
    (found,) = parts_of(body, text="rumpf", title="Kopf")
    assert found == Document("", TEXT, title="x")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_from_spreadsheets_are_read_right(encoding: str) -> None:
    text = f"“{TEXT}”\nSaid at the café."
    body = table(["The Courier", "x", text]).decode().encode(encoding)
    assert parts_of(body)[0].text == text


def test_a_bad_row_stops_no_other() -> None:
    body = table(["a", "b", TEXT], ["only"], ["a", "b", ""], ["a", "c", TEXT])
    first, short, empty, last = parts_of(body)
    assert (first.title, last.title) == ("b", "c")
    assert "only 1 cells" in str(short)
    assert '"text" is missing' in str(empty)


def test_a_text_with_commas_in_its_first_line_is_no_table() -> None:
    (found,) = parts_of(f"{HEADLINE}, date, title\n\n{TEXT}".encode())
    assert isinstance(found, Page)


# PDF


def test_the_lines_of_a_pdf_become_paragraphs() -> None:
    lines = [
        HEADLINE,
        "The minister said on Tuesday that his country had no part in the at-",
        "tack on the market, and that those who said otherwise should show what",
        "they knew.",
        "The group had claimed on Monday that the ministry itself had planned it.",
    ]
    (found,) = parts_of(pdf(lines))
    paragraphs = text_of(found).split("\n\n")
    assert paragraphs[0] == HEADLINE
    assert paragraphs[1].endswith("should show what they knew.")
    assert "attack on the market" in paragraphs[1]
    assert len(paragraphs) == 3


def test_headers_and_page_numbers_are_left_out() -> None:
    pages = [["The Courier", f"{TEXT} {word}.", str(n)] for n, word in enumerate("abc")]
    (found,) = parts_of(pdf(*pages))
    assert "The Courier" not in text_of(found)
    assert not any(line.isdigit() for line in text_of(found).split("\n"))


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (pdf([""]), EmptyInput, "OCR"),
        (pdf(encrypted=True), Damaged, "password"),
        (pdf()[:200], Damaged, "damaged"),
    ],
    ids=["scan", "locked", "cut"],
)
def test_what_a_pdf_lacks_is_said(
    body: bytes, error: type[ParseError], words: str
) -> None:
    (found,) = parts_of(body)
    assert isinstance(found, error)
    assert words in str(found)


# Word


def test_deleted_words_and_second_forms_are_left_out() -> None:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f"<w:p><w:r><w:t>{TEXT}</w:t></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        f'<m:Fallback xmlns:m="{compatible}"><w:t>twice</w:t></m:Fallback></w:p>'
    )
    assert text_of(parts_of(docx(body))[0]) == TEXT


def test_entities_in_a_word_document_are_not_opened() -> None:
    xml = (
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d><w:p '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:r><w:t>{TEXT}&e;</w:t></w:r></w:p></d>"
    )
    members = {"[Content_Types].xml": b"", "word/document.xml": xml.encode()}
    (found,) = parts_of(zipped(members))
    assert isinstance(found, ParseError) or "root" not in text_of(found)


# Mail


def test_a_mail_tells_its_subject_sender_and_time() -> None:
    (found,) = parts_of(SAMPLES["eml"])
    assert found.content.byline == "Press Office"
    assert found.content.published == datetime(2024, 3, 5, 8, tzinfo=UTC)
    assert found.content.text == f"{HEADLINE}\n\n{TEXT}"


# WARC


def test_of_an_archive_of_the_web_the_pages_are_read() -> None:
    (found,) = parts_of(SAMPLES["warc.gz"])
    assert found.content.url == ADDRESS
    assert found.body == page()


# Archives


def test_an_archives_members_are_read_one_by_one() -> None:
    members = {"a.jsonl": json_lines(document("1"), document("2")), "b.html": page()}
    body = zipped(members | {"__MACOSX/a": b"x", ".hidden": b"x"})
    parts = list(split_file(io.BytesIO(body), len(body)))
    assert [part.place for part in parts] == [
        ": a.jsonl line 1",
        ": a.jsonl line 2",
        ": b.html",
    ]


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "a/../../b", "C:\\a", "..\\a"])
def test_paths_that_lead_out_of_an_archive_are_refused(name: str) -> None:
    (bad, good) = parts_of(zipped({name: SAMPLES["text"], "good": SAMPLES["text"]}))
    assert "leads out of the archive" in str(bad)
    assert TEXT in text_of(good)


def test_links_in_an_archive_are_refused() -> None:
    found = io.BytesIO()
    with ZipFile(found, "w") as archive:
        link = ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in str(parts_of(found.getvalue())[0])


def test_locked_members_are_refused() -> None:
    body = bytearray(SAMPLES["zip"])
    body[6] |= 1
    body[body.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in str(parts_of(bytes(body))[0])


def bomb() -> bytes:
    return zipped({"a": b"x" * 2_000_000})


def overlapping() -> bytes:
    body = bytearray(SAMPLES["zip"])
    start = body.index(b"PK\x01\x02") + 20
    body[start : start + 4] = b"\xff\xff\x00\x00"
    return bytes(body)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (bomb, TooLarge, "times its size"),
        (overlapping, Damaged, "over one another"),
        (lambda: SAMPLES["zip"][:-30], Damaged, "damaged or cut off"),
        (lambda: zipped({"xl/workbook.xml": b""}), NotText, "save it as CSV"),
    ],
    ids=["bomb", "overlap", "cut", "spreadsheet"],
)
def test_hostile_archives_are_refused_whole(
    make: Callable[[], bytes],
    error: type[ParseError],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 1000)
    (found,) = parts_of(make())
    assert isinstance(found, error)
    assert words in str(found)


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_MEMBERS", 2)
    (found,) = parts_of(zipped(dict.fromkeys("abc", b"x")))
    assert "Split it" in str(found)


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 1000)
    monkeypatch.setattr(unpacking, "MAX_RATIO", 1)
    (found,) = parts_of(gzip.compress(b"x " * 1_000_000))
    assert "times its size" in str(found)
