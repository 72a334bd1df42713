import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sources.parse import FeedEntry, FeedPause, ParseError, is_feed, parse_feed
from sources.parse.errors import EmptyInput, InvalidXml, NotAFeed, NotText, TooLarge

SITE = "https://courier.example"
MOMENT = datetime(2017, 10, 6, 8, 0, tzinfo=UTC)
LATER = datetime(2017, 10, 7, 8, 0, tzinfo=UTC)

RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Courier</title><link>{SITE}/</link>
<item><title>Minister &lt;b&gt;denies&lt;/b&gt; charge</title>
<link>/a?utm_source=rss</link>
<guid isPermaLink="false">id-1</guid><dc:creator>Jane Roe</dc:creator>
<pubDate>Fri, 06 Oct 2017 10:00:00 +0200</pubDate></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom">
<title>The Courier</title><link href="{SITE}/"/><link rel="self" href="{SITE}/atom"/>
<entry><id>id-1</id><title type="html">Minister &lt;b&gt;denies&lt;/b&gt; charge</title>
<link rel="alternate" href="{SITE}/a"/><author><name>Jane Roe</name></author>
<published>2017-10-06T08:00:00Z</published><updated>2017-10-07T08:00:00Z</updated>
</entry></feed>"""

RDF = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{SITE}/"><title>The Courier</title><link>{SITE}/</link></channel>
<item rdf:about="id-1"><title>Minister denies charge</title><link>{SITE}/a</link>
<dc:creator>Jane Roe</dc:creator><dc:date>2017-10-06T10:00:00+02:00</dc:date></item>
</rdf:RDF>"""


RSS_090 = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>The Courier</title><link>{SITE}/</link></channel>
<item><title>Minister denies charge</title><link>{SITE}/a</link></item>
</rdf:RDF>"""

RSS_091 = f"""<rss version="0.91"><channel><title>The Courier</title>
<link>{SITE}/</link>
<item><title>Minister denies charge</title><link>{SITE}/a</link></item>
</channel></rss>"""


def json_feed(**fields: Any) -> bytes:
    item = {
        "id": "id-1",
        "url": f"{SITE}/a",
        "title": "Minister denies charge",
        "authors": [{"name": "Jane Roe"}],
        "date_published": "2017-10-06T10:00:00+02:00",
        "date_modified": "2017-10-07T08:00:00Z",
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Courier",
        "home_page_url": f"{SITE}/",
        "items": [item],
    }
    return json.dumps(feed | fields).encode()


def rss(*items: str) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return (
        f"<rss version='2.0'><channel><title>T</title>{inner}</channel></rss>".encode()
    )


@pytest.mark.parametrize(
    ("body", "updated"),
    [
        (RSS.encode(), MOMENT),
        (ATOM.encode(), LATER),
        (RDF.encode(), MOMENT),
        (json_feed(), LATER),
    ],
    ids=["rss", "atom", "rdf", "json"],
)
def test_every_kind_of_feed_gives_the_same_entry(
    body: bytes, updated: datetime
) -> None:
    assert is_feed(body)
    feed = parse_feed(body, url=f"{SITE}/feed")
    assert (feed.title, feed.homepage) == ("The Courier", f"{SITE}/")
    (entry,) = feed.entries
    assert entry.url == f"{SITE}/a"
    assert entry.title == "Minister denies charge"
    assert entry.byline == "Jane Roe"
    assert (entry.published, entry.updated) == (MOMENT, updated)


@pytest.mark.parametrize(
    ("item", "entry"),
    [
        (f"<link>{SITE}/a</link>", FeedEntry(f"{SITE}/a", f"{SITE}/a")),
        (f"<guid>{SITE}/a</guid>", FeedEntry(f"{SITE}/a", f"{SITE}/a")),
        (
            f"<link>{SITE}/a?x=1&y=2</link><guid>g</guid>",
            FeedEntry(f"{SITE}/a?x=1&y=2", "g"),
        ),
        (
            f"<link>{SITE}/a</link><title>R&amp;amp;D &amp;lt; 5</title>",
            FeedEntry(f"{SITE}/a", f"{SITE}/a", "R&D < 5"),
        ),
        (
            f"<link>{SITE}/a</link><pubDate>never</pubDate>",
            FeedEntry(f"{SITE}/a", f"{SITE}/a"),
        ),
    ],
    ids=["link", "guid", "bare ampersand", "entities", "bad date"],
)
def test_entries_are_read_as_they_come(item: str, entry: FeedEntry) -> None:
    assert parse_feed(rss(item)).entries == (entry,)


@pytest.mark.parametrize(
    "item",
    [
        "<title>No link</title>",
        "<link>mailto:me@here.example</link>",
        "<link>  </link>",
    ],
)
def test_entries_without_a_page_are_left_out(item: str) -> None:
    assert parse_feed(rss(item)).entries == ()


def test_an_address_comes_once() -> None:
    items = (f"<link>{SITE}/a</link>", f"<link>{SITE}/a?utm_source=x</link>")
    assert len(parse_feed(rss(*items)).entries) == 1


def test_a_feed_that_breaks_off_gives_what_was_whole() -> None:
    body = rss(f"<link>{SITE}/a</link>", f"<link>{SITE}/b</link>")
    cut = body[: body.index(b"/b</link>")]
    assert [entry.url for entry in parse_feed(cut).entries][0] == f"{SITE}/a"


def test_an_empty_feed_is_a_feed() -> None:
    assert parse_feed(rss()).entries == ()


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("cp1252", "windows-1252"), ("utf-8", None), ("cp1252", "utf-8")],
)
def test_feeds_come_in_any_encoding(charset: str, declared: str | None) -> None:
    body = rss(f"<title>Café “M”</title><link>{SITE}/a</link>").decode().encode(charset)
    assert parse_feed(body, charset=declared).entries[0].title == "Café “M”"


def test_outside_entities_are_not_loaded() -> None:
    entity = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = entity + rss(f"<title>a&x;b</title><link>{SITE}/a</link>")
    assert "root" not in parse_feed(body).entries[0].title


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (b"", EmptyInput, "is empty"),
        (b"<rss><channel><title>x<item>", InvalidXml, "XML is broken"),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title",
            InvalidXml,
            "XML is broken",
        ),
        (b"Just words.", NotAFeed, "no RSS, Atom or JSON feed"),
        (b"<html><body>Hello</body></html>", NotAFeed, "import the page"),
        (b"<?xml version='1.0'?><opml/>", NotAFeed, "no RSS, Atom or JSON feed"),
        (b"{}", NotAFeed, "no JSON Feed"),
        (b'{"version": ', NotAFeed, "JSON is broken"),
        (b"\x89PNG\r\n\x1a\n", NotText, "a picture"),
        (b"\x00\x01" * 100, NotText, "binary data"),
    ],
)
def test_what_is_no_feed_says_what_to_do(
    body: bytes, error: type[ParseError], words: str
) -> None:
    with pytest.raises(error, match=words):
        parse_feed(body)


def test_a_pages_own_feeds_are_named() -> None:
    link = '<link rel="alternate" type="application/{}" href="{}">'
    head = link.format("rss+xml", "/rss") + link.format("x-other", "/no")
    body = f"<html><head>{head}</head><body>Hello</body></html>".encode()
    with pytest.raises(NotAFeed, match=f"Its feeds are: {SITE}/rss. Give"):
        parse_feed(body, url=f"{SITE}/")


@pytest.mark.parametrize(
    "fields",
    [
        {"items": None},
        {"items": "none"},
        {"items": [None, 5, "x", {}, {"url": 5}, {"url": ["x"]}]},
        {"title": None, "home_page_url": 7, "items": []},
        {"items": [{"url": f"{SITE}/a", "authors": "x", "date_published": 5}]},
    ],
)
def test_odd_values_in_json_are_taken_as_missing(fields: dict[str, Any]) -> None:
    feed = parse_feed(json_feed(**fields))
    assert all(entry.url == f"{SITE}/a" for entry in feed.entries)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html><html><body>about the <rss> tag</body></html>", False),
        (b"<html><feed></html>", False),
        (b'{"text": "words"}', False),
        (b"<!-- made by hand --><rss version='2.0'>", True),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><feed>", True),
        (b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", True),
        (b"", False),
    ],
)
def test_a_feed_is_told_by_its_first_element(body: bytes, expected: bool) -> None:
    assert is_feed(body) == expected


@pytest.mark.parametrize("mark", [b"<item>", b"& "])
def test_a_flood_of_tags_is_refused_before_it_is_read(mark: bytes) -> None:
    with pytest.raises(TooLarge, match="no feed needs"):
        parse_feed(b"<rss version='2.0'><channel>" + mark * 400_000)


def test_a_feed_behind_thousands_of_comments_takes_no_time() -> None:
    assert not is_feed(b"<!-- -->" * 50_000)


@pytest.mark.parametrize("body", [RSS_090, RSS_091], ids=["0.90", "0.91"])
def test_the_oldest_kinds_are_read_too(body: str) -> None:
    assert is_feed(body.encode())
    feed = parse_feed(body.encode())
    assert (feed.title, feed.homepage) == ("The Courier", f"{SITE}/")
    assert [(entry.url, entry.title) for entry in feed.entries] == [
        (f"{SITE}/a", "Minister denies charge")
    ]


def rss_with(head: str) -> bytes:
    names = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    item = "<item><title>x</title><link>/a</link><hour>5</hour></item>"
    return f"<rss version='2.0' {names}><channel>{head}{item}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("head", "pause"),
    [
        ("", FeedPause()),
        ("<ttl>90</ttl>", FeedPause(timedelta(minutes=90))),
        ("<ttl>soon</ttl>", FeedPause()),
        ("<ttl>99999999999</ttl>", FeedPause()),
        ("<ttl>999999999</ttl>", FeedPause(timedelta(days=7))),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod>"
            "<sy:updateFrequency>4</sy:updateFrequency>",
            FeedPause(timedelta(hours=6)),
        ),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>13</hour></skipHours>",
            FeedPause(hours=frozenset({0, 13})),
        ),
        (
            "<skipDays><day>Saturday</day><day>sunday</day></skipDays>",
            FeedPause(days=frozenset({5, 6})),
        ),
    ],
)
def test_a_feed_tells_when_to_leave_it_alone(head: str, pause: FeedPause) -> None:
    assert parse_feed(rss_with(head)).pause == pause
