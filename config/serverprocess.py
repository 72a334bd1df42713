"""What PostgreSQL and Redis have in common: a process, its log and its troubles."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from config.children import ServerAccount
from config.place import ServiceError

STOP_SECONDS = 60.0
POLL_SECONDS = 0.05
LOG_BYTES_KEPT = 10 * 2**20

#: What a server's last words mean, and what to do about it.
TROUBLES: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|Disk quota exceeded",
        "the disk is full: free some space, or name a directory on another disk in "
        "CROSSCLAIM_VAR",
    ),
    (
        r"GLIBC\S* not found|Exec format error|cannot execute binary file",
        "its program does not fit this machine (it needs a recent glibc and the "
        "wheel's processor): set DATABASE_URL and REDIS_URL to servers of your own",
    ),
    (
        r"Permission denied|Operation not permitted|has wrong ownership",
        "a file is not ours to use: give its owner back, or name another directory in "
        "CROSSCLAIM_VAR",
    ),
    (
        r"could not (create|map).*shared memory|Cannot allocate memory",
        "there is not enough memory: stop other programs",
    ),
    (
        r"incompatible with server|initialized by PostgreSQL version",
        "its data are of another major version: see docs/deployment.md, Upgrading",
    ),
)


def wheel_binary(package: str, relative: str) -> Path:
    """A program inside an installed wheel, found without importing the package."""
    spec = find_spec(package)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        if (program := Path(location) / relative).is_file():
            return program
    raise ServiceError(
        f"The program {Path(relative).name} is missing: run `make clean setup`, or set "
        "DATABASE_URL and REDIS_URL to servers of your own."
    )


def explain(name: str, last_words: str, log: Path) -> ServiceError:
    """Turn what a failed server wrote into one line that says what to do."""
    for pattern, advice in TROUBLES:
        if re.search(pattern, last_words):
            return ServiceError(f"{name} does not start: {advice} (details in {log}).")
    lines = [line for line in last_words.splitlines() if line.strip()]
    reason = lines[-1] if lines else "it said nothing"
    return ServiceError(f"{name} does not start: {reason} (see {log})")


def command_line(pid: int) -> list[str]:
    """A process's arguments; empty when there is no such process."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(part) for part in raw.split(b"\0") if part]


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


class ServerProcess:
    """A running server: our own child, or one that was found running (adopted)."""

    def __init__(self, pid: int, child: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self.child = child
        self._arguments = command_line(pid)

    @classmethod
    def start(
        cls,
        command: Sequence[str | Path],
        *,
        account: ServerAccount,
        log: Path,
        death_signal: signal.Signals,
        environment: Mapping[str, str],
    ) -> "ServerProcess":
        with open_log(log) as output:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd="/",
                start_new_session=True,
                preexec_fn=account.starter(death_signal),
            )
        return cls(child.pid, child)

    def is_alive(self) -> bool:
        if self.child is not None:
            return self.child.poll() is None
        return bool(self._arguments) and command_line(self.pid) == self._arguments

    def stop(self, polite: signal.Signals, urgent: signal.Signals) -> None:
        """End the server and wait for it; `urgent` follows when it takes too long."""
        for number in (polite, urgent):
            if self.is_alive():
                os.kill(self.pid, number)
            if wait_until(lambda: not self.is_alive(), STOP_SECONDS):
                return


def open_log(log: Path) -> BinaryIO:
    """Open a log for appending; one that has grown large is set aside first."""
    if log.exists() and log.stat().st_size > LOG_BYTES_KEPT:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def tail(log: Path, start: int) -> str:
    """What was written to the log from byte `start` on."""
    with log.open("rb") as lines:
        lines.seek(start)
        return lines.read().decode("utf-8", "replace")
