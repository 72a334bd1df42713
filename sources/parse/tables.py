"""Tables in CSV: a document in each row, with names of columns in the first."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sources.parse.encoding import MAX_BYTES
from sources.parse.errors import BadDocument, Damaged, TooLarge

SEPARATORS = (",", ";", "\t", "|")
COLUMNS_FILE = Path(__file__).with_name("columns.tsv")
#: Which characters stand for bytes that are no UTF-8.
BAD_BYTES = range(0xDC80, 0xDD00)

csv.field_size_limit(MAX_BYTES)


def _read_names() -> dict[str, str]:
    lines = COLUMNS_FILE.read_text().splitlines()
    fields = [line.split("\t") for line in lines if not line.startswith("#")]
    return {name: field for field, names in fields for name in names.split()}


FIELD_OF_NAME = _read_names()
FIELDS = tuple(dict.fromkeys(FIELD_OF_NAME.values()))


def is_table(head: bytes, columns: Mapping[str, str]) -> bool:
    """Whether the first line names columns, the one with the texts among them.

    `columns` says for fields of a document which columns they are; the usual names
    need no word.
    """
    return "text" in _layout(_first_line(head), columns)[1]


def read_rows(
    stream: BinaryIO, head: bytes, columns: Mapping[str, str]
) -> Iterator[dict[str, str] | BadDocument]:
    """The fields of each row below the first one, or what is wrong with it.

    Raises Damaged where the rest cannot be told apart, TooLarge.
    """
    separator, places = _layout(_first_line(head), columns)
    rows = csv.reader(_lines(stream, _encoding(head)), delimiter=separator)
    try:
        next(rows, None)
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield _fields(cells, places)
    except csv.Error as error:
        raise Damaged(
            f"From here on it cannot be told apart into rows ({error}): look for a "
            "quotation mark that is never closed."
        ) from error


def _fields(
    cells: list[str], places: Mapping[str, int]
) -> dict[str, str] | BadDocument:
    if len(cells) <= places["text"]:
        return BadDocument(
            f"The row has only {len(cells)} cells: put cells with separators or line "
            "ends in them within quotation marks."
        )
    found = {
        field: cells[place] for field, place in places.items() if place < len(cells)
    }
    if any(ord(mark) in BAD_BYTES for cell in found.values() for mark in cell):
        return BadDocument("It is not UTF-8: save the table as UTF-8.")
    return found


def _first_line(head: bytes) -> str:
    return head.decode(_encoding(head), "replace").partition("\n")[0].rstrip("\r")


def _layout(line: str, columns: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """The separator, and where the fields of a document stand; none in no table."""
    wanted = {_bare(name): field for field, name in columns.items()}
    known = {
        name: field for name, field in FIELD_OF_NAME.items() if field not in columns
    }
    found = ",", dict[str, int]()
    for separator in SEPARATORS:
        try:
            names = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            continue
        places: dict[str, int] = {}
        for place, name in enumerate(map(_bare, names)):
            field = wanted.get(name) or known.get(name.replace(" ", "_"))
            if field:
                places.setdefault(field, place)
        if len(names) > 1 and len(places) > len(found[1]):
            found = separator, places
    return found


def _bare(name: str) -> str:
    return name.strip().casefold()


def _encoding(head: bytes) -> str:
    """That of tables from spreadsheets: by their mark, or UTF-8, or Windows-1252."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines with their ends, none of which fills the memory."""
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    text = io.TextIOWrapper(stream, encoding, errors, newline="")
    try:
        while line := text.readline(MAX_BYTES + 1):
            if len(line) > MAX_BYTES:
                raise TooLarge(
                    f"A line has more than {MAX_BYTES // 2**20} MB: split the document."
                )
            yield line
    finally:
        # Or the stream, which is not ours, would be closed with it.
        text.detach()
