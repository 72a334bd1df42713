"""Word documents (DOCX): the paragraphs of their text."""

import io
from collections.abc import Iterator
from typing import IO
from zipfile import ZipFile

from lxml.etree import XMLSyntaxError, iterparse
from lxml.etree import _Element as Element

from sources.parse.articles import ArticleText, parse_text
from sources.parse.errors import Damaged
from sources.parse.unpacking import DAMAGE, sound

MAIN_PART = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The same words once more, for programs that cannot show the first form.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def parse_docx(body: bytes) -> ArticleText:
    """The text of a Word document; deleted words and notes are left out.

    Raises ParseError.
    """
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            size = archive.getinfo(MAIN_PART).compress_size
            with archive.open(MAIN_PART) as part:
                paragraphs = list(_paragraphs(sound(part, size)))
    except (*DAMAGE, KeyError, XMLSyntaxError) as error:
        raise Damaged(
            f"The Word document is damaged ({error}). Save it anew, or paste its text."
        ) from error
    return parse_text("\n\n".join(filter(None, paragraphs)))


def _paragraphs(stream: IO[bytes]) -> Iterator[str]:
    """Paragraph by paragraph, those of tables too, letting go of what was read."""
    elements = iterparse(
        stream,
        tag=(f"{W}p", FALLBACK),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for _event, element in elements:
        if element.tag == FALLBACK:
            element.clear()
        elif not _is_within_paragraph(element):
            yield _text(element)
            element.clear()


def _is_within_paragraph(element: Element) -> bool:
    """Whether it is a text box, which is read with the paragraph that it hangs on."""
    return any(True for _ in element.iterancestors(f"{W}p"))


def _text(paragraph: Element) -> str:
    words = [
        (element.text or "") if element.tag == f"{W}t" else MARKS.get(element.tag, "")
        for element in paragraph.iter(f"{W}t", *MARKS)
    ]
    return "".join(words).strip()
