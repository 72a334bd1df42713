"""Documents: the lines of JSONL files, as `manage.py extract` reads them too.

Elements of JSON arrays and rows of tables have the same fields.
"""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from sources.parse.address import canonical_url
from sources.parse.encoding import MAX_BYTES, refuse_books, storable
from sources.parse.errors import BadDocument

MAX_LINE_BYTES = MAX_BYTES
MAX_ID_LENGTH = 500


@dataclass(frozen=True)
class Document:
    """One text to import. `source` is the outlet's name; offsets count in `text`.

    Only a row of a table may come without an `id`.
    """

    id: str
    text: str
    source: str = ""
    date: datetime.date | None = None
    title: str = ""
    url: str = ""


def split_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1.

    A line beyond MAX_LINE_BYTES comes cut, just long enough to be refused.
    """
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        if line.strip():
            yield number, line


def parse_document(line: bytes) -> Document:
    """Read one line. Raises BadDocument, which says what is wrong, or TooLarge.

    Characters that cannot be stored are replaced one by one, so that offsets into the
    file's text stay right.
    """
    return document_of(_fields(line))


def document_of(fields: object, *, needs_id: bool = True) -> Document:
    """The document that a JSON object or a table's row is. Raises as parse_document."""
    if not isinstance(fields, Mapping):
        raise BadDocument('It is not a JSON object: write {"id": …, "text": …}.')
    return Document(
        id=_name(fields, is_needed=needs_id),
        text=_text(fields),
        source=_string(fields, "source"),
        date=_date(fields),
        title=_string(fields, "title"),
        url=_url(fields),
    )


def _fields(line: bytes) -> object:
    if len(line) > MAX_LINE_BYTES:
        raise BadDocument(
            f"The line has more than {MAX_LINE_BYTES // 2**20} MB: split the document."
        )
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadDocument(
            f"It is not UTF-8 (byte {error.start + 1} of the line): save the file as "
            "UTF-8."
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadDocument(
            f"It is not JSON ({error}): write one object a line."
        ) from error


def _string(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadDocument(f'"{name}" must be a text, not {value!r:.50}.')
    return storable(value).strip()


def _text(fields: Mapping[str, Any]) -> str:
    value = fields.get("text")
    if not isinstance(value, str) or not value.strip():
        raise BadDocument(
            '"text" is missing or empty: give the article\'s words there.'
        )
    refuse_books(value)
    return storable(value)


def _name(fields: Mapping[str, Any], *, is_needed: bool) -> str:
    value = fields.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    name = _string(fields, "id")
    if is_needed and not name:
        raise BadDocument('"id" is missing: give each document a name of its own.')
    if len(name) > MAX_ID_LENGTH:
        raise BadDocument(f'"id" has more than {MAX_ID_LENGTH} characters: shorten it.')
    return name


def _date(fields: Mapping[str, Any]) -> datetime.date | None:
    value = _string(fields, "date")
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError as error:
        raise BadDocument(
            f'"date" must be like 2017-10-06, not {value!r:.50}.'
        ) from error


def _url(fields: Mapping[str, Any]) -> str:
    value = _string(fields, "url")
    try:
        return canonical_url(value) if value else ""
    except ValueError as error:
        raise BadDocument(f'"url": {error}') from error
