import csv
import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from samples import SAMPLES, document, json_lines

from sources.ingest import continue_import, new_import
from sources.models import Article, Fetch, Import
from sources.views import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_admin(client: Client, make_user: Callable[..., AbstractUser]) -> Client:
    client.force_login(make_user("carol", "admins"))
    return client


def start(body: bytes, name: str = "a.jsonl") -> Import:
    return new_import(uploads=[(name, io.BytesIO(body), len(body))])


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_several_files_are_imported_each_with_its_result(as_admin: Client) -> None:
    uploads = [
        SimpleUploadedFile("good.txt", SAMPLES["text"]),
        SimpleUploadedFile("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00"),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("lines.jsonl", b'{"id": "1", "text": 5}\n'),
    ]
    data = {"kind": "files", "uploads": uploads, "outlet": "The Courier"}
    text = text_of(as_admin.post(reverse("import"), data, follow=True))
    assert "New text archived: 1" in text
    assert "Refused: 3" in text
    assert "It is a picture, not text." in text
    assert "lines.jsonl line 1" in text
    assert (Article.objects.count(), Fetch.objects.count()) == (1, 4)
    assert Import.objects.get().user.username == "carol"


def test_large_uploads_are_left_to_a_worker(
    as_admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE_BYTES", 10)
    data = {"kind": "files", "uploads": [SimpleUploadedFile("a", SAMPLES["text"])]}
    text = text_of(as_admin.post(reverse("import"), data, follow=True))
    assert "Under way, 0 %" in text
    assert '<meta http-equiv="refresh"' in text
    assert Import.objects.due().exists()


def test_too_much_is_refused_before_it_is_read(
    as_admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_UPLOAD_BYTES", 2**20)
    data = {"kind": "files", "uploads": [SimpleUploadedFile("a", b"x" * 2**20)]}
    text = text_of(as_admin.post(reverse("import"), data))
    assert "more than 1 MB, and were not read" in text
    assert not Import.objects.exists()


def test_a_request_without_its_token_is_refused(
    make_user: Callable[..., AbstractUser],
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("carol", "admins"))
    assert client.post(reverse("import"), {"kind": "text"}).status_code == 403


def test_a_trial_is_called_one(as_admin: Client) -> None:
    upload = SimpleUploadedFile("a", SAMPLES["text"])
    data = {"kind": "files", "uploads": [upload], "is_trial": "on"}
    text = text_of(as_admin.post(reverse("import"), data, follow=True))
    assert "A trial: nothing is archived." in text
    assert not Article.objects.exists()


def test_wrong_columns_are_explained_at_the_form(as_admin: Client) -> None:
    upload = SimpleUploadedFile("a", SAMPLES["csv"])
    data = {"kind": "files", "uploads": [upload], "columns": "words=Body"}
    assert "Write field=column" in text_of(as_admin.post(reverse("import"), data))


def test_columns_are_named_at_the_form(as_admin: Client) -> None:
    upload = SimpleUploadedFile("a", f"Kopf;Rumpf\nx;{'Words. ' * 9}\n".encode())
    columns = "title=Kopf, text = Rumpf"
    data = {"kind": "files", "uploads": [upload], "columns": columns}
    as_admin.post(reverse("import"), data)
    assert Article.objects.get().title == "x"


def test_an_import_is_stopped_and_resumed(as_admin: Client) -> None:
    started = start(SAMPLES["jsonl"])
    address = reverse("import_action", args=[started.pk])
    text = text_of(as_admin.post(address, {"action": "stop"}, follow=True))
    assert "Go on" in text
    assert "http-equiv" not in text
    as_admin.post(address, {"action": "resume"})
    assert Import.objects.due().exists()
    assert as_admin.post(address, {"action": "burn"}).status_code == 400


def test_an_import_by_command_is_resumed_by_command(as_admin: Client) -> None:
    started = start(SAMPLES["jsonl"])
    Import.objects.update(in_background=False, state=Import.State.STOPPED)
    text = text_of(as_admin.get(started.get_absolute_url()))
    assert f"import_documents --resume {started.pk}" in text
    assert "Go on" not in text


def test_the_report_tells_of_every_part(as_admin: Client) -> None:
    started = start(json_lines(document("a"), {"id": "b"}), "=a.jsonl")
    list(continue_import(started.pk))
    response = as_admin.get(reverse("import_report", args=[started.pk]))
    rows = list(csv.reader(io.StringIO(b"".join(response).decode())))
    assert rows[0] == ["part", "outcome", "detail", "article"]
    assert [row[:2] for row in rows[1:]] == [
        ["'=a.jsonl line 1", "new"],
        ["'=a.jsonl line 2", "refused"],
    ]
    assert rows[1][3].endswith(Article.objects.get().get_absolute_url())


@pytest.mark.parametrize("name", ["import_detail", "import_action", "import_report"])
def test_imports_are_for_admins(
    client: Client, editor: AbstractUser, name: str
) -> None:
    address = reverse(name, args=[start(SAMPLES["text"]).pk])
    assert client.get(address).status_code in (302, 405)
    client.force_login(editor)
    assert client.get(address).status_code in (403, 405)
    assert client.post(address).status_code in (403, 405)


def test_an_imports_page_needs_few_queries(
    as_admin: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    started = start(json_lines(*(document(str(number)) for number in range(30))))
    list(continue_import(started.pk))
    with django_assert_max_num_queries(12):
        as_admin.get(started.get_absolute_url())


def test_imports_are_listed_by_their_first_file(as_admin: Client) -> None:
    files = [(name, io.BytesIO(), 0) for name in ("b.txt", "a.txt")]
    new_import(uploads=files)
    text = text_of(as_admin.get(reverse("import")))
    assert "b.txt" in text
    assert "a.txt" not in text


# The bookmarklet


def test_the_bookmarklet_leads_back_here(as_admin: Client) -> None:
    text = text_of(as_admin.get(reverse("import")))
    assert "javascript:void(location.href=" in text
    assert "http://testserver/import/" in text.encode().decode("unicode_escape")


def test_an_address_from_the_bookmarklet_is_filled_in(as_admin: Client) -> None:
    response = as_admin.get(reverse("import"), {"url": "https://courier.example/a?b=1"})
    assert 'value="https://courier.example/a?b=1"' in text_of(response)


def test_strangers_come_back_with_the_address_after_signing_in(client: Client) -> None:
    response = client.get(reverse("import"), {"url": "https://courier.example/a"})
    assert "courier.example" in response["Location"]
