from datetime import UTC, date, datetime

import pytest

from sources.parse import (
    ArticleText,
    ParseError,
    parse_html,
    parse_page,
    parse_text,
    refuse_detour,
)
from sources.parse.errors import (
    BehindBarrier,
    EmptyInput,
    NoArticle,
    NotEnglish,
    TooLarge,
)

FIRST = "The minister said on Tuesday that his country had no part in the attack."
SECOND = "A police officer said on Wednesday that the group had claimed it."
THIRD = "The group’s spokesman could not be reached."


def html(body: str, head: str = "<title>Minister denies charge</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def article(*paragraphs: str) -> str:
    return f"<article>{''.join(f'<p>{p}</p>' for p in paragraphs)}</article>"


# Web pages


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        (article(FIRST, SECOND), [FIRST, SECOND]),
        (article(f"{FIRST}<br>{SECOND}"), [f"{FIRST} {SECOND}"]),
        (article(f"<b>The minister</b> {FIRST[13:]}"), [FIRST]),
        (article(FIRST.replace(" ", "\n\t ")), [FIRST]),
        (article(FIRST, f"<a href='/x'>A police</a> {SECOND[9:]}"), [FIRST, SECOND]),
        (
            article("&ldquo;No,&rdquo; he said &amp; left the room.", FIRST),
            ["“No,” he said & left the room.", FIRST],
        ),
        (
            f"<article><p>{FIRST}</p><blockquote><p>{SECOND}</p></blockquote></article>",
            [FIRST, SECOND],
        ),
        (
            f"<article><p>{FIRST}</p><ul><li>{SECOND}</li><li>{THIRD}</li></ul></article>",
            [FIRST, SECOND, THIRD],
        ),
        (
            f"<article><p>{FIRST}</p><table><tr><td>Dead</td><td>12</td></tr></table>"
            f"<p>{SECOND}</p></article>",
            [FIRST, "Dead | 12", SECOND],
        ),
    ],
)
def test_paragraphs_are_parted_by_blank_lines(body: str, paragraphs: list[str]) -> None:
    expected = "\n\n".join(["Minister denies charge", *paragraphs])
    assert parse_html(html(body)).text == expected


def test_menus_comments_and_scripts_are_left_out() -> None:
    body = (
        "<nav><a href=/>Home</a></nav><script>var x = 'said the script.';</script>"
        f"{article(FIRST, SECOND, THIRD)}"
        "<div id='comments'><h3>Comments</h3><p>I do not believe it at all.</p></div>"
        "<footer>Copyright 2024. All rights reserved.</footer>"
    )
    text = parse_html(html(body)).text
    assert text == f"Minister denies charge\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_the_headline_is_not_doubled() -> None:
    body = f"<article><h1>Minister  denies charge</h1><p>{FIRST}</p></article>"
    assert parse_html(html(body)).text == f"Minister denies charge\n\n{FIRST}"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<meta property="article:published_time" content="2017-10-06T23:30+02:00">',
            datetime(2017, 10, 6, 21, 30, tzinfo=UTC),
        ),
        (
            '<meta property="article:published_time" content="2017-10-06T23:30-0500">',
            datetime(2017, 10, 7, 4, 30, tzinfo=UTC),
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", '
            '"datePublished": "2017-10-06T08:00:00Z"}</script>',
            datetime(2017, 10, 6, 8, 0, tzinfo=UTC),
        ),
        ('<meta name="date" content="2017-10-06">', date(2017, 10, 6)),
        ('<meta name="date" content="2017-10-06T08:00:00">', date(2017, 10, 6)),
        ("", None),
    ],
    ids=["east", "west", "json-ld", "day", "no zone", "none"],
)
def test_the_moment_of_publication_is_found_or_its_day_or_left_open(
    head: str, published: date | None
) -> None:
    page = html(article(FIRST, SECOND) + "<footer>Copyright 2024</footer>", head)
    assert parse_html(page).published == published


def test_what_the_page_says_of_itself_is_kept() -> None:
    head = (
        "<title>Minister denies charge | The Courier</title>"
        '<meta property="og:title" content="Minister denies charge">'
        '<meta property="og:site_name" content="The Courier">'
        '<meta name="author" content="Jane Roe">'
        '<link rel="canonical" href="/2017/story?utm_source=x">'
    )
    found = parse_html(html(article(FIRST), head), url="https://courier.example/amp/1")
    assert (found.title, found.byline) == ("Minister denies charge", "Jane Roe")
    assert found.outlet == "The Courier"
    assert found.url == "https://courier.example/2017/story"


@pytest.mark.parametrize(
    ("canonical", "address"),
    [
        ("https://elsewhere.example/story", ""),
        ("https://courier.example/", ""),
        ("javascript:void(0)", ""),
        ("https://www.courier.example/story", "https://www.courier.example/story"),
    ],
)
def test_an_address_is_believed_only_within_the_site(
    canonical: str, address: str
) -> None:
    head = f'<link rel="canonical" href="{canonical}">'
    found = parse_html(html(article(FIRST), head), url="https://courier.example/a")
    assert found.url == address


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ("", NoArticle, "no article's text"),
        (
            "<nav><a href=/a>World</a> <a href=/b>Asia</a></nav>",
            NoArticle,
            "one article",
        ),
        (f"<p>{'Sport ' * 50}</p>", NoArticle, "no article's text"),
        ("<p>We use cookies and ask for your consent.</p>", BehindBarrier, "consent"),
        ("<p>Subscribe to continue reading.</p>", BehindBarrier, "subscribers"),
        ("<p>Please verify you are a human.</p>", BehindBarrier, "full browser"),
        (
            "<article><p>El ministro dijo el martes que su país no tuvo parte en el "
            "ataque contra el mercado, y que otros debían mostrar lo que sabían.</p>",
            NotEnglish,
            "looks like 'es'",
        ),
    ],
)
def test_a_page_without_its_article_says_why(
    body: str, error: type[ParseError], words: str
) -> None:
    with pytest.raises(error, match=words):
        parse_html(html(body))


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (
            [
                "We value your privacy.",
                "We and our 842 partners store and access information on your device, "
                "such as unique identifiers, and process personal data.",
                "With your consent we may use precise location. You can change your "
                "choices at any time in the footer of every page of this site.",
                "Some of them do not ask but rely on their legitimate interest.",
            ],
            "asks for consent",
        ),
        ([FIRST, SECOND, "Subscribe to read the full story."], "subscribers only"),
        ([FIRST, "This article is for subscribers only."], "but for its first words"),
    ],
    ids=["consent", "teaser", "subscribers"],
)
def test_a_door_with_whole_sentences_is_no_article(
    paragraphs: list[str], words: str
) -> None:
    with pytest.raises(BehindBarrier, match=words):
        parse_html(html(article(*paragraphs)))


def test_a_page_that_calls_itself_not_free_shows_a_teaser_at_best() -> None:
    head = (
        '<script type="application/ld+json">'
        '{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    )
    with pytest.raises(BehindBarrier, match="subscribers only"):
        parse_html(html(article(FIRST, SECOND), head))
    long = [f"{FIRST} He said so {number} times." for number in range(10)]
    assert FIRST in parse_html(html(article(*long), head)).text


@pytest.mark.parametrize(
    ("found", "is_door"),
    [
        ("https://consent.courier.example/v2/collectConsent?session=1", True),
        ("https://courier.example/login?next=/a", True),
        ("https://courier.example/account/sign-in.html", True),
        ("https://courier.example/captcha/", True),
        ("https://www.courier.example/2024/login-data-stolen-minister-says", False),
        ("https://courier.example/world/privacy-law-passed.html", False),
    ],
)
def test_a_redirect_to_a_door_is_told_by_its_address(found: str, is_door: bool) -> None:
    asked = "https://courier.example/a"
    if is_door:
        with pytest.raises(BehindBarrier, match=r"it led to"):
            refuse_detour(asked, found)
    else:
        refuse_detour(asked, found)
    refuse_detour(found, found)


def test_an_article_about_cookies_is_an_article() -> None:
    cookie = "The regulator said that sites must ask for consent to cookies."
    assert cookie in parse_html(html(article(cookie, FIRST, SECOND))).text


# Plain text


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (f"Headline\n\n{FIRST}", "Headline", f"Headline\n\n{FIRST}"),
        (f"Headline\n{FIRST}\n{SECOND}", "Headline", None),
        (f"{FIRST}\n\n{SECOND}", "", f"{FIRST}\n\n{SECOND}"),
        (FIRST, "", FIRST),
        (f"Did he do it?\n\n{FIRST}", "", f"Did he do it?\n\n{FIRST}"),
        (f"\n\n  \nHeadline  \n\n\n\n{FIRST}\n", "Headline", f"Headline\n\n{FIRST}"),
        (f"{'x' * 201}\n\n{FIRST}", "", f"{'x' * 201}\n\n{FIRST}"),
    ],
)
def test_a_plain_text_is_kept_and_its_headline_found(
    text: str, title: str, expected: str | None
) -> None:
    found = parse_text(text)
    assert found.title == title
    assert found.text == (expected or f"Headline\n\n{FIRST}\n\n{SECOND}")


def test_wrapped_lines_stay_in_their_paragraph() -> None:
    wrapped = FIRST.replace(" that ", " that\n")
    assert parse_text(f"{wrapped}\n\n{SECOND}").text == f"{wrapped}\n\n{SECOND}"


@pytest.mark.parametrize("text", ["", "  \n\t ", "\ufeff", "\0"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(EmptyInput, match="is empty"):
        parse_text(text)


# Either


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (html(article(FIRST)).encode(), "Minister denies charge\n\n" + FIRST),
        (f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>".encode(), None),
        (FIRST.encode("utf-16"), FIRST),
        (f"Of 3 < 5 and <nothing>\n\n{FIRST}".encode(), None),
    ],
)
def test_pages_and_texts_are_told_apart_by_content(
    body: bytes, expected: str | None
) -> None:
    found = parse_page(body)
    assert isinstance(found, ArticleText)
    assert FIRST in found.text
    assert expected is None or found.text == expected


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
        b'{"id": "a", "text": "Words."}',
        b'[{"id": "a"}]',
    ],
)
def test_data_for_programs_is_no_article(body: bytes) -> None:
    with pytest.raises(NoArticle, match="data for programs"):
        parse_page(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>" + b"<div>" * 5000 + b"deep",
        b"<html><body>" + b"<p>" * 5_000,
        b"<html><head><title>" + b"x" * 100_000,
        b"<html><body><p>\x00\xff\xfe</p>",
        b"<html><!-- never closed",
        b"<html><body><table>" + b"<tr><td>" * 3000,
    ],
    ids=["deep", "open", "title", "bytes", "comment", "tables"],
)
def test_odd_pages_end_in_our_own_error(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse_page(body)


def test_a_page_of_very_many_tags_is_read_without_what_is_no_article() -> None:
    menu = "<li><a href=/x>World</a></li>" * 20_000
    page = html(f"<nav><ul>{menu}</ul></nav><main>{article(FIRST, SECOND)}</main>")
    assert parse_html(page).text == f"Minister denies charge\n\n{FIRST}\n\n{SECOND}"


def test_a_long_live_report_is_read_whole() -> None:
    line = (
        "<p><b>{}</b>: the <a href=/m>minister</a> said that he had no part in it.</p>"
    )
    lines = "".join(line.format(number) for number in range(4000))
    text = parse_html(html(f"<main>{lines}</main>")).text
    assert text.count("the minister said that he had no part in it.") == 4000


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>" + b"<p>" * 40_000,
        b"<html><body><p>" + FIRST.encode() * 30_000,
        FIRST.encode() * 30_000,
    ],
    ids=["tags", "long page", "long text"],
)
def test_books_and_floods_of_tags_are_refused_at_once(body: bytes) -> None:
    with pytest.raises(TooLarge, match="has at most"):
        parse_page(body)


def test_a_page_of_comments_takes_no_time() -> None:
    with pytest.raises(NoArticle):
        parse_page(b"<!-- -->" * 50_000)
