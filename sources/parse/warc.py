"""WARC files: the web pages in an archive of the web."""

from collections.abc import Iterator
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from sources.parse.articles import parse_page
from sources.parse.encoding import MAX_BYTES
from sources.parse.errors import Damaged
from sources.parse.parts import Page, Part

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
RECORDS = ("response", "resource")


def split_warc(stream: BinaryIO) -> Iterator[Part]:
    """The pages that their servers gave; pictures, scripts and errors are no parts.

    Raises Damaged.
    """
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type in RECORDS and _is_page(record):
                yield _part(record)
    except ArchiveLoadFailed as error:
        raise Damaged(
            f"The WARC file is damaged ({error!s:.100}): make or fetch it again."
        ) from error


def _is_page(record: ArcWarcRecord) -> bool:
    headers = record.http_headers
    if headers is None:
        declared = record.rec_headers.get_header("Content-Type")
    elif headers.get_statuscode() != "200":
        return False
    else:
        declared = headers.get_header("Content-Type")
    return (declared or "").partition(";")[0].strip().lower() in PAGE_TYPES


def _part(record: ArcWarcRecord) -> Part:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""

    def load() -> Page:
        body = record.content_stream().read(MAX_BYTES + 1)
        return Page(
            parse_page(body, url=url.strip("<>"), charset=_charset(record)), body
        )

    return Part(f": {url}", load, record.length or 0)


def _charset(record: ArcWarcRecord) -> str | None:
    headers = record.http_headers
    declared = headers.get_header("Content-Type") if headers else ""
    _, _, charset = (declared or "").partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None
