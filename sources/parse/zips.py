"""ZIP archives: their members, none of which is ever written to a disk."""

import stat
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from sources.parse.docx import MAIN_PART
from sources.parse.errors import Damaged, NotText, ParseError, TooLarge
from sources.parse.unpacking import DAMAGE, most_bytes, refuse_bomb, sound

MAX_MEMBERS = 100_000
MAX_NAME_LENGTH = 200
#: Bit 0 of a member's flags (APPNOTE.TXT 4.4.4).
IS_ENCRYPTED = 1
#: Archives that are documents, by a member that each has.
DOCUMENTS = {
    "xl/workbook.xml": "a spreadsheet: save it as CSV",
    "ppt/presentation.xml": "a presentation: save it as PDF",
    "META-INF/container.xml": "an e-book: save it as PDF or text",
    "content.xml": "an OpenDocument file: save it as DOCX or PDF",
}


class Archive:
    """An archive that has passed the checks on the whole of it."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        """Raises Damaged, TooLarge, or NotText for what is another kind of document."""
        self._size = size
        try:
            self._zip = ZipFile(stream)
        except (*DAMAGE, NotImplementedError, ValueError, OSError) as error:
            raise Damaged(
                f"The archive is damaged or cut off ({error!s:.80}): make it again, or "
                "send it once more."
            ) from error
        self._refuse_other_documents()
        self._refuse_bombs()

    @property
    def is_docx(self) -> bool:
        return MAIN_PART in self._zip.NameToInfo

    def members(self) -> Iterator[ZipInfo]:
        """The files, without those that systems put in by themselves."""
        for member in self._zip.infolist():
            path = _path(member)
            is_hidden = path.name.startswith(".") or path.parts[:1] == ("__MACOSX",)
            if not member.is_dir() and not is_hidden:
                yield member

    def open(self, member: ZipInfo) -> BinaryIO:
        """Raises ParseError for what must not or cannot be opened."""
        _refuse_traps(member)
        try:
            stream = self._zip.open(member)
        except (*DAMAGE, NotImplementedError, ValueError, OSError) as error:
            raise Damaged(
                f"It is damaged in the archive ({error!s:.100}): pack it again."
            ) from error
        return sound(stream, self._size)

    def _refuse_other_documents(self) -> None:
        for name, words in DOCUMENTS.items():
            if name in self._zip.NameToInfo:
                raise NotText(f"It is {words}, or paste its text.")

    def _refuse_bombs(self) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise TooLarge(
                f"The archive has {len(members):,} files; {MAX_MEMBERS:,} are read at "
                "most. Split it, or put the documents into one JSONL file."
            )
        if sum(member.compress_size for member in members) > self._size:
            raise Damaged(
                "The files in the archive lie over one another, as in a bomb. Pack it "
                "again."
            )
        if sum(member.file_size for member in members) > most_bytes(self._size):
            raise refuse_bomb()


def shown_name(member: ZipInfo) -> str:
    """The member's name for people, on one line."""
    name = "".join(mark if mark.isprintable() else "\ufffd" for mark in member.filename)
    return name[:MAX_NAME_LENGTH]


def _path(member: ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _refuse_traps(member: ZipInfo) -> None:
    if error := _trap(member):
        raise error


def _trap(member: ZipInfo) -> ParseError | None:
    path = _path(member)
    if path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":"):
        return NotText("Its path leads out of the archive. Pack it again without it.")
    if member.flag_bits & IS_ENCRYPTED:
        return Damaged("It is locked with a password. Pack it again without one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return NotText("It is a link to another file. Pack that file itself.")
    return None
