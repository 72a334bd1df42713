"""What a page's HTML says beside its text: links in its head, all words on it."""

from urllib.parse import urljoin

from lxml.etree import ParserError, strip_elements
from lxml.html import HtmlElement, HTMLParser, document_fromstring

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


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
