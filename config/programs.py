"""A program that runs beside us for as long as we do, its output under its name."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from config.children import bound_to_us
from config.place import BASE_DIR

ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    # Root's queue is as safe as anybody's: it carries JSON, never code.
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
}


class Program:
    """A child in a session of its own: a Ctrl-C at the terminal reaches only us.

    `death_signal` is what the kernel sends it if we are killed; `name` stands before
    each line of its output.
    """

    def __init__(
        self, name: str, module: str, *arguments: str, death_signal: signal.Signals
    ) -> None:
        self.name = name
        self.command: Sequence[str] = (sys.executable, "-m", module, *arguments)
        self.death_signal = death_signal
        self._process: subprocess.Popen[bytes] | None = None
        self._unfinished = b""

    def start(self) -> None:
        self._process = subprocess.Popen(
            self.command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | ENVIRONMENT,
            start_new_session=True,
            preexec_fn=bound_to_us(self.death_signal),
        )
        os.set_blocking(self.output.fileno(), False)

    @property
    def output(self) -> IO[bytes]:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def lines(self) -> list[str]:
        """The whole lines that it has written since the last call, named.

        Raises EOFError when it cannot write any more, because it has ended.
        """
        arrived = self.output.read()
        if arrived == b"":
            raise EOFError
        *whole, self._unfinished = (self._unfinished + (arrived or b"")).split(b"\n")
        return [self.named(line.decode(errors="replace")) for line in whole]

    def named(self, line: str) -> str:
        return f"{self.name:<6} | {line}"

    def send(self, number: signal.Signals) -> None:
        if self._process is not None and not self.has_ended():
            self._process.send_signal(number)

    def kill(self) -> None:
        """End it and all that it has started."""
        if self._process is not None and not self.has_ended():
            os.killpg(self._process.pid, signal.SIGKILL)
