"""What a file is made of: one or more parts, each of which becomes an article."""

from collections.abc import Callable
from dataclasses import dataclass

from sources.parse.articles import ArticleText
from sources.parse.documents import Document
from sources.parse.errors import Damaged, ParseError, StorageError


@dataclass(frozen=True)
class Page:
    """A text that is an article by itself, with the bytes that it was read from."""

    content: ArticleText
    body: bytes


@dataclass(frozen=True)
class Part:
    """The place of one article in a file.

    `place` is what stands behind the file's name to tell which part it is, as in
    " line 3"; nothing where the file is one article. A part can be read only before the
    next one is asked for.
    """

    place: str
    load: Callable[[], Document | Page]
    size: int = 0

    def read(self) -> Document | Page:
        """The article. Raises ParseError, or StorageError."""
        try:
            return self.load()
        except (ParseError, StorageError):
            raise
        except Exception as error:
            # Any file may come, and what it can make the readers raise is open.
            raise unreadable(error) from error


def broken_part(error: ParseError, place: str = "", size: int = 0) -> Part:
    """A part of which nothing is known but why it cannot be read."""

    def load() -> Document | Page:
        raise error

    return Part(place, load, size)


def unreadable(error: Exception) -> Damaged:
    return Damaged(
        f"It could not be taken apart ({error!r:.100}). Save it anew, or paste its "
        "text."
    )
