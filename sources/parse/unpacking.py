"""Compressed streams, read as far as they are sound and no bomb."""

import gzip
import io
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO, cast
from zipfile import BadZipFile

from sources.parse.errors import Damaged, TooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER_BYTES = 256 * 1024

#: Text shrinks to a fourth, tables of the same few words to a hundredth; bombs to less.
MAX_RATIO = 250
#: What may come out of even the smallest file.
FREE_BYTES = 100 * 2**20
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, BadZipFile)


def most_bytes(packed_size: int) -> int:
    """How much may come out of so many compressed bytes."""
    return FREE_BYTES + MAX_RATIO * packed_size


def refuse_bomb() -> TooLarge:
    return TooLarge(
        f"Unpacked it has more than {MAX_RATIO} times its size, as no text has. Unpack "
        "it yourself and give what is in it."
    )


def sound(stream: IO[bytes], packed_size: int) -> BinaryIO:
    """A decompressing stream, whose failures are Damaged and TooLarge in our words."""
    return io.BufferedReader(_Unpacked(stream, packed_size), BUFFER_BYTES)


def gunzip(stream: BinaryIO, size: int) -> BinaryIO:
    """What a gzip file of this size holds."""
    return sound(cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")), size)


class _Unpacked(io.RawIOBase):
    def __init__(self, stream: IO[bytes], packed_size: int) -> None:
        self._stream = stream
        self._most = most_bytes(packed_size)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        try:
            found = self._stream.read(len(view))
        except DAMAGE as error:
            raise Damaged(
                f"It is damaged ({error}): compress it again, or send it once more."
            ) from error
        if self._stream.tell() > self._most:
            raise refuse_bomb()
        view[: len(found)] = found
        return len(found)
