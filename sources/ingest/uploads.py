"""Uploaded files in the database, chunk by chunk, and how to read them again."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.db import DatabaseError

from sources.models import ImportChunk, ImportFile
from sources.parse.errors import Damaged, StorageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK_BYTES = 2**20


def store_chunks(file: ImportFile, stream: BinaryIO) -> None:
    """Keep the bytes of an upload, never more than a chunk of them in memory."""
    pieces = iter(lambda: stream.read(CHUNK_BYTES), b"")
    for number, data in enumerate(pieces):
        ImportChunk.objects.create(file=file, number=number, data=data)


def drop_chunks(files: Iterable[ImportFile]) -> None:
    ImportChunk.objects.filter(file__in=files).delete()


def open_import_file(file: ImportFile) -> BinaryIO:
    """The bytes again. Raises Damaged when the file on disk is gone or another one."""
    if not file.path:
        return io.BufferedReader(_Chunks(file), CHUNK_BYTES)
    try:
        stream = Path(file.path).open("rb")  # noqa: SIM115
    except OSError as error:
        raise Damaged(
            f"It cannot be read: {error.strerror}. Check its name and rights."
        ) from error
    if stream.seek(0, io.SEEK_END) != file.size:
        stream.close()
        raise Damaged("It was changed since its import began: import it anew.")
    stream.seek(0)
    return stream


class _Chunks(io.RawIOBase):
    """The chunks of a file as one seekable stream, one of them in memory at a time."""

    def __init__(self, file: ImportFile) -> None:
        self._file = file
        self._at = 0
        self._number = -1
        self._data = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.size}
        target = start[whence] + offset
        if target < 0:
            raise ValueError(f"negative position {target}")
        self._at = target
        return target

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if self._at >= self._file.size:
            return 0
        view = memoryview(buffer)
        number, offset = divmod(self._at, CHUNK_BYTES)
        found = self._chunk(number)[offset : offset + len(view)]
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _chunk(self, number: int) -> bytes:
        if number != self._number:
            try:
                chunk = self._file.chunks.get(number=number)
            except (DatabaseError, ImportChunk.DoesNotExist) as error:
                raise StorageError(f"{self._file}, chunk {number}") from error
            self._number, self._data = number, bytes(chunk.data)
        return self._data
