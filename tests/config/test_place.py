import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from config.place import SOCKET_PATH_LIMIT, Place, ServiceError
from config.serverprocess import explain


def test_sockets_lie_with_the_data_where_the_path_is_short() -> None:
    assert Place(Path("/srv/var")).sockets == Path("/srv/var/run/sockets")


def test_a_long_path_gets_a_short_socket_directory_of_its_own() -> None:
    one, other = Place(Path("/" + "d" * 100)), Place(Path("/" + "e" * 100))
    assert len(os.fsencode(one.sockets)) < SOCKET_PATH_LIMIT / 2
    assert one.sockets != other.sockets


def test_a_directory_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServiceError, match="CROSSCLAIM_VAR") as caught:
        Place(tmp_path / "file" / "var").prepare()
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_said_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(ServiceError, match="disk is full"):
        Place(tmp_path).prepare()


@pytest.mark.parametrize(
    ("last_words", "advice"),
    [
        ("FATAL: could not write: No space left on device", "disk is full"),
        ("libc.so.6: version `GLIBC_2.38' not found", "DATABASE_URL"),
        ("[Errno 8] Exec format error: 'postgres'", "DATABASE_URL"),
        ("FATAL: could not open file: Permission denied", "not ours"),
        ("FATAL: something nobody has seen", "something nobody has seen"),
        ("", "it said nothing"),
    ],
)
def test_a_servers_last_words_become_one_line_of_advice(
    last_words: str, advice: str
) -> None:
    words = str(explain("PostgreSQL", last_words, Path("log")))
    assert advice in words
    assert "\n" not in words
