import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from samples import SAMPLES, TEXT, document, json_lines
from worker import database_url

from config.place import BASE_DIR
from config.serverprocess import wait_until
from sources import tasks
from sources.ingest import (
    continue_import,
    imports,
    new_import,
    resume_import,
    stop_import,
)
from sources.models import Article, Fetch, Import, ImportChunk, Revision
from sources.parse import StorageError

pytestmark = pytest.mark.django_db


def lines(count: int) -> bytes:
    return json_lines(*(document(f"d{number}") for number in range(count)))


def upload(*bodies: bytes, **fields: object) -> Import:
    files = [
        (f"{number}.data", io.BytesIO(body), len(body))
        for number, body in enumerate(bodies)
    ]
    return new_import(uploads=files, **fields)


def work(started: Import, seconds: float | None = None) -> list[str]:
    outcomes = [fetch.outcome for fetch in continue_import(started.pk, seconds)]
    started.refresh_from_db()
    return outcomes


def test_uploads_are_read_and_then_dropped() -> None:
    started = upload(lines(3), SAMPLES["text"], outlet="The Post")
    assert work(started) == ["new"] * 4
    assert (started.state, started.new, started.seen) == ("done", 4, 4)
    assert Fetch.objects.filter(file__parent=started).count() == 4
    assert not ImportChunk.objects.exists()


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_of_file_is_archived(kind: str) -> None:
    assert work(upload(SAMPLES[kind])) == ["new"]
    assert TEXT in Revision.objects.get().text


def test_an_upload_of_many_chunks_is_read_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sources.ingest.uploads.CHUNK_BYTES", 100)
    assert work(upload(SAMPLES["zip"], SAMPLES["warc.gz"], lines(20))) == ["new"] * 22


def test_what_is_known_is_skipped_and_what_is_bad_is_refused() -> None:
    body = json_lines(document("a"), document("a"), {"id": "b"})
    started = upload(body)
    assert work(started) == ["new", "unchanged", "refused"]
    assert (started.new, started.unchanged, started.refused) == (1, 1, 1)


def test_an_import_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH_PARTS", 4)
    started = upload(lines(10))
    slices = []
    while started.is_running:
        slices.append(len(work(started, seconds=0)))
    assert slices == [4, 4, 2, 0, 0]
    assert Revision.objects.count() == started.new == 10


def test_a_crash_within_a_batch_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "BATCH_PARTS", 4)
    started = upload(lines(10))
    store = imports.import_document
    chance = random.Random(1)

    def crash_sometimes(*args: object, **options: object) -> Fetch:
        if chance.random() < 0.2:
            raise KeyboardInterrupt
        return store(*args, **options)

    monkeypatch.setattr(imports, "MAX_ATTEMPTS", 100)
    monkeypatch.setattr(imports, "store_new_documents", lambda *_: {})
    monkeypatch.setattr(imports, "import_document", crash_sometimes)
    for _ in range(100):
        try:
            work(started)
            break
        except KeyboardInterrupt:
            continue
    assert started.state == Import.State.DONE
    assert Article.objects.count() == started.new == Fetch.objects.count() == 10


def test_a_second_worker_finds_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH_PARTS", 2)
    started = upload(lines(6))
    first = continue_import(started.pk)
    next(first)
    assert work(started) == ["new"] * 4
    assert len(list(first)) == 1
    assert Revision.objects.count() == started.new == 6


def test_a_part_that_ends_its_workers_is_given_up_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = upload(lines(5))
    store = imports.import_document

    def die_at_the_third(found: object, **options: object) -> Fetch:
        if found.id == "d2":
            raise KeyboardInterrupt
        return store(found, **options)

    monkeypatch.setattr(imports, "store_new_documents", lambda *_: {})
    monkeypatch.setattr(imports, "import_document", die_at_the_third)
    for _ in range(imports.MAX_ATTEMPTS + 3):
        try:
            work(started)
        except KeyboardInterrupt:
            started.refresh_from_db()
    assert (started.state, started.new, started.failed) == ("done", 4, 1)
    failed = Fetch.objects.get(outcome=Fetch.Outcome.FAILED)
    assert failed.origin == "0.data line 3"
    assert "Paste its text" in failed.detail


def test_a_trial_says_what_would_happen_and_does_nothing() -> None:
    started = upload(json_lines(document("a"), {"id": "b"}), is_trial=True)
    assert work(started) == ["new", "refused"]
    assert (started.new, started.refused) == (1, 1)
    assert not Article.objects.exists()


def test_many_new_documents_need_few_queries(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    started = upload(lines(imports.BATCH_PARTS))
    with django_assert_max_num_queries(40):
        assert work(started) == ["new"] * imports.BATCH_PARTS


def test_somebody_else_who_imports_the_same_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = upload(lines(3))
    monkeypatch.setattr("sources.ingest.bulk._known", lambda _: set())
    work(upload(json_lines(document("d1"))))
    assert work(started) == ["new", "unchanged", "new"]


def test_a_stopped_import_rests_until_it_is_resumed() -> None:
    started = upload(lines(3))
    stop_import(started.pk)
    assert work(started) == []
    assert not Import.objects.due().exists()
    resume_import(started.pk)
    assert Import.objects.due().exists()
    assert work(started) == ["new"] * 3


def test_bytes_that_are_lost_for_a_moment_refuse_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = upload(lines(3))
    ImportChunk.objects.update(number=7)
    with pytest.raises(StorageError):
        work(started)
    ImportChunk.objects.update(number=0)
    assert work(started) == ["new"] * 3


def test_a_file_that_changed_on_disk_is_not_read_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(3))
    started = new_import(paths=[path])
    path.write_bytes(lines(4))
    assert work(started) == ["refused"]
    assert "import it anew" in Fetch.objects.get().detail


def test_no_mutation_of_a_file_leaves_half_a_row() -> None:
    chance = random.Random(7)
    for kind in SAMPLES:
        bodies = []
        for _ in range(10):
            body = bytearray(SAMPLES[kind])
            for _ in range(chance.randint(1, 5)):
                body[chance.randrange(len(body))] = chance.randrange(256)
            bodies.append(bytes(body))
        started = upload(*bodies)
        work(started)
        assert started.state == Import.State.DONE
    assert not Article.objects.filter(revisions=None).exists()
    assert not Article.objects.exclude(state=Article.State.ARCHIVED).exists()


# The task


def test_the_sweep_finds_imports_that_lost_their_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = Mock()
    monkeypatch.setattr(tasks.continue_import, "apply_async", send)
    started = upload(lines(1))
    tasks.sweep()
    assert send.call_args.args == ([started.pk],)


def test_the_task_comes_back_until_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "IMPORT_SECONDS", 0)
    monkeypatch.setattr(tasks.continue_import, "delay", tasks.continue_import)
    monkeypatch.setattr(imports, "BATCH_PARTS", 2)
    started = upload(lines(5))
    tasks.continue_import(started.pk)
    assert Revision.objects.count() == 5


# The command


def test_an_import_on_disk_is_resumed_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(4))
    started = new_import(paths=[path], in_background=False)
    stop_import(started.pk)
    call_command("import_documents", "--resume", str(started.pk))
    assert Revision.objects.count() == 4


def test_only_an_import_that_exists_is_resumed() -> None:
    with pytest.raises(CommandError, match="no import 99"):
        call_command("import_documents", "--resume", "99")


def test_columns_are_named_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Rumpf,Kopf\n{TEXT},Minister denies charge\n")
    columns = ["--column", "text=Rumpf", "--column", "title=Kopf"]
    call_command("import_documents", path, *columns)
    assert Article.objects.get().title == "Minister denies charge"


def test_a_wrong_column_is_explained() -> None:
    with pytest.raises(CommandError, match="is not like text=Body"):
        call_command("import_documents", "a.csv", "--column", "words=Body")


def test_a_trial_on_the_command_line_archives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(2))
    call_command("import_documents", path, "--trial")
    assert not Article.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_command_is_resumed_and_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(300))
    run_and_kill("import_documents", str(path))
    started = Import.objects.get()
    assert 0 < started.new < 300
    call_command("import_documents", "--resume", str(started.pk))
    started.refresh_from_db()
    assert (started.state, started.new) == (Import.State.DONE, 300)
    assert Article.objects.count() == Revision.objects.count() == 300
    assert Fetch.objects.count() == 300


def run_and_kill(*arguments: str) -> None:
    """Run a command until it has written something, and end it as a crash would."""
    with subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
    ) as process:
        assert wait_until(Revision.objects.exists, 60)
        process.send_signal(signal.SIGKILL)
