"""What trafilatura finds on a web page, brought into our shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from lxml.etree import _Element as Element
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extract

from sources.parse.address import canonical_url
from sources.parse.barriers import barrier_in, behind, refuse_doors
from sources.parse.encoding import clean, refuse_books
from sources.parse.errors import NoArticle, TooLarge
from sources.parse.markup import (
    canonical_address,
    published_moments,
    thinned,
    visible_text,
)

#: Fewer words of running text than this are a caption or a button, not an article.
MIN_WORDS = 8
#: Trafilatura takes up to 10 s for as many; pages with more are thinned first.
MAX_TAGS = 30_000
#: More are an attack on our memory, not a page.
MAX_TAGS_AT_ALL = 300_000
A_DAY = timedelta(days=1)
#: Elements of trafilatura's tree (a small TEI) that begin and end a paragraph.
BLOCKS = ("p", "head", "quote", "list", "item", "table", "row", "code", "div")
PARAGRAPH_SEPARATOR = "\u2029"
SENTENCE = re.compile(r"""\w[.!?…]["'”’»)\]]*(\s|$)""")


@dataclass(frozen=True)
class WebPage:
    """The article on a web page; what the page does not tell is empty."""

    paragraphs: tuple[str, ...]
    title: str
    byline: str
    published: date | datetime | None
    url: str
    outlet: str


def read_webpage(html: str, url: str = "") -> WebPage:
    """Find the article.

    Raises NoArticle, BehindBarrier where the page says why it has none, or TooLarge.
    """
    html = _within_limits(html)
    extract = _extract(html, url)
    paragraphs = tuple(_paragraphs(extract.body)) if extract else ()
    if extract is None or not _has_article(paragraphs):
        raise _refusal(html)
    refuse_doors(html, visible_text(html), paragraphs)
    return WebPage(
        paragraphs,
        title=_line(extract.title),
        byline=_line(extract.author),
        published=_published(html, extract.date),
        url=_own_address(html, url),
        outlet=_line(extract.sitename),
    )


def _within_limits(html: str) -> str:
    """The page, thinned if it has many tags. Raises TooLarge if it has too many."""
    tags = html.count("<")
    if tags <= MAX_TAGS:
        refuse_books(visible_text(html))
        return html
    html = thinned(html) if tags <= MAX_TAGS_AT_ALL else html
    if html.count("<") > MAX_TAGS:
        raise TooLarge(
            f"The page has {tags:,} tags; an article's has at most {MAX_TAGS:,}. Give "
            "the address of one article, or paste its text."
        )
    refuse_books(visible_text(html))
    return html


def _published(html: str, day: str | None) -> date | datetime | None:
    """The moment that the page names, if it is of the day that was found for it."""
    found = date.fromisoformat(day) if day else None
    now = datetime.now(UTC)
    for moment in published_moments(html):
        # The day is that of the page's own zone, which may be the next one already.
        if moment <= now and (not found or abs(moment.date() - found) <= A_DAY):
            return moment
    return found


def _extract(html: str, url: str) -> Extract | None:
    options = {
        # The extensive search takes a year in a footer for a date of publication.
        "extensive_search": False,
        "original_date": True,
        "max_date": date.today().isoformat(),
    }
    try:
        extract = bare_extraction(
            html,
            url=url or None,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=options,
        )
        return cast(Extract | None, extract)
    except Exception as error:
        # Any page may come, and what a page can make four libraries raise is open.
        raise NoArticle(
            f"The page could not be taken apart ({error!r:.100}). Paste its text."
        ) from error


def _paragraphs(body: Element) -> Iterator[str]:
    for element in body.iter("lb", "cell", *BLOCKS):
        tail = element.tail or ""
        if element.tag == "lb":
            element.tail = f" {tail}"
        elif element.tag == "cell":
            element.tail = f" | {tail}" if element.getnext() is not None else tail
        else:
            element.text = PARAGRAPH_SEPARATOR + (element.text or "")
            element.tail = PARAGRAPH_SEPARATOR + tail
    for paragraph in "".join(body.itertext()).split(PARAGRAPH_SEPARATOR):
        if line := _line(paragraph):
            yield line


def _has_article(paragraphs: tuple[str, ...]) -> bool:
    """Whether there are words in sentences besides those that keep the reader out."""
    prose = [
        paragraph
        for paragraph in paragraphs
        if SENTENCE.search(paragraph) and not barrier_in(paragraph)
    ]
    return sum(len(paragraph.split()) for paragraph in prose) >= MIN_WORDS


def _refusal(html: str) -> NoArticle:
    if reason := barrier_in(visible_text(html)):
        return behind(reason)
    return NoArticle(
        "There is no article's text on this page. Give the address of one article, or "
        "paste its text."
    )


def _own_address(html: str, url: str) -> str:
    """What the page calls its address, else where it was found; never another site's.

    Nor a site's home: both are common mistakes, by which articles would look like one.
    """
    try:
        address = canonical_url(canonical_address(html, url) or url)
    except ValueError:
        return ""
    parts = urlsplit(address)
    is_home = parts.path.strip("/") == "" and not parts.query
    return "" if is_home or (url and not _same_site(address, url)) else address


def _same_site(left: str, right: str) -> bool:
    return _site(left) == _site(right)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _line(text: str | None) -> str:
    return " ".join(clean(text or "").split())
