"""Files to articles: a text, a web page, or a document on each line."""

import gzip
import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from sources.ingest.archive import import_document, store_text
from sources.ingest.log import refuse
from sources.ingest.outlets import outlet_named
from sources.models import Fetch
from sources.parse import (
    ParseError,
    parse_document,
    parse_page,
    parse_text,
    split_lines,
)
from sources.parse.encoding import MAX_BYTES
from sources.parse.errors import NotText

GZIP_START = b"\x1f\x8b"
#: Not over lines: JSON that is laid out is one value, not a document on each line.
OBJECT_START = re.compile(rb"""\{[ \t]*["}]""")


def import_file(
    path: Path, *, outlet: str = "", day: date | None = None
) -> Iterator[Fetch]:
    """Import a file, with a result for each article in it; a bad one stops no other.

    `outlet` and `day` stand in where the file itself does not tell.
    """
    try:
        with path.open("rb") as stream:
            yield from import_stream(stream, path.name, outlet=outlet, day=day)
    except OSError as error:
        problem = f"It cannot be read: {error.strerror}. Check its name and rights."
        yield refuse(path.name, OSError(problem))


def import_stream(
    stream: BinaryIO, name: str, *, outlet: str = "", day: date | None = None
) -> Iterator[Fetch]:
    """The same for a seekable stream, such as an upload, that is called `name`."""
    if _starts_with(stream, GZIP_START):
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    try:
        if _holds_documents(stream):
            yield from _import_lines(stream, name, outlet, day)
        else:
            yield _import_page(stream.read(MAX_BYTES + 1), name, outlet, day)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        problem = f"It is damaged ({error}): compress it again."
        yield refuse(name, NotText(problem))


def import_text(
    text: str,
    *,
    title: str = "",
    outlet: str = "",
    url: str = "",
    day: date | None = None,
) -> Fetch:
    """Archive a pasted text; without a title, its first line may be one."""
    origin = url or "pasted text"
    begins_with_title = text.lstrip().startswith(title)
    try:
        content = parse_text(text if begins_with_title else f"{title}\n\n{text}")
        return store_text(
            outlet_named(outlet),
            url,
            replace(content, published=day, title=title or content.title),
            origin=origin,
        )
    except (ParseError, ValueError) as error:
        return refuse(origin, error, size=len(text))


def _starts_with(stream: BinaryIO, start: bytes) -> bool:
    found = stream.read(len(start)) == start
    stream.seek(0)
    return found


def _holds_documents(stream: BinaryIO) -> bool:
    """Whether it is JSONL: it begins with an object, which no text or page does."""
    beginning = stream.read(64).removeprefix(BOM_UTF8).lstrip()
    stream.seek(0)
    return bool(OBJECT_START.match(beginning))


def _import_lines(
    stream: BinaryIO, name: str, outlet: str, day: date | None
) -> Iterator[Fetch]:
    for number, line in split_lines(stream):
        origin = f"{name} line {number}"
        try:
            document = parse_document(line)
            yield import_document(
                replace(
                    document,
                    source=document.source or outlet,
                    date=document.date or day,
                ),
                origin=origin,
            )
        except ParseError as error:
            yield refuse(origin, error, size=len(line))


def _import_page(body: bytes, name: str, outlet: str, day: date | None) -> Fetch:
    try:
        content = parse_page(body)
    except ParseError as error:
        return refuse(name, error, size=len(body))
    return store_text(
        outlet_named(outlet or content.outlet),
        content.url,
        replace(content, published=day or content.published),
        origin=name,
        page=body,
    )
