import codecs
import gzip

import pytest

from sources.parse import decode
from sources.parse.encoding import MAX_BYTES, storable
from sources.parse.errors import NotText, TooLarge, WrongEncoding

TEXT = "The group’s café in Málaga was hit – “we did not do it”, it said."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"]
)
def test_the_encoding_is_found_without_being_told(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "us-ascii"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "no-such-encoding"),
        ("cp1252", "utf-8"),
    ],
)
def test_what_is_declared_counts_where_the_bytes_agree(
    encoding: str, declared: str
) -> None:
    assert decode(TEXT.encode(encoding), declared) == TEXT


@pytest.mark.parametrize(
    "declaration",
    [
        '<?xml version="1.0" encoding="koi8-r"?>',
        '<html><head><meta charset="koi8-r"></head>',
        '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
    ],
)
def test_a_page_may_declare_its_encoding_itself(declaration: str) -> None:
    text = f"{declaration} Привет"
    assert decode(text.encode("koi8-r")) == text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    body = TEXT.encode() * 20 + b"\xe2\x80"
    assert decode(body) == f"{TEXT * 20}\ufffd"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04word/document.xml", "an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
        (b"{\\rtf1\\ansi Hello}", "a rich-text document"),
        (gzip.compress(b"text"), "gzip-compressed"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0JFIF", "a picture"),
        (b"\x7fELF\x02\x01", "a program"),
        (bytes(range(256)) * 8, "binary data"),
        (TEXT.encode("utf-16-le"), "binary data"),
    ],
)
def test_what_is_no_text_is_refused_by_its_content(body: bytes, kind: str) -> None:
    with pytest.raises(NotText, match=kind):
        decode(body)


@pytest.mark.parametrize(
    "body",
    [
        b"caf\x81\x8d\x8f\x90\x9d " * 20,
        "日本語の文章です。これは確認のためのものです。".encode("shift_jis"),
    ],
)
def test_bytes_that_are_no_known_encoding_are_refused(body: bytes) -> None:
    with pytest.raises(WrongEncoding, match="Save it as UTF-8"):
        decode(body)


def test_a_page_beyond_every_article_is_refused() -> None:
    with pytest.raises(TooLarge, match="at most 10"):
        decode(b"x" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (codecs.BOM_UTF8 + b"text", "text"),
        ("a\ufeffb".encode(), "a\ufeffb"),
    ],
)
def test_line_ends_and_marks_are_made_alike(body: bytes, text: str) -> None:
    assert decode(body) == text


def test_what_the_database_cannot_store_is_replaced_in_its_place() -> None:
    assert storable("a\0b\ud800c") == "a\ufffdb\ufffdc"
