"""Bytes to feeds, articles and documents. Pure functions; no network, no database."""

from sources.parse.address import canonical_url
from sources.parse.articles import (
    ArticleText,
    looks_like_html,
    parse_html,
    parse_page,
    parse_text,
)
from sources.parse.barriers import refuse_detour
from sources.parse.documents import Document, parse_document, split_lines
from sources.parse.encoding import clean, decode
from sources.parse.errors import ParseError, StorageError
from sources.parse.feeds import (
    FeedDocument,
    FeedEntry,
    FeedPause,
    feeds_named_by,
    is_feed,
    parse_feed,
)
from sources.parse.files import split_file
from sources.parse.language import require_english
from sources.parse.opml import Outline, parse_opml, write_opml
from sources.parse.parts import Page, Part, broken_part
from sources.parse.tables import FIELDS

__all__ = [
    "ArticleText",
    "Document",
    "FeedDocument",
    "FeedEntry",
    "FeedPause",
    "FIELDS",
    "Outline",
    "Page",
    "ParseError",
    "Part",
    "StorageError",
    "broken_part",
    "canonical_url",
    "clean",
    "decode",
    "feeds_named_by",
    "is_feed",
    "looks_like_html",
    "parse_document",
    "parse_feed",
    "parse_html",
    "parse_opml",
    "parse_page",
    "parse_text",
    "refuse_detour",
    "require_english",
    "split_file",
    "split_lines",
    "write_opml",
]
