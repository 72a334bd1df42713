"""Files of any kind to their parts, lazily: an archive as easily as a single text."""

import io
from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial
from typing import BinaryIO
from zipfile import ZipInfo

from sources.parse.articles import ArticleText, parse_page
from sources.parse.documents import document_of, parse_document, split_lines
from sources.parse.docx import parse_docx
from sources.parse.encoding import MAX_BYTES
from sources.parse.errors import NotText, ParseError, StorageError, TooLarge
from sources.parse.jsonvalues import read_values
from sources.parse.kinds import HEAD_BYTES, Kind, kind_of
from sources.parse.mail import parse_mail
from sources.parse.parts import Page, Part, broken_part, unreadable
from sources.parse.pdf import parse_pdf
from sources.parse.tables import is_table, read_rows
from sources.parse.unpacking import gunzip
from sources.parse.warc import split_warc
from sources.parse.zips import Archive, shown_name

#: A PDF or a mail carries pictures, and is larger than its text.
MAX_DOCUMENT_BYTES = 30 * 2**20
Columns = Mapping[str, str]


def split_file(
    stream: BinaryIO, size: int, columns: Columns | None = None
) -> Generator[Part, None, None]:
    """The parts of a seekable file of so many bytes, in an order that never changes.

    Where nothing more can be read, the last part is one that tells why. `columns` says
    which columns of a table are which field of a document. Raises StorageError.
    """
    return _guarded(_split(stream, size, columns or {}))


def _guarded(parts: Iterator[Part]) -> Generator[Part, None, None]:
    try:
        yield from parts
    except StorageError:
        raise
    except ParseError as error:
        yield broken_part(error)
    except Exception as error:
        # As with parts: what a file can make its readers raise is open.
        yield broken_part(unreadable(error))


def _split(
    stream: BinaryIO, size: int, columns: Columns, outer: tuple[Kind, ...] = ()
) -> Iterator[Part]:
    """`outer` is what it was packed in: archives in archives are not opened."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    match kind_of(head):
        case Kind.GZIP if Kind.GZIP not in outer:
            unpacked = gunzip(stream, size)
            yield from _split(unpacked, size, columns, (*outer, Kind.GZIP))
        case Kind.ZIP if outer:
            yield _packed_docx(stream)
        case Kind.ZIP:
            yield from _split_zip(stream, size, columns)
        case Kind.LINES:
            yield from _split_lines(stream)
        case Kind.JSON:
            yield from _split_json(stream)
        case Kind.WARC:
            yield from split_warc(stream)
        case Kind.PDF:
            yield _whole(stream, parse_pdf, MAX_DOCUMENT_BYTES)
        case Kind.MAIL:
            yield _whole(stream, parse_mail, MAX_DOCUMENT_BYTES)
        case Kind.PAGE if is_table(head, columns):
            yield from _split_table(stream, head, columns)
        case _:
            yield _whole(stream, parse_page, MAX_BYTES)


def _whole(stream: BinaryIO, parse: Callable[[bytes], ArticleText], limit: int) -> Part:
    """The only part of a file that is one article."""
    stream.seek(0)
    body = stream.read(limit + 1)

    def load() -> Page:
        if len(body) > limit > MAX_BYTES:
            raise TooLarge(
                f"It has more than {limit // 2**20} MB. Save its text alone."
            )
        return Page(parse(body), body)

    return Part("", load, len(body))


def _split_lines(stream: BinaryIO) -> Iterator[Part]:
    for number, line in split_lines(stream):
        yield Part(f" line {number}", partial(parse_document, line), len(line))


def _split_json(stream: BinaryIO) -> Iterator[Part]:
    number = 0
    try:
        for value in read_values(stream):
            number += 1
            yield Part(f" document {number}", partial(document_of, value))
    except ParseError as error:
        yield broken_part(error, f" document {number + 1}")


def _split_table(stream: BinaryIO, head: bytes, columns: Columns) -> Iterator[Part]:
    number = 1
    try:
        for fields in read_rows(stream, head, columns):
            number += 1
            place = f" row {number}"
            if isinstance(fields, ParseError):
                yield broken_part(fields, place)
            else:
                yield Part(place, partial(document_of, fields, needs_id=False))
    except ParseError as error:
        yield broken_part(error, f" row {number + 1}")


def _packed_docx(stream: BinaryIO) -> Part:
    """An archive within an archive must be a document."""
    body = stream.read(MAX_DOCUMENT_BYTES + 1)

    def load() -> Page:
        if not Archive(io.BytesIO(body), len(body)).is_docx:
            raise NotText(
                "It is an archive within an archive: unpack it and give it alone."
            )
        return Page(parse_docx(body), body)

    return Part("", load, len(body))


def _split_zip(stream: BinaryIO, size: int, columns: Columns) -> Iterator[Part]:
    archive = Archive(stream, size)
    if archive.is_docx:
        yield _whole(stream, parse_docx, MAX_DOCUMENT_BYTES)
        return
    for member in archive.members():
        for part in _guarded(_split_member(archive, member, columns)):
            place = f": {shown_name(member)}{part.place}"
            yield Part(place, part.read, part.size)


def _split_member(
    archive: Archive, member: ZipInfo, columns: Columns
) -> Iterator[Part]:
    with archive.open(member) as stream:
        yield from _split(stream, member.file_size, columns, (Kind.ZIP,))
