"""Which kind of file it is, by its beginning alone: names and declared types lie."""

import re
from codecs import BOM_UTF8
from enum import Enum, auto

#: So much of a file's beginning is looked at.
HEAD_BYTES = 64 * 1024

#: Not over lines: JSON that is laid out is one value, not a document on each line.
OBJECT_START = re.compile(rb"""\{[ \t]*["}]""")
JSON_START = re.compile(rb"""\{\s*["}]|\[\s*[{\]]""")
#: A line that ends so goes on in the next one.
UNFINISHED = (b"{", b"[", b",", b":")
HEADER = re.compile(rb"([!-9;-~]+):[ \t]")
NAMES_OF_MAIL = {b"from", b"to", b"subject", b"date", b"message-id", b"received"}


class Kind(Enum):
    PAGE = auto()
    LINES = auto()
    JSON = auto()
    MAIL = auto()
    PDF = auto()
    WARC = auto()
    ZIP = auto()
    GZIP = auto()


STARTS = {
    b"\x1f\x8b": Kind.GZIP,
    b"PK\x03\x04": Kind.ZIP,
    # An archive of no files.
    b"PK\x05\x06": Kind.ZIP,
    b"WARC/": Kind.WARC,
    b"%PDF-": Kind.PDF,
}


def kind_of(head: bytes) -> Kind:
    """What the first HEAD_BYTES show; what is nothing else is a page or a text."""
    for start, kind in STARTS.items():
        if head.startswith(start):
            return kind
    words = head.removeprefix(BOM_UTF8).lstrip()
    if words.startswith(b"%PDF-"):
        return Kind.PDF
    if JSON_START.match(words):
        return Kind.LINES if _is_line(words) else Kind.JSON
    return Kind.MAIL if _is_mail(words) else Kind.PAGE


def _is_line(words: bytes) -> bool:
    """Whether an object stands on the first line, be it a broken one."""
    line = words.partition(b"\n")[0].rstrip()
    return bool(OBJECT_START.match(line)) and not line.endswith(UNFINISHED)


def _is_mail(words: bytes) -> bool:
    """Whether it begins with header lines, among them two that mails have."""
    names = set()
    for line in words.splitlines():
        if not line:
            break
        if line[:1] in b" \t":
            continue
        header = HEADER.match(line)
        if not header:
            return False
        names.add(header[1].lower())
    return len(names & NAMES_OF_MAIL) >= 2
