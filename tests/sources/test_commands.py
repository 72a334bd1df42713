import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, load_command_class
from webpages import WebPages

from sources.models import Article, Feed, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_web")]

TEXT = "The minister said on Tuesday that his country had no part in the attack."
COMMANDS = [
    "add_feed",
    "export_opml",
    "fetch_feeds",
    "import_documents",
    "import_opml",
    "import_url",
]
Capture = pytest.CaptureFixture[str]


def last_line(capsys: Capture) -> str:
    return capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    parser = load_command_class("sources", name).create_parser("manage.py", name)
    shown = parser.format_help()
    assert re.search(rf"Examples?:\n  manage.py {name}", shown)


def test_add_feed_says_what_waits(
    http_server: WebPages, rss: Callable[..., str], capsys: Capture
) -> None:
    url = http_server.set("/rss", rss(http_server.url("/a")))
    call_command("add_feed", url, outlet="The Post")
    line = "The Courier of The Post is followed now; articles waiting to be fetched: 1."
    assert last_line(capsys) == line


def test_add_feed_knows_what_is_followed(
    http_server: WebPages, rss: Callable[..., str], capsys: Capture
) -> None:
    url = http_server.set("/rss", rss())
    call_command("add_feed", url)
    call_command("add_feed", url)
    assert last_line(capsys) == "The Courier: It is followed already."


def test_add_feed_fails_in_words(http_server: WebPages) -> None:
    with pytest.raises(CommandError, match="It is no RSS, Atom or JSON feed"):
        call_command("add_feed", http_server.set("/", "Hello"))


def test_import_url_names_the_article(
    http_server: WebPages, page: Callable[..., str], capsys: Capture
) -> None:
    call_command("import_url", http_server.set("/a", page(TEXT)))
    article = Article.objects.get()
    assert last_line(capsys) == (
        f"Article {article.pk}, Minister denies charge: new text archived."
    )


def test_import_url_fails_in_words(http_server: WebPages) -> None:
    with pytest.raises(CommandError, match="There is no such page"):
        call_command("import_url", http_server.url("/nowhere"))


def test_import_opml_has_a_line_for_each_feed_and_goes_on(
    http_server: WebPages, rss: Callable[..., str], tmp_path: Path, capsys: Capture
) -> None:
    good, known = (http_server.set(f"/{n}", rss(title=n)) for n in ("good", "known"))
    bad = http_server.set("/bad", status=404)
    call_command("add_feed", known)
    file = tmp_path / "list.opml"
    outlines = [f'<outline xmlUrl="{url}"/>' for url in (bad, known, good)]
    file.write_text("<opml>\n" + "\n".join(outlines) + "\n</opml>")
    with pytest.raises(CommandError, match="3 feeds: 1 failed, 1 known, 1 new"):
        call_command("import_opml", file)
    lines = capsys.readouterr().out.splitlines()[-3:]
    assert lines[0].startswith(f"[1/3] line 2: failed: {bad} The server answered 404")
    assert lines[1].startswith(f"[2/3] line 3: known: {known}")
    assert lines[2] == f"[3/3] line 4: new: {good}"
    assert Feed.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "words"), [("no xml", "XML is broken"), (None, "cannot be read")]
)
def test_import_opml_explains_a_bad_list(
    tmp_path: Path, content: str | None, words: str
) -> None:
    file = tmp_path / "list.opml"
    if content:
        file.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_opml", file)


def test_fetch_feeds_goes_from_feed_to_text(
    http_server: WebPages,
    rss: Callable[..., str],
    page: Callable[..., str],
    capsys: Capture,
) -> None:
    call_command("add_feed", http_server.set("/rss", rss()))
    http_server.set("/rss", rss(http_server.set("/a", page(TEXT))))
    call_command("fetch_feeds")
    assert last_line(capsys) == "0 fetches: nothing."
    call_command("fetch_feeds", all=True)
    assert last_line(capsys) == "2 fetches: 2 new."
    assert Revision.objects.count() == 1


def test_fetch_feeds_leaves_paused_feeds_alone(
    http_server: WebPages, rss: Callable[..., str], capsys: Capture
) -> None:
    call_command("add_feed", http_server.set("/rss", rss()))
    Feed.objects.all().pause()
    call_command("fetch_feeds", all=True)
    assert last_line(capsys) == "0 fetches: nothing."


def test_fetch_feeds_fails_when_one_did(
    http_server: WebPages, rss: Callable[..., str]
) -> None:
    call_command("add_feed", http_server.set("/rss", rss()))
    http_server.set("/rss", status=500)
    with pytest.raises(CommandError, match="1 fetches: 1 failed"):
        call_command("fetch_feeds", all=True)


def test_lists_come_back_with_their_folders(
    http_server: WebPages, rss: Callable[..., str], tmp_path: Path, capsys: Capture
) -> None:
    url, file = http_server.set("/rss", rss()), tmp_path / "feeds.opml"
    outline = f'<outline xmlUrl="{url}"/>'
    file.write_text(f'<opml><outline text="World">{outline}</outline></opml>')
    call_command("import_opml", file)
    call_command("export_opml", file)
    assert last_line(capsys) == f"1 feeds are in {file}."
    Feed.objects.all().delete()
    call_command("import_opml", file)
    assert Feed.objects.get().folder == "World"
