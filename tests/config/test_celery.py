import os
import signal
from pathlib import Path

import pytest
from django.conf import settings
from worker import WorkerProcess

from config.serverprocess import command_line, wait_until


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def test_a_message_waits_longer_than_any_task_may_take() -> None:
    timeout = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert timeout > 4 * settings.CELERY_TASK_TIME_LIMIT


def test_nothing_but_json_is_accepted() -> None:
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]


@pytest.mark.slow
def test_a_killed_worker_leaves_no_process_of_its_pool(
    celery_worker_process: WorkerProcess,
) -> None:
    pool = children_of(celery_worker_process.pid)
    assert pool
    os.kill(celery_worker_process.pid, signal.SIGKILL)
    assert wait_until(lambda: not any(command_line(pid) for pid in pool), 10)
