import io
import json
from datetime import date

import pytest

from sources.parse import Document, parse_document, split_lines
from sources.parse.documents import MAX_LINE_BYTES
from sources.parse.errors import BadDocument, TooLarge


def line(**fields: object) -> bytes:
    return json.dumps({"id": "a", "text": "Words."} | fields).encode()


def test_a_whole_document_is_read() -> None:
    found = parse_document(
        line(
            source="The Courier",
            date="2017-10-06",
            title="Headline",
            url="https://courier.example/a?utm_source=x",
        )
    )
    assert found == Document(
        id="a",
        text="Words.",
        source="The Courier",
        date=date(2017, 10, 6),
        title="Headline",
        url="https://courier.example/a",
    )


@pytest.mark.parametrize("name", ["source", "date", "title", "url"])
def test_everything_but_id_and_text_may_be_missing_or_null(name: str) -> None:
    assert parse_document(line()) == parse_document(line(**{name: None}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{oops", "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"id": "a", "text": "caf\xe9"}', "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (line(text=""), '"text" is missing or empty'),
        (line(text=" \n"), '"text" is missing or empty'),
        (line(text=5), '"text" is missing or empty'),
        (line(id=None), '"id" is missing'),
        (line(id=True), '"id" must be a text'),
        (line(id="x" * 501), '"id" has more than 500'),
        (line(date="6 October 2017"), '"date" must be like 2017-10-06'),
        (line(date="2017-13-40"), '"date" must be like 2017-10-06'),
        (line(date=20171006), '"date" must be a text'),
        (line(title=["x"]), '"title" must be a text'),
        (line(url="courier.example"), '"url": .* is no web address'),
        (b"x" * (MAX_LINE_BYTES + 1), "more than 10 MB"),
    ],
)
def test_a_bad_line_says_what_is_wrong(content: bytes, words: str) -> None:
    with pytest.raises(BadDocument, match=words):
        parse_document(content)


def test_an_id_may_be_a_number() -> None:
    assert parse_document(line(id=7)).id == "7"


def test_a_moment_counts_as_its_day() -> None:
    assert parse_document(line(date="2017-10-06T23:59:00Z")).date == date(2017, 10, 6)


def test_the_text_keeps_its_length_whatever_is_in_it() -> None:
    text = "a\0b\ud83dc\r\n 😀 d "
    assert len(parse_document(line(text=text)).text) == len(text)


def test_lines_are_numbered_as_an_editor_does() -> None:
    stream = io.BytesIO(b"one\n\n  \nfour\nfive")
    assert list(split_lines(stream)) == [(1, b"one\n"), (4, b"four\n"), (5, b"five")]


def test_an_endless_line_is_cut_and_the_next_one_found() -> None:
    stream = io.BytesIO(b"x" * (3 * MAX_LINE_BYTES) + b"\nnext\n")
    (first, long), second = split_lines(stream)
    assert (first, len(long)) == (1, MAX_LINE_BYTES + 1)
    assert second == (2, b"next\n")


def test_a_book_is_refused() -> None:
    with pytest.raises(TooLarge, match="Split it"):
        parse_document(line(text="word " * 500_000))
