"""One writer at a time for what the machine proposes: claims, links and allegations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

#: Any number will do that no other lock of the database has.
_LOCK = 7_305_019


@contextmanager
def one_writer() -> Iterator[None]:
    """A transaction that waits until other machine writers have committed theirs.

    Writing takes milliseconds, reading an article seconds: waiting costs little. Side
    by side, two workers would make two allegations of what belongs in one, or lock each
    other's rows. People's decisions don't wait.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
