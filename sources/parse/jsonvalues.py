"""JSON files that are one value: an array of documents, or a document, laid out."""

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from sources.parse.encoding import MAX_BYTES
from sources.parse.errors import BadDocument, TooLarge

CHUNK_BYTES = 64 * 1024
WHITESPACE = " \t\r\n"
LAID_OUT = "Check it with a JSON program, or write one document on each line."


def read_values(stream: BinaryIO) -> Iterator[object]:
    """The elements of the array, or the only value, without holding them all.

    Raises BadDocument where the file is no JSON from there on; TooLarge.
    """
    window = _Window(stream)
    if window.peek() != "[":
        yield window.value()
    else:
        yield from _elements(window)
    if window.peek():
        raise BadDocument(f"Something follows the end of its JSON. {LAID_OUT}")


def _elements(window: "_Window") -> Iterator[object]:
    window.skip("[")
    if window.peek() == "]":
        window.skip("]")
        return
    while True:
        yield window.value()
        if window.peek() == "]":
            window.skip("]")
            return
        window.skip(",")


class _Window:
    """The characters of the stream from where it was read up to, and some more."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._is_all = False

    def peek(self) -> str:
        """The next character that is no white space; nothing at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in WHITESPACE:
                    return self._text[self._at]
                self._at += 1
            if self._is_all:
                return ""
            self._grow()

    def skip(self, mark: str) -> None:
        found = self.peek()
        if found != mark:
            seen = repr(found) if found else "the end of the file"
            raise BadDocument(f"It is not JSON: {mark!r} expected, not {seen}.")
        self._at += 1

    def value(self) -> object:
        self.peek()
        while True:
            try:
                value, self._at = self._json.raw_decode(self._text, self._at)
                return value
            except json.JSONDecodeError as error:
                if self._is_all:
                    raise BadDocument(
                        f"It is not JSON ({error}). {LAID_OUT}"
                    ) from error
            except RecursionError as error:
                raise BadDocument("It is nested too deeply for a document.") from error
            self._grow()

    def _grow(self) -> None:
        """Read as much again as is waiting, so that long values cost no more."""
        waiting = len(self._text) - self._at
        if waiting > MAX_BYTES:
            raise TooLarge(
                f"A document in it has more than {MAX_BYTES // 2**20} MB: split it."
            )
        found = self._stream.read(max(CHUNK_BYTES, waiting))
        self._is_all = not found
        try:
            more = self._decoder.decode(found, final=self._is_all)
        except UnicodeDecodeError as error:
            raise BadDocument("It is not UTF-8: save the file as UTF-8.") from error
        self._text = self._text[self._at :] + more
        self._at = 0
