"""`make run` as a process of its own, with data of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from tenants import without_urls

from config.place import BASE_DIR, Place
from config.serverprocess import wait_until

READY_SECONDS = 300.0
STOP_SECONDS = 180.0
RUN = [sys.executable, "-m", "config.run"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def processes_of(place: Place) -> list[int]:
    """The pids of all processes that were started with this place's data."""
    mark = f"CROSSCLAIM_VAR={place.var}".encode()
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if mark in _environment(entry).split(b"\0")
    ]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


class RunningSite:
    def __init__(
        self, place: Place, port: int | None = None, command: list[str] | None = None
    ) -> None:
        self.place = place
        self.port = port or free_port()
        self.log = place.var.with_name(f"run-{self.port}.log")
        environment = {"CROSSCLAIM_VAR": str(place.var), "PORT": str(self.port)}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command or RUN,
                cwd=BASE_DIR,
                env=without_urls() | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> float:
        """How long the start took by its own account, in seconds."""
        wait_until(
            lambda: "ready after" in self.output or self.process.poll() is not None,
            READY_SECONDS,
        )
        told = re.search(r"ready after ([\d.]+) s", self.output)
        if told is None:
            raise AssertionError(f"the site did not start:\n{self.output}")
        return float(told[1])

    def get(self, path: str) -> str:
        address = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.read().decode()

    def stop(self, number: signal.Signals) -> int:
        """Send the signal to the whole session, as a terminal does; the exit status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        return self.process.wait(STOP_SECONDS)

    def nothing_is_left(self) -> bool:
        return wait_until(lambda: not processes_of(self.place), STOP_SECONDS)
