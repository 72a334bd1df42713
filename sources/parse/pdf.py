"""PDF files: their text, with its lines put together to paragraphs."""

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator

from pypdf import PdfReader

from sources.parse.articles import SENTENCE_END, ArticleText, parse_text
from sources.parse.encoding import clean, refuse_books
from sources.parse.errors import Damaged, EmptyInput, ParseError, TooLarge

# It complains about every oddity of a file, and says nothing that we could act on.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MAX_PAGES = 500
#: An article takes a second or two; a page can be made to take for ever.
MAX_SECONDS = 30.0
#: A line that is shorter than this share of the longest ones does not fill its column.
FULL_SHARE = 0.75
#: What stands at the edge of more than half of so many pages is no part of the text.
MIN_PAGES_WITH_EDGES = 3
PAGE_NUMBER = re.compile(
    r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
CUT_WORD = re.compile(r"[^\W\d_]-$")


def parse_pdf(body: bytes) -> ArticleText:
    """The text of a PDF. Raises ParseError; a scan without text is EmptyInput."""
    lines = list(_lines(body))
    if not any(lines):
        raise EmptyInput(
            "There is no text in this PDF, only pictures of it. Have its text "
            "recognised (OCR) first, or paste it."
        )
    return parse_text("\n\n".join(_paragraphs(lines)))


def _lines(body: bytes) -> Iterator[str]:
    """All lines but headers, footers and page numbers; blank ones come empty."""
    pages = [_trim(page.split("\n")) for page in _pages(body)]
    edges = _edges(pages)
    for page in pages:
        last = len(page) - 1
        for number, line in enumerate(page):
            at_edge = number in (0, last)
            if not (at_edge and (line in edges or PAGE_NUMBER.fullmatch(line))):
                yield line


def _pages(body: bytes) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Damaged(
                "The PDF is locked with a password. Save it without one, or paste its "
                "text."
            )
        if len(reader.pages) > MAX_PAGES:
            raise TooLarge(
                f"The PDF has {len(reader.pages)} pages; an article has at most "
                f"{MAX_PAGES}. Split it."
            )
        return list(_texts(reader))
    except ParseError:
        raise
    except Exception as error:
        # A broken file may make its reader raise whatever Python has.
        raise Damaged(
            f"The PDF is damaged ({error!s:.100}). Save it anew, or paste its text."
        ) from error


def _texts(reader: PdfReader) -> Iterator[str]:
    deadline = time.monotonic() + MAX_SECONDS
    for page in reader.pages:
        text = clean(page.extract_text())
        refuse_books(text)
        yield text
        if time.monotonic() > deadline:
            raise TooLarge(
                f"Reading the PDF takes more than {MAX_SECONDS:.0f} s. Save its text, "
                "and give that."
            )


def _trim(lines: list[str]) -> list[str]:
    """The lines without needless white space, from the first to the last of words."""
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n").split("\n")


def _edges(pages: list[list[str]]) -> set[str]:
    counts = Counter(line for page in pages for line in {page[0], page[-1]})
    if len(pages) < MIN_PAGES_WITH_EDGES:
        return set()
    return {line for line, count in counts.items() if count > len(pages) / 2}


def _paragraphs(lines: list[str]) -> Iterator[str]:
    full = FULL_SHARE * sorted(map(len, lines))[int(len(lines) * 0.9)]
    paragraph = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if CUT_WORD.search(paragraph) and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph = f"{paragraph} {line}".strip()
        if paragraph and _ends(paragraph, line, following, full):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _ends(paragraph: str, line: str, following: str, full: float) -> bool:
    """Whether the paragraph ends with this line.

    Before a blank one it does unless it is in mid-sentence, as where pages part; before
    another one when it leaves room, and what follows looks like a beginning.
    """
    if not following:
        return len(line) < full or bool(SENTENCE_END.search(paragraph))
    return len(line) < full and not following[0].islower()
