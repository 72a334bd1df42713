"""A Celery worker as a process of its own, on the test database."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from config.place import BASE_DIR
from config.serverprocess import wait_until

READY_SECONDS = 60.0
STOP_SECONDS = 30.0


def database_url() -> str:
    """The URL of the database that this process is connected to."""
    wanted = connection.settings_dict
    password = f":{quote(wanted['PASSWORD'], safe='')}" if wanted["PASSWORD"] else ""
    host = quote(wanted["HOST"], safe="")
    port = f":{wanted['PORT']}" if wanted["PORT"] else ""
    return f"postgres://{wanted['USER']}{password}@{host}{port}/{wanted['NAME']}"


class WorkerProcess:
    """Start it with `start`; its output is in `log`."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "SECRET_KEY": "a worker in a test needs none that is secret",
        }
        command = [sys.executable, "-m", "celery", "-A", "config", "worker"]
        options = ["--concurrency=1", "--loglevel=INFO", "--without-gossip"]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [*command, *options],
                cwd=BASE_DIR,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if not wait_until(self._has_settled, READY_SECONDS) or self._has_ended():
            raise RuntimeError(f"the worker did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """End the worker and its pool as a crash of the machine would."""
        os.killpg(self.pid, 9)
        self._wait()

    def stop(self) -> None:
        if not self._has_ended():
            os.kill(self.pid, 15)
            self._wait()

    def _wait(self) -> None:
        assert self._process is not None
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, 9)
            self._process.wait()

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _has_settled(self) -> bool:
        return self._has_ended() or " ready." in self.log.read_text()
