import os
from pathlib import Path

import pytest
import redis
from django.conf import settings

from config import services
from config.prepare import UNACKNOWLEDGED, redeliver_at_once, when_changed


@pytest.fixture
def done() -> list[str]:
    return []


def test_what_is_done_is_not_done_again(tmp_path: Path, done: list[str]) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    for _ in range(2):
        when_changed("not again", [file], lambda: done.append("done"))
    assert done == ["done"]


@pytest.mark.parametrize("change", [{"text": "longer"}, {"time": 1}])
def test_a_changed_file_is_worked_on_again(
    tmp_path: Path, done: list[str], change: dict
) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    when_changed(f"again {change}", [file], lambda: done.append("done"))
    if "text" in change:
        file.write_text(change["text"])
    else:
        os.utime(file, (change["time"], change["time"]))
    when_changed(f"again {change}", [file], lambda: done.append("done"))
    assert done == ["done", "done"]


def test_what_failed_is_tried_again(tmp_path: Path, done: list[str]) -> None:
    def fail() -> None:
        raise OSError("no luck")

    with pytest.raises(OSError, match="no luck"):
        when_changed("tried again", [], fail)
    when_changed("tried again", [], lambda: done.append("done"))
    assert done == ["done"]


@pytest.mark.skipif(services.are_external(), reason="is done to our own Redis only")
def test_what_a_dead_worker_had_taken_is_due_at_once(embedded_servers: None) -> None:
    queue = redis.Redis(unix_socket_path=str(settings.PLACE.redis_socket))
    queue.zadd(UNACKNOWLEDGED, {"message": 2_000_000_000})
    redeliver_at_once()
    assert queue.zscore(UNACKNOWLEDGED, "message") == 0
    queue.delete(UNACKNOWLEDGED)
