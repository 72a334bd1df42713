"""What a page's HTML says beside its text: links in its head, all words on it."""

import re
from datetime import UTC, datetime
from urllib.parse import urljoin

from lxml.etree import ParserError, strip_elements, strip_tags
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
META_NAMES = ("property", "name", "itemprop")
PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "parsely-pub-date",
    "dc.date.issued",
)
JSON_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
#: Not form: some sites have their whole page in one.
NO_ARTICLE = (
    "style",
    "svg",
    "nav",
    "footer",
    "aside",
    "iframe",
    "noscript",
    "template",
)
WITHIN_LINES = (
    *("a", "abbr", "b", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s"),
    *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
)


def feed_addresses(html: str, url: str = "") -> list[str]:
    """The feeds that a page names."""
    return [
        urljoin(url, link.get("href"))
        for link in _links(html, "alternate")
        if link.get("type", "").lower() in FEED_TYPES
    ]


def canonical_address(html: str, url: str = "") -> str:
    """The address that a page calls its own, or nothing if it names none."""
    links = _links(html, "canonical")
    return urljoin(url, links[0].get("href").strip()) if links else ""


def published_moments(html: str) -> list[datetime]:
    """The moments with a time zone that a page names as those of its publication."""
    tree = _tree(html)
    metas = [] if tree is None else tree.iter("meta")
    named = [
        meta.get("content", "")
        for meta in metas
        if any(meta.get(key, "").lower() in PUBLISHED for key in META_NAMES)
    ]
    moments = map(_moment, [*named, *JSON_PUBLISHED.findall(html)])
    return [moment for moment in moments if moment is not None]


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def thinned(html: str) -> str:
    """The same page without what is no part of an article, nor marks within lines.

    Of a page with one main part, that part alone is left.
    """
    tree = _tree(html)
    if tree is None:
        return html
    for script in list(tree.iter("script")):
        if script.get("type") != "application/ld+json":
            script.drop_tree()
    strip_elements(tree, *NO_ARTICLE, with_tail=False)
    strip_tags(tree, *WITHIN_LINES)
    mains = list(tree.iter("main")) or list(tree.iter("article"))
    body = tree.find("body")
    if len(mains) == 1 and body is not None:
        body[:] = mains
    return tostring(tree, encoding="unicode")


def visible_text(html: str) -> str:
    """All words that are no program, those of menus and hidden ones too."""
    tree = _tree(html)
    if tree is None:
        return ""
    strip_elements(tree, "script", "style", with_tail=False)
    return " ".join(tree.itertext())


def _links(html: str, relation: str) -> list[HtmlElement]:
    tree = _tree(html)
    links = [] if tree is None else tree.iter("link")
    return [
        link
        for link in links
        if relation in link.get("rel", "").lower().split() and link.get("href")
    ]


def _tree(html: str) -> HtmlElement | None:
    """None for what holds no element at all."""
    # Encoded by us: the encoding that the page declares is no longer true.
    parser = HTMLParser(encoding="utf-8")
    try:
        return document_fromstring(html.encode("utf-8", "replace"), parser)
    except ParserError:
        return None
