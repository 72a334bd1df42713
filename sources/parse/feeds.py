"""RSS, Atom, RDF and JSON Feed to entries."""

import calendar
import html
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

from sources.parse.address import canonical_url
from sources.parse.encoding import clean, decode, refuse_binary
from sources.parse.errors import EmptyInput, InvalidXml, NotAFeed, ParseError, TooLarge
from sources.parse.markup import feed_addresses

JSON_FEED_VERSION = "jsonfeed.org/version"
#: What may stand before the first element, which alone tells a feed from a page.
#: Atomic, so that a page of comments is not tried in every combination.
PROLOG = rb"(\xef\xbb\xbf)?\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>[]*>)\s*+)*+"
FEED_START = re.compile(PROLOG + rb"<(\w+:)?(rss|feed|RDF)\b", re.DOTALL)
JSON_START = re.compile(rb"(\xef\xbb\xbf)?\s*\{")
#: Feeds longer than this are archives; what they list first is the newest.
MAX_ENTRIES = 5_000
#: Tags and stray ampersands, three times what such a feed has: more is an attack on the
#: time of the parser.
MAX_MARKS = 300_000
MARK = re.compile(rb"<|&(?!#?\w{1,32};)")
#: RSS 2.0: minutes; hours and days to skip. The syndication module: a period's parts.
SKIPPED_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
SKIPPED_DAY = re.compile(rb"<day>\s*(\w{6,9})\s*</day>", re.IGNORECASE)
ENTRY_START = re.compile(rb"<(item|entry)\b", re.IGNORECASE)
MAX_TTL_MINUTES = 7 * 24 * 60
PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


@dataclass(frozen=True)
class FeedEntry:
    """One article as a feed announces it. Moments are in UTC; empty is not known.

    `external_id` is what the feed calls it, which is the address if it says nothing.
    """

    url: str
    external_id: str = ""
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True)
class FeedPause:
    """When a feed wants to be left alone; hours and days are those of UTC.

    `at_least` is how long there is nothing new after a look; days count from Monday, 0.
    """

    at_least: timedelta = timedelta()
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()

    def skips(self, moment: datetime) -> bool:
        moment = moment.astimezone(UTC)
        return moment.hour in self.hours or moment.weekday() in self.days


@dataclass(frozen=True)
class FeedDocument:
    """A feed, with those of its entries that lead to a web page."""

    title: str
    homepage: str
    entries: tuple[FeedEntry, ...]
    pause: FeedPause = field(default_factory=FeedPause)


def is_feed(body: bytes) -> bool:
    """Whether it begins as a feed does, however broken it may be further on."""
    if JSON_START.match(body):
        return JSON_FEED_VERSION.encode() in body[:2000]
    return FEED_START.match(body[:20_000]) is not None


def feeds_named_by(body: bytes, *, url: str, charset: str | None = None) -> list[str]:
    """The addresses of the feeds that a web page names. Raises ParseError."""
    return feed_addresses(decode(body, charset), url)


def parse_feed(
    body: bytes, *, url: str = "", charset: str | None = None
) -> FeedDocument:
    """Read a feed; what is broken in it is tolerated as long as entries are found.

    `url` is where it came from, against which its addresses are resolved. Raises
    EmptyInput, NotText, TooLarge, NotAFeed or InvalidXml.
    """
    if not body.strip():
        raise EmptyInput("The feed is empty. Check its address in your browser.")
    refuse_binary(body)
    if sum(1 for _ in MARK.finditer(body)) > MAX_MARKS:
        raise TooLarge(
            f"It has more than {MAX_MARKS:,} tags, which no feed needs. Look for a "
            "shorter feed of this site."
        )
    if JSON_START.match(body):
        return _json_feed(body, url)
    return _xml_feed(body, url, charset)


def _xml_feed(body: bytes, url: str, charset: str | None) -> FeedDocument:
    # Not the declared type: for text/… without a charset feedparser would assume ASCII.
    declared = f"; charset={charset}" if charset else ""
    headers = {"content-location": url, "content-type": f"application/xml{declared}"}
    try:
        # From a stream: a text could be taken for a path or an address, and be opened.
        found = feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            # Of the markup inside, only titles are used, and those lose it.
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # It promises to raise nothing, and any bytes may come.
        raise _no_feed(body, url, error) from error
    entries = _entries((_xml_entry(item) for item in found.entries[:MAX_ENTRIES]), url)
    problem = found.get("bozo_exception")
    if not entries and (not found.version or isinstance(problem, SAXException)):
        raise _no_feed(body, url, problem)
    return FeedDocument(
        _plain(found.feed.get("title")),
        _address(found.feed.get("link"), url),
        entries,
        _pause(body, found.feed),
    )


def _pause(body: bytes, channel: Any) -> FeedPause:
    """What a feed's head says of its habits; feedparser keeps one of the hours only."""
    start = ENTRY_START.search(body)
    head = body[: start.start()] if start else body[:20_000]
    days = {day.decode().capitalize() for day in SKIPPED_DAY.findall(head)}
    period = PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower())
    frequency = _number(channel.get("sy_updatefrequency")) or 1
    minutes = min(_number(channel.get("ttl")), MAX_TTL_MINUTES)
    return FeedPause(
        max(timedelta(minutes=minutes), (period or timedelta()) / frequency),
        frozenset(int(hour) % 24 for hour in SKIPPED_HOUR.findall(head)),
        frozenset(n for n, day in enumerate(calendar.day_name) if day in days),
    )


def _number(text: Any) -> int:
    """A whole number of at most nine digits, or 0."""
    found = re.match(r"\s*(\d{1,9})\s*$", str(text))
    return int(found[1]) if found else 0


def _xml_entry(item: Any) -> FeedEntry:
    published = _moment(item.get("published_parsed"))
    # Asked for by `get`, feedparser would give the other moment, with a warning.
    updated = _moment(dict.get(item, "updated_parsed"))
    return FeedEntry(
        url=item.get("link") or "",
        external_id=clean(item.get("id") or ""),
        title=_plain(item.get("title")),
        byline=_plain(item.get("author")),
        published=published or updated,
        # In RSS, a later moment of publication is all that tells of a change.
        updated=updated or published,
    )


def _no_feed(body: bytes, url: str, problem: Exception | None) -> ParseError:
    if not FEED_START.match(body[:20_000]):
        return NotAFeed(_what_it_is_instead(body, url))
    return InvalidXml(
        f"It is meant to be a feed, but its XML is broken ({problem}) and no entry "
        "could be read. Tell the site; it is tried again later."
    )


def _what_it_is_instead(body: bytes, url: str) -> str:
    addresses = feed_addresses(decode(body), url)
    if not addresses:
        return (
            "It is no RSS, Atom or JSON feed. Give the feed's own address, or import "
            "the page as an article."
        )
    return f"It is a web page. Its feeds are: {', '.join(addresses)}. Give one of them."


def _json_feed(body: bytes, url: str) -> FeedDocument:
    """Read a JSON Feed, version 1 or 1.1 (jsonfeed.org)."""
    try:
        fields = json.loads(decode(body, "utf-8"))
    except (ValueError, RecursionError) as error:
        raise NotAFeed(
            f"Its JSON is broken ({error}). Tell the site; it is tried again later."
        ) from error
    if JSON_FEED_VERSION not in str(fields.get("version")):
        raise NotAFeed("It is JSON, but no JSON Feed. Give the address of a feed.")
    items = fields.get("items")
    listed = items[:MAX_ENTRIES] if isinstance(items, list) else []
    entries = (_json_entry(item) for item in listed if isinstance(item, dict))
    return FeedDocument(
        _plain(fields.get("title")),
        _address(fields.get("home_page_url"), url),
        _entries(entries, url),
    )


def _json_entry(item: dict[str, Any]) -> FeedEntry:
    authors = item.get("authors") or [item.get("author")]
    names = [a.get("name") for a in authors if isinstance(a, dict)]
    return FeedEntry(
        url=str(item.get("url") or item.get("external_url") or ""),
        external_id=clean(str(item.get("id") or "")),
        title=_plain(item.get("title")),
        byline=", ".join(_plain(name) for name in names if name),
        published=_iso_moment(item.get("date_published")),
        updated=_iso_moment(item.get("date_modified")),
    )


def _entries(entries: Iterable[FeedEntry], base: str) -> tuple[FeedEntry, ...]:
    """Those with a web address, each address once, in the feed's order."""
    found: dict[str, FeedEntry] = {}
    for entry in entries:
        if address := _address(entry.url, base):
            name = entry.external_id or address
            found.setdefault(address, replace(entry, url=address, external_id=name))
    return tuple(found.values())


def _address(address: Any, base: str) -> str:
    if not isinstance(address, str) or not address.strip():
        return ""
    try:
        return canonical_url(urljoin(base, address.strip()))
    except ValueError:
        return ""


def _plain(text: Any) -> str:
    """A line of text without markup, which titles often hold escaped."""
    if not isinstance(text, str):
        return ""
    return " ".join(clean(html.unescape(re.sub(r"<[^<>]+>", "", text))).split())


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _iso_moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
