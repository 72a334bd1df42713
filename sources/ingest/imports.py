"""Imports of files, some parts at a time: safe to break off anywhere, and to go on.

What a batch of parts became, and how far the import has come, is written in one
transaction. Whoever finds the import further than expected leaves it to the other one.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sources.ingest.archive import import_document, store_text
from sources.ingest.bulk import store_new_documents
from sources.ingest.log import record, refuse
from sources.ingest.outlets import outlet_named
from sources.ingest.uploads import drop_chunks, open_import_file, store_chunks
from sources.models import Fetch, Import, ImportFile
from sources.parse import (
    Document,
    Page,
    ParseError,
    Part,
    broken_part,
    split_file,
)

#: Written at once, unless so many bytes came together earlier.
BATCH_PARTS = 50
BATCH_BYTES = 4 * 2**20
#: A part at which so many workers were lost is given up.
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Reading:
    """A part after it was read: what is in it, or why nothing is."""

    origin: str
    size: int
    found: Document | Page | ParseError


class LostWorkers(ParseError):
    def __init__(self) -> None:
        super().__init__(
            f"Reading it has ended {MAX_ATTEMPTS} workers, so it was left out. Paste "
            "its text instead."
        )


@transaction.atomic
def new_import(
    *,
    paths: Iterable[Path] = (),
    uploads: Iterable[tuple[str, BinaryIO, int]] = (),
    **fields: Any,
) -> Import:
    """Note down what is to be read; nothing is read yet.

    `uploads` are names, streams and sizes. `fields` are those of Import.
    """
    found = Import.objects.create(**fields)
    ImportFile.objects.bulk_create(_on_disk(found, path) for path in paths)
    for name, stream, size in uploads:
        store_chunks(found.files.create(name=name[:500], size=size), stream)
    return found


def _on_disk(parent: Import, path: Path) -> ImportFile:
    size = path.stat().st_size if path.is_file() else 0
    return ImportFile(
        parent=parent, name=path.name[:500], path=str(path.absolute()), size=size
    )


def continue_import(pk: int, seconds: float | None = None) -> Iterator[Fetch]:
    """Read on, for about so many seconds or to the end; a result for each part.

    Results come once their batch is committed. Raises StorageError.
    """
    deadline = time.monotonic() + seconds if seconds is not None else None
    while file := _next_file(pk):
        yield from _read_file(file, deadline)
        file.refresh_from_db()
        if not file.is_done:
            return
        if deadline is not None and time.monotonic() > deadline:
            return
    _finish(pk)


def stop_import(pk: int) -> int:
    """Have nobody read on until somebody resumes it; how many imports that were."""
    running = Import.objects.filter(pk=pk, state=Import.State.RUNNING)
    return running.update(state=Import.State.STOPPED, touched_at=None)


def resume_import(pk: int) -> int:
    stopped = Import.objects.filter(pk=pk, state=Import.State.STOPPED)
    return stopped.update(state=Import.State.RUNNING, touched_at=None)


def _next_file(pk: int) -> ImportFile | None:
    files = ImportFile.objects.select_related("parent")
    return files.filter(
        parent=pk, parent__state=Import.State.RUNNING, is_done=False
    ).first()


def _finish(pk: int) -> None:
    """Put down that all is read; what was uploaded is not needed any more."""
    with transaction.atomic():
        done = Import.objects.filter(pk=pk, state=Import.State.RUNNING).update(
            state=Import.State.DONE, finished_at=timezone.now(), touched_at=None
        )
        if done:
            drop_chunks(ImportFile.objects.filter(parent=pk))


def _read_file(file: ImportFile, deadline: float | None) -> Iterator[Fetch]:
    """Read on in a file until it ends, the time is over or somebody else is faster."""
    _note_attempt(file)
    try:
        stream = open_import_file(file)
    except ParseError as error:
        yield from _write(file, [Reading(file.name, 0, error)], 0) or ()
        _write(file, [], 0)
        return
    split = split_file(stream, file.size, file.parent.columns)
    with closing(stream), closing(split):
        parts = _from_position(split, file)
        most = 1 if file.attempts > 1 else BATCH_PARTS
        while True:
            readings = list(_read_batch(file.name, parts, most))
            written = _write(file, readings, stream.tell())
            yield from written or ()
            if not written or (deadline is not None and time.monotonic() > deadline):
                return


def _note_attempt(file: ImportFile) -> None:
    """Count the workers that come to this position; a written batch sets it back."""
    ImportFile.objects.filter(pk=file.pk).update(attempts=F("attempts") + 1)
    Import.objects.filter(pk=file.parent_id).update(touched_at=timezone.now())
    file.refresh_from_db(fields=["attempts", "position"])


def _from_position(parts: Iterator[Part], file: ImportFile) -> Iterator[Part]:
    """The parts that are left; the first is given up if it has cost enough workers."""
    left = islice(parts, file.position, None)
    if file.attempts > MAX_ATTEMPTS and (part := next(left, None)):
        yield broken_part(LostWorkers(), part.place, part.size)
    yield from left


def _read_batch(name: str, parts: Iterator[Part], most: int) -> Iterator[Reading]:
    """Read some parts, outside of any transaction, as that may take long."""
    size = 0
    for part in islice(parts, most):
        found: Document | Page | ParseError
        try:
            found = part.read()
        except ParseError as error:
            found = error
        yield Reading(f"{name}{part.place}", part.size, found)
        size += part.size
        if size > BATCH_BYTES:
            return


@transaction.atomic
def _write(
    file: ImportFile, readings: list[Reading], bytes_read: int
) -> list[Fetch] | None:
    """Store a batch and move on; none at all is the end of the file.

    None when the import was stopped or is somewhere else than `file` says.
    """
    running = Import.objects.filter(pk=file.parent_id, state=Import.State.RUNNING)
    held = running.select_for_update(skip_locked=True).first()
    here = ImportFile.objects.filter(pk=file.pk, position=file.position, is_done=False)
    if held is None or not here.exists():
        return None
    store = _try_out if held.is_trial else _store
    fetches = store(held, readings, file)
    _count(held, fetches)
    file.position += len(readings)
    file.bytes_read = min(max(file.bytes_read, bytes_read), file.size)
    file.attempts = 0
    file.is_done = not readings
    if file.is_done:
        file.bytes_read = file.size
    file.save(update_fields=["position", "bytes_read", "attempts", "is_done"])
    return fetches


def _count(held: Import, fetches: list[Fetch]) -> None:
    counts = Counter(str(fetch.outcome) for fetch in fetches)
    for outcome, count in counts.items():
        setattr(held, outcome, getattr(held, outcome) + count)
    held.touched_at = timezone.now()
    held.save(update_fields=[*counts, "touched_at"])


def _try_out(held: Import, readings: list[Reading], file: ImportFile) -> list[Fetch]:
    """What storing them would do, and nothing of it done."""
    with transaction.atomic():
        tried = _store(held, readings, file)
        transaction.set_rollback(True)
    return [
        record(
            would.origin,
            Fetch.Outcome(would.outcome),
            would.detail,
            size=would.size,
            file=file,
        )
        for would in tried
    ]


def _store(held: Import, readings: list[Reading], file: ImportFile) -> list[Fetch]:
    readings = [_complete(held, reading) for reading in readings]
    documents = {
        place: (reading.origin, reading.found)
        for place, reading in enumerate(readings)
        if isinstance(reading.found, Document)
    }
    done = store_new_documents(documents, file)
    rest = {
        place: _store_one(held, reading)
        for place, reading in enumerate(readings)
        if place not in done
    }
    Fetch.objects.filter(pk__in=[each.pk for each in rest.values()]).update(file=file)
    return [fetch for _place, fetch in sorted((done | rest).items())]


def _complete(held: Import, reading: Reading) -> Reading:
    """With the outlet and the day of the import where a document tells none."""
    found = reading.found
    if not isinstance(found, Document):
        return reading
    source, day = found.source or held.outlet, found.date or held.day
    return replace(reading, found=replace(found, source=source, date=day))


def _store_one(held: Import, reading: Reading) -> Fetch:
    try:
        match reading.found:
            case Document() as document:
                return import_document(document, origin=reading.origin)
            case Page() as page:
                return _store_page(held, page, reading.origin)
            case LostWorkers() as error:
                failed = Fetch.Outcome.FAILED
                return record(reading.origin, failed, str(error), size=reading.size)
            case error:
                return refuse(reading.origin, error, size=reading.size)
    except (ParseError, ValueError) as error:
        return refuse(reading.origin, error, size=reading.size)


def _store_page(held: Import, page: Page, origin: str) -> Fetch:
    content = page.content
    return store_text(
        outlet_named(held.outlet or content.outlet),
        content.url,
        replace(content, published=held.day or content.published),
        origin=origin,
        page=page.body,
    )
