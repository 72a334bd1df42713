"""Feeds and pages as no site would send them, from a seed, so that each comes again."""

from collections.abc import Iterator
from random import Random

SITE = "https://courier.example"
SAID = "The minister said on Tuesday that his country had no part in the attack."
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Courier</title><link>{SITE}/</link><ttl>60</ttl>
<skipHours><hour>1</hour></skipHours>
<item><title>Minister denies charge</title><link>{SITE}/a</link><guid>1</guid>
<dc:creator>Jane Roe</dc:creator><pubDate>Fri, 06 Oct 2017 10:00:00 +0200</pubDate>
<description><![CDATA[<p>{SAID}</p>]]></description></item>
<item><title>Group claims it</title><link>{SITE}/b</link><guid>2</guid></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title>
<link href="{SITE}/"/><entry><id>1</id><title type="html">Minister &amp; charge</title>
<link href="{SITE}/a"/><updated>2017-10-07T08:00:00Z</updated></entry></feed>"""
JSON = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "The Courier",
"items": [{{"id": "1", "url": "{SITE}/a", "title": "Minister denies charge",
"authors": [{{"name": "Jane Roe"}}], "date_published": "2017-10-06T10:00:00Z"}}]}}"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Minister denies charge</title>
<meta charset="utf-8"><link rel="canonical" href="/a">
<meta property="article:published_time" content="2017-10-06T10:00:00Z">
<script type="application/ld+json">{{"@type": "NewsArticle"}}</script></head><body>
<nav><a href="/">Home</a></nav><article><h1>Minister denies charge</h1><p>{SAID}</p>
<p>A police officer said on Wednesday that the group had claimed it.</p></article>
</body></html>"""
TEXT = f"Minister denies charge\n\n{SAID}\n\nHe said no more about the “charge”."
SEEDS = [text.encode() for text in (RSS, ATOM, JSON, PAGE, TEXT)]
#: What parsers stumble over.
TOKENS = [
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1b", b"\r", b"\xe2"),
    *(b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&#x110000;", b"&nbsp;", b"]]>"),
    *(b"<!--", b"<![CDATA[", b"<?xml ", b"<!DOCTYPE x [<!ENTITY e 'e'>]>", b"&e;"),
    *(b'"', b"'", b"<title>", b"</item>", b"<link>", b"http://[::1", b"http://a:b@c/"),
    *(b"//", b"?#", b'{"', b"[[[[", b"}", b"1e999", b"null", b"\\ud800", b"\\u0000"),
    *(b"9999-99-99T99:99:99Z", b"0001-01-01T00:00:00+23:59", b"<div>" * 300),
    *(b"x" * 3000, "ﷺ𝕏e\u0301\u202e".encode(), b"charset=utf-7", b"charset=idna"),
]
MOST_CHANGES = 6


def mutations(count: int, seed: int) -> Iterator[bytes]:
    """So many broken feeds, pages and texts; the same ones for the same seed."""
    random = Random(seed)
    for _ in range(count):
        body = random.choice(SEEDS)
        for _ in range(random.randint(1, MOST_CHANGES)):
            body = _changed(body, random)
        yield body


def _changed(body: bytes, random: Random) -> bytes:
    start = random.randrange(len(body) + 1)
    end = min(len(body), start + random.choice((0, 1, 8, 60, 400)))
    match random.randrange(6):
        case 0:
            middle = b""
        case 1:
            middle = body[start:end] * random.choice((2, 3, 40))
        case 2:
            middle = random.randbytes(end - start)
        case 3:
            return body[:end]
        case 4:
            other = random.choice(SEEDS)
            cut = random.randrange(len(other))
            middle = other[cut : cut + 200]
        case _:
            middle = random.choice(TOKENS)
    return body[:start] + middle + body[end:]
