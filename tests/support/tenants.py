"""Processes that use a set of embedded servers and that a test may end in any way."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from config.place import BASE_DIR, Place
from config.serverprocess import command_line, wait_until

STAY = """
import sys
from pathlib import Path
from config import services
from config.place import Place, ServiceError
try:
    services.ensure(Place(Path(sys.argv[1])), throwaway=True)
except ServiceError as error:
    sys.exit(f"error: {error}")
print("ready", flush=True)
sys.stdin.read()
"""


def without_urls() -> dict[str, str]:
    """Our environment, less the servers that it may name."""
    urls = ("DATABASE_URL", "REDIS_URL")
    return {name: value for name, value in os.environ.items() if name not in urls}


class Tenant:
    """A process that uses the servers of `place` until it is told to leave."""

    def __init__(self, place: Place, **popen: Any) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", STAY, str(place.var)],
            cwd=BASE_DIR,
            env=without_urls(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **popen,
        )

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ready\n":
            raise AssertionError(self.last_words())

    def last_words(self) -> str:
        return self.process.communicate("", timeout=60)[1]

    def leave(self) -> None:
        self.process.communicate("", timeout=60)


def servers_of(place: Place) -> list[int]:
    """The pids of the keeper and the servers of a place."""
    found = {int(entry.name): entry for entry in Path("/proc").glob("[0-9]*")}
    commands = {pid: command_line(pid) for pid in found}
    return [
        pid
        for pid, command in commands.items()
        if "-c" not in command and any(str(place.var) in word for word in command)
    ]


def nothing_is_left(place: Place) -> bool:
    return wait_until(lambda: not servers_of(place), 20)
