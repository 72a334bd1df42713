from datetime import date
from pathlib import Path

import pytest

from sources.ingest import import_document, import_file, import_text, outlet_named
from sources.models import Article, Fetch, Outlet, Revision
from sources.parse import Document, ParseError
from sources.parse.encoding import MAX_BYTES

pytestmark = pytest.mark.django_db

TEXT = "The minister said on Tuesday that his country had no part in the attack."
SPANISH = (
    "El ministro dijo el martes que su país no tuvo parte en el ataque contra el "
    "mercado, y que quienes dijeran otra cosa debían mostrar lo que sabían."
)


def import_bytes(tmp_path: Path, body: bytes, name: str = "a.txt") -> Fetch:
    path = tmp_path / name
    path.write_bytes(body)
    (fetch,) = import_file(path, outlet="The Courier")
    return fetch


def test_a_text_file_becomes_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Minister denies charge\n\n{TEXT}\n")
    (fetch,) = import_file(path, outlet="The Courier", day=date(2024, 3, 5))
    article = Article.objects.select_related("outlet").get()
    assert (fetch.outcome, fetch.article) == (Fetch.Outcome.NEW, article)
    assert article.title == "Minister denies charge"
    assert article.outlet.name == "The Courier"
    assert article.published_at.date() == date(2024, 3, 5)
    assert article.url == ""
    assert Revision.objects.get().text == f"Minister denies charge\n\n{TEXT}"


def test_a_saved_page_becomes_the_article_of_its_address(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="https://courier.example/story">'
        '<meta property="og:site_name" content="The Courier">'
    )
    path = tmp_path / "saved"
    path.write_text(f"<html><head>{head}</head><body><p>{TEXT}</p></body></html>")
    list(import_file(path))
    article = Article.objects.select_related("outlet").get()
    assert article.url == "https://courier.example/story"
    assert article.outlet.name == "The Courier"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"%PDF-1.4 text", "The PDF is damaged"),
        (b"\x00\x01\x02\x03" * 100, "binary data"),
        (b"x" * (MAX_BYTES + 1), "at most 10"),
        (b"<html><body><nav>Home</nav></body></html>", "no article's text"),
        (b"caf\x81\x8d\x8f\x90\x9d " * 20, "encoding could not be told"),
        (SPANISH.encode(), "not English"),
        (b"<?xml version='1.0'?><rss/>", "data for programs"),
    ],
    ids=["empty", "blank", "pdf", "binary", "big", "menu", "encoding", "lang", "xml"],
)
def test_a_bad_file_is_refused_and_leaves_only_the_row_that_says_so(
    tmp_path: Path, body: bytes, words: str
) -> None:
    fetch = import_bytes(tmp_path, body)
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert words in fetch.detail
    assert list(Fetch.objects.all()) == [fetch]
    assert fetch.origin == "a.txt"
    for model in (Article, Revision, Outlet):
        assert not model.objects.exists()


def test_a_file_of_50_mb_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50 * 2**20)
    (fetch,) = import_file(path)
    assert fetch.size == MAX_BYTES + 1


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read_right(tmp_path: Path, encoding: str) -> None:
    text = f"{TEXT} “No,” said the café’s owner."
    import_bytes(tmp_path, text.encode(encoding))
    assert Revision.objects.get().text == text


def test_the_same_text_again_is_unchanged(tmp_path: Path) -> None:
    import_bytes(tmp_path, TEXT.encode())
    fetch = import_bytes(tmp_path, TEXT.encode(), "another-name.txt")
    assert fetch.outcome == Fetch.Outcome.UNCHANGED
    assert Revision.objects.count() == 1


def test_another_text_under_the_same_headline_is_its_next_revision(
    tmp_path: Path,
) -> None:
    import_bytes(tmp_path, f"Minister denies charge\n\n{TEXT}".encode())
    longer = f"Minister denies charge\n\n{TEXT}\n\nHe said no more."
    fetch = import_bytes(tmp_path, longer.encode())
    assert fetch.outcome == Fetch.Outcome.CHANGED
    assert Article.objects.count() == 1


def test_the_same_headline_at_another_outlet_is_another_article(
    tmp_path: Path,
) -> None:
    text = f"Minister denies charge\n\n{TEXT}"
    for outlet in ("The Courier", "The Post"):
        import_text(text, outlet=outlet)
    assert Article.objects.count() == 2


# Pasted text


def test_a_pasted_text_with_an_address_is_the_article_there() -> None:
    import_text(TEXT, outlet="The Courier", url="https://courier.example/a#top")
    fetch = import_text(f"{TEXT} More.", url="https://courier.example/a")
    assert fetch.outcome == Fetch.Outcome.CHANGED
    assert Article.objects.get().url == "https://courier.example/a"


def test_a_headline_is_put_before_the_text_once() -> None:
    for text in (TEXT, f"Minister denies charge\n\n{TEXT}"):
        import_text(text, title="Minister denies charge")
    assert Revision.objects.get().text == f"Minister denies charge\n\n{TEXT}"


@pytest.mark.parametrize(
    ("text", "url", "words"),
    [(" ", "", "is empty"), (SPANISH, "", "not English"), (TEXT, "x:y", "web address")],
)
def test_a_bad_paste_is_refused(text: str, url: str, words: str) -> None:
    fetch = import_text(text, url=url)
    assert fetch.outcome == Fetch.Outcome.REFUSED
    assert words in fetch.detail
    assert not Article.objects.exists()


# Documents


def test_a_document_without_an_outlet_is_of_an_unknown_one() -> None:
    import_document(Document("one", TEXT))
    assert Outlet.objects.get().name == "Unknown outlet"


def test_a_document_in_another_language_is_refused_and_nothing_written() -> None:
    with pytest.raises(ParseError, match="not English"):
        import_document(Document("one", SPANISH, "The Courier"))
    assert not Outlet.objects.exists()


def test_a_document_and_a_page_of_one_address_are_one_article() -> None:
    import_text(TEXT, outlet="The Courier", url="https://courier.example/a")
    document = Document("one", TEXT, "The Post", url="https://courier.example/a")
    assert import_document(document).outcome == Fetch.Outcome.UNCHANGED
    assert Article.objects.get().outlet == outlet_named("The Courier")


def test_one_id_at_two_outlets_is_two_articles() -> None:
    for outlet in ("The Courier", "The Post"):
        import_document(Document("one", TEXT, outlet))
    assert Article.objects.count() == 2


def test_a_corrected_date_is_taken_over() -> None:
    for day in (5, 6):
        import_document(Document("one", TEXT, "The Courier", date(2024, 3, day)))
    assert Article.objects.get().published_at.date() == date(2024, 3, 6)


def test_importing_an_article_and_its_correction_again_changes_nothing() -> None:
    texts = [TEXT, f"{TEXT} It was corrected."]
    outcomes = [
        import_document(
            Document(f"doc-{number}", text, url="https://courier.example/a")
        ).outcome
        for _ in range(2)
        for number, text in enumerate(texts)
    ]
    assert outcomes == ["new", "changed", "unchanged", "unchanged"]
    assert Revision.objects.count() == 2


def test_json_that_is_laid_out_over_lines_is_one_document(tmp_path: Path) -> None:
    import_bytes(tmp_path, b'{\n  "id": "a",\n  "text": "b"\n}\n')
    assert Article.objects.get().external_id == "a"
