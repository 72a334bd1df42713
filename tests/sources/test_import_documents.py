import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.models import Article, Fetch, Revision

pytestmark = pytest.mark.django_db

TEXT = "The ministry said on Monday that the group had planted the bomb at the market."


def write_lines(path: Path, *documents: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(document) + "\n" for document in documents))
    return path


def document(**fields: object) -> dict[str, object]:
    return {
        "id": "one",
        "source": "The Courier",
        "date": "2017-10-06",
        "title": "Ministry blames group",
        "text": TEXT,
    } | fields


def test_a_jsonl_document_becomes_an_article(tmp_path: Path) -> None:
    call_command("import_documents", write_lines(tmp_path / "a.jsonl", document()))
    article = Article.objects.select_related("outlet").get()
    assert article.outlet.name == "The Courier"
    assert article.external_id == "one"
    assert article.title == "Ministry blames group"
    assert article.published_at.date() == date(2017, 10, 6)
    assert article.state == Article.State.ARCHIVED
    assert article.latest_revision().text == TEXT


def test_the_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = f"  {TEXT}\n\n\n“No,” he said.\u00a0 \r\nThe end.\n"
    call_command("import_documents", write_lines(tmp_path / "a", document(text=text)))
    assert Revision.objects.get().text == text


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", document())
    call_command("import_documents", path)
    call_command("import_documents", path)
    assert Revision.objects.count() == 1
    outcomes = Fetch.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["new", "unchanged"]


@pytest.mark.parametrize("change", [{"text": f"{TEXT} It left."}, {"title": "New"}])
def test_a_change_becomes_a_second_revision(
    tmp_path: Path, change: dict[str, str]
) -> None:
    lines = [document(), document(**change)]
    call_command("import_documents", write_lines(tmp_path / "a.jsonl", *lines))
    assert Article.objects.count() == 1
    assert list(Revision.objects.values_list("number", flat=True)) == [1, 2]


def test_a_bad_line_is_named_and_the_rest_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    good = [json.dumps(document(id=name)) for name in ("x", "y")]
    path.write_text(f"{good[0]}\n{{oops\n{good[1]}\n")
    with pytest.raises(CommandError, match=r"3 documents: 2 new, 1 refused"):
        call_command("import_documents", path)
    assert "a.jsonl line 2: refused. It is not JSON" in capsys.readouterr().err
    assert Article.objects.count() == 2
    assert Fetch.objects.get(outcome="refused").origin == "a.jsonl line 2"


def test_gzip_is_read_whatever_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.data"
    path.write_bytes(gzip.compress(json.dumps(document()).encode()))
    call_command("import_documents", path)
    assert Article.objects.count() == 1


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(json.dumps(document(text=TEXT * 100)).encode())
    path.write_bytes(whole[:-20])
    with pytest.raises(CommandError):
        call_command("import_documents", path)
    assert "compress it again" in Fetch.objects.get().detail
    assert not Article.objects.exists()


def test_a_folder_is_imported_file_by_file(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", document())
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.txt").write_text(f"Group denies it\n\n{TEXT}")
    (tmp_path / ".hidden").write_text("no text")
    call_command("import_documents", tmp_path, outlet="The Post", date=date(2020, 1, 2))
    titles = Article.objects.order_by("pk").values_list("title", "outlet__name")
    assert list(titles) == [
        ("Ministry blames group", "The Courier"),
        ("Group denies it", "The Post"),
    ]


def test_the_options_fill_only_what_a_document_lacks(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", document(source=None, date=None))
    call_command("import_documents", path, outlet="The Post", date=date(2020, 1, 2))
    article = Article.objects.select_related("outlet").get()
    assert article.outlet.name == "The Post"
    assert article.published_at.date() == date(2020, 1, 2)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_documents", tmp_path / "nowhere.txt")
    assert "No such file" in Fetch.objects.get().detail


def test_a_bad_date_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="is not a day like 2026-01-31"):
        call_command("import_documents", "a.txt", "--date", "yesterday")
