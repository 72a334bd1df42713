"""Bytes to feeds, articles and documents. Pure functions; no network, no database."""

from sources.parse.address import canonical_url
from sources.parse.articles import (
    ArticleText,
    looks_like_html,
    parse_html,
    parse_page,
    parse_text,
)
from sources.parse.documents import Document, parse_document, split_lines
from sources.parse.encoding import decode
from sources.parse.errors import ParseError
from sources.parse.language import require_english

__all__ = [
    "ArticleText",
    "Document",
    "ParseError",
    "canonical_url",
    "decode",
    "looks_like_html",
    "parse_document",
    "parse_html",
    "parse_page",
    "parse_text",
    "require_english",
    "split_lines",
]
