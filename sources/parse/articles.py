"""Web pages and plain text to the text of an article."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sources.parse.encoding import clean, decode, refuse_books
from sources.parse.errors import EmptyInput, NoArticle
from sources.parse.language import require_english
from sources.parse.webpage import read_webpage

#: A longer first line is a paragraph, not a headline.
MAX_HEADLINE_CHARACTERS = 200
#: The end of a sentence, perhaps within quotation marks or brackets.
SENTENCE_END = re.compile(r"""[.!?:;…]["'”’»)\]]*$""")
HTML_START = re.compile(
    # Atomic, so that a page of comments is not tried in every combination.
    r"\s*+(?>(?:<!--.*?-->)\s*+)*+<(!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
MARKUP_START = re.compile(r"""\s*(<[?!\w]|\{\s*"|\[\s*\{)""")
HTML_TAGS = re.compile(r"<(p|div|br|article|title|meta|span|h1)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class ArticleText:
    """What is archived of one article: `text` is what is read, shown and counted in.

    Paragraphs are parted by blank lines and the headline, if known, comes first.
    `published` is a date where the page tells no time; `url` is the address that the
    page calls its own; `outlet` is the site's name. Empty means not known.
    """

    text: str
    title: str = ""
    byline: str = ""
    published: date | datetime | None = None
    url: str = ""
    outlet: str = ""
    language: str = "en"


def parse_page(
    body: bytes, *, url: str = "", charset: str | None = None
) -> ArticleText:
    """Read a web page or a plain text, whichever the bytes are; names don't count.

    Raises ParseError: see sources.parse.errors for the cases.
    """
    text = decode(body, charset)
    if looks_like_html(text):
        return parse_html(text, url=url)
    if MARKUP_START.match(text):
        raise NoArticle(
            "It is data for programs (XML or JSON), not an article. If it is a feed, "
            "add it as one; if it is a list of documents, write one on each line."
        )
    return parse_text(text)


def looks_like_html(text: str) -> bool:
    """Whether it begins as a web page does, or holds several of its commonest tags."""
    start = text[:20_000]
    return bool(HTML_START.match(start)) or len(HTML_TAGS.findall(start)) >= 3


def parse_html(html: str, *, url: str = "") -> ArticleText:
    """The article of a web page, without menus, advertising and comments."""
    page = read_webpage(html, url)
    paragraphs = list(page.paragraphs)
    if page.title and not _begins_with(paragraphs[0], page.title):
        paragraphs.insert(0, page.title)
    text = "\n\n".join(paragraphs)
    require_english(text)
    return ArticleText(
        text, page.title, page.byline, page.published, page.url, page.outlet
    )


def parse_text(text: str) -> ArticleText:
    """A plain text; its first line is the headline if it looks like one."""
    refuse_books(text)
    text = clean(text)
    if not text.strip():
        raise EmptyInput("It is empty. Check that the right file or address was given.")
    paragraphs = _paragraphs(text)
    require_english("\n\n".join(paragraphs))
    headline = paragraphs[0] if len(paragraphs) > 1 else ""
    is_headline = (
        0 < len(headline) <= MAX_HEADLINE_CHARACTERS
        and "\n" not in headline
        and not SENTENCE_END.search(headline)
    )
    return ArticleText("\n\n".join(paragraphs), headline if is_headline else "")


def _paragraphs(text: str) -> list[str]:
    """Blocks between blank lines; without any, lines, unless they are wrapped text."""
    text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    blocks = re.split(r"\n{2,}", text)
    lines = text.split("\n")
    complete = sum(bool(SENTENCE_END.search(line)) for line in lines)
    if len(blocks) == 1 and complete > len(lines) / 2:
        return lines
    return blocks


def _begins_with(paragraph: str, title: str) -> bool:
    words = _words(title)
    return _words(paragraph)[: len(words)] == words


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
