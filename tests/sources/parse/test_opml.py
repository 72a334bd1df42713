from dataclasses import replace

import pytest

from sources.parse import Outline, ParseError, parse_opml, write_opml
from sources.parse.errors import EmptyInput, InvalidXml, NotAFeed, NotText, TooLarge
from sources.parse.opml import MAX_BYTES


def test_feeds_are_found_in_all_folders() -> None:
    body = b"""<opml version="2.0"><body>
<outline text="Asia">
<outline text="A" title="The A" xmlUrl="https://a.example/rss"/>
<outline text="Deep"><outline text="B" xmlurl="https://b.example/rss"/></outline>
</outline>
<outline text="A link" htmlUrl="https://c.example/"/>
</body></opml>"""
    assert parse_opml(body) == [
        Outline("https://a.example/rss", "The A", 3, "Asia"),
        Outline("https://b.example/rss", "B", 4, "Asia/Deep"),
    ]


def test_a_list_that_was_written_reads_the_same() -> None:
    outlines = [
        Outline("https://a.example/?x=1&y=2", "The <A>", folder="World/Asia"),
        Outline("https://b.example/rss", "B", folder="World"),
        Outline("https://c.example/rss", "C", homepage="https://c.example/"),
        Outline("https://d.example/rss", "D", folder="World/Asia"),
    ]
    found = parse_opml(write_opml(outlines, "Feeds & more"))
    by_url = sorted(found, key=lambda outline: outline.url)
    assert [replace(outline, line=0) for outline in by_url] == outlines


def test_a_slash_in_a_folders_name_makes_no_second_folder() -> None:
    body = b'<opml><outline text="A/B"><outline xmlUrl="https://a.example/"/></outline></opml>'
    assert parse_opml(body)[0].folder == "A B"


def test_bare_ampersands_are_put_up_with() -> None:
    body = b'<opml><outline text="R & D" xmlUrl="https://a.example/?x=1&y=2&amp;z"/></opml>'
    assert parse_opml(body) == [Outline("https://a.example/?x=1&y=2&z", "R & D", 1)]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b" \n", EmptyInput),
        (b"\x89PNG\r\n\x1a\n", NotText),
        (b"https://a.example/rss", InvalidXml),
        (b"<opml><outline", InvalidXml),
        (b"<opml><body/></opml>", NotAFeed),
        (b"<opml>" + b" " * MAX_BYTES + b"</opml>", TooLarge),
        (
            b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b'<opml><outline xmlUrl="https://a.example/" text="&x;"/></opml>',
            InvalidXml,
        ),
    ],
)
def test_what_is_no_list_is_refused(body: bytes, error: type[ParseError]) -> None:
    with pytest.raises(error):
        parse_opml(body)


def test_a_bomb_of_entities_does_not_go_off() -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE o [<!ENTITY a0 "boom">{layers}]><opml>&a11;</opml>'
    with pytest.raises(ParseError):
        parse_opml(body.encode())
