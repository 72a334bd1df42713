"""The programs that make up the running site: web server, worker and beat."""

import os
import selectors
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from config import services
from config.place import ServiceError
from config.programs import Program

START_SECONDS = 120.0
#: What a program gets to finish its work; a task that is cut off comes again.
STOP_SECONDS = 10.0
#: A program that has ended is not started again sooner, or it would do little else.
RESTART_SECONDS = 3.0
TICK_SECONDS = 0.25

#: Each worker process holds the language model; more than two would not fit 2 GB.
MOST_WORKER_PROCESSES = 2
TASKS_PER_WORKER_PROCESS = 200
WEB_PROCESSES = 2
WEB_THREADS = 4
#: Where to find from here what listens on all addresses.
REACHED_AT = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def programs(host: str, port: int) -> list[Program]:
    concurrency = min(MOST_WORKER_PROCESSES, os.cpu_count() or 1)
    web = Program(
        *("web", "gunicorn", "config.wsgi", f"--bind={_in_url(host)}:{port}"),
        *(f"--workers={WEB_PROCESSES}", f"--threads={WEB_THREADS}"),
        *("--no-control-socket", "--log-level=warning"),
        death_signal=signal.SIGTERM,
    )
    worker = Program(
        *("worker", "celery", "--quiet", "-A", "config", "worker"),
        *(f"--concurrency={concurrency}", "--without-gossip", "--without-mingle"),
        f"--max-tasks-per-child={TASKS_PER_WORKER_PROCESS}",
        # The cold stop: a warm one would wait for a database that is going, too.
        death_signal=signal.SIGQUIT,
    )
    beat = Program(
        *("beat", "celery", "--quiet", "-A", "config", "beat"),
        "--pidfile=",
        death_signal=signal.SIGTERM,
    )
    return [web, worker, beat]


class Site:
    def __init__(self, host: str, port: int, say: Callable[[str], None]) -> None:
        self.url = f"http://{_in_url(REACHED_AT.get(host, host))}:{port}/"
        self._say = say
        self._programs = programs(host, port)
        self._outputs = selectors.DefaultSelector()

    def start(self) -> None:
        """Start all programs and wait until the web server answers.

        Raises ServiceError when one of them ends instead.
        """
        for program in self._programs:
            self._start(program)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            self._pass_on_output(TICK_SECONDS)
            if ended := [each.name for each in self._programs if each.has_ended()]:
                self._pass_on_output(0)
                raise ServiceError(f"The {ended[0]} has ended; see above why.")
            if time.monotonic() > deadline:
                raise ServiceError(f"{self.url} did not answer in {START_SECONDS} s.")

    def watch(self) -> NoReturn:
        """Pass on what the programs say, and start again what ends. Never returns."""
        while True:
            self._pass_on_output(TICK_SECONDS)
            if not services.are_external():
                services.ensure()
            for program in self._programs:
                if program.has_ended():
                    self._start_again(program)

    def stop(self) -> None:
        """Ask all programs to end, and make those that take too long."""
        for program in self._programs:
            program.send(signal.SIGTERM)
        if not self._all_end():
            for program in self._programs:
                program.send(signal.SIGQUIT)
        if not self._all_end():
            for program in self._programs:
                program.kill()

    def _start(self, program: Program) -> None:
        program.start()
        self._outputs.register(program.output, selectors.EVENT_READ, program)

    def _start_again(self, program: Program) -> None:
        self._pass_on_output(0)
        self._forget(program)
        program.output.close()
        self._say(program.named("has ended and is started again"))
        time.sleep(RESTART_SECONDS)
        self._start(program)

    def _pass_on_output(self, seconds: float) -> None:
        """Print what has come, after waiting for the first of it for so long."""
        for key, _ in self._outputs.select(seconds):
            try:
                for line in key.data.lines():
                    self._say(line)
            except EOFError:
                self._forget(key.data)

    def _forget(self, program: Program) -> None:
        """Wait for no more output: a closed pipe would wake us all the time."""
        if program.output in self._outputs.get_map():
            self._outputs.unregister(program.output)

    def _answers(self) -> bool:
        with suppress(OSError, urllib.error.URLError):
            address = f"{self.url}healthz"
            with urllib.request.urlopen(address, timeout=TICK_SECONDS) as answer:
                return answer.status == 200
        return False

    def _all_end(self) -> bool:
        deadline = time.monotonic() + STOP_SECONDS
        while not all(program.has_ended() for program in self._programs):
            self._pass_on_output(TICK_SECONDS)
            if time.monotonic() > deadline:
                return False
        return True
