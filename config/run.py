"""Run the whole site on one machine: `make run`.

Starts the embedded servers, brings the database up to date, then runs the web server, a
worker and the beat until it is told to stop.
"""

import argparse
import errno
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import NoReturn

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from config import services
from config.children import end_with_parent
from config.place import Place, ServiceError, default_place
from config.prepare import demo_password, prepare
from config.site import Site

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody wants us to end."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stop-with-parent",
        action="store_true",
        help="end when the process that started this one does, as make does",
    )
    options = parser.parse_args()
    if options.stop_with_parent:
        end_with_parent(signal.SIGTERM, os.getppid())
    for number in STOP_SIGNALS:
        # nohup has the hang-up ignored, and means it.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        run()
    except Stop:
        return 0
    except (ServiceError, ImproperlyConfigured, CommandError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def say(line: str) -> None:
    # Nobody may be reading any more; the site is served all the same.
    with suppress(BrokenPipeError):
        print(line, flush=True)


def tell(line: str) -> None:
    say(f"run    | {line}")


def run() -> NoReturn:
    """Serve until somebody stops us. Raises Stop, ServiceError or CommandError."""
    started = time.monotonic()
    host, port = _address()
    place = default_place()
    place.prepare()
    with ExitStack() as stack:
        stack.enter_context(_only_one_here(place))
        stack.enter_context(_servers(place))
        django.setup()
        prepare(tell)
        if password := demo_password():
            tell(f"sign in as analyst, editor or admin with the password {password}")
        site = Site(host, port, say)
        stack.callback(_end, site)
        site.start()
        seconds = time.monotonic() - started
        tell(f"ready after {seconds:.1f} s: {site.url} (Ctrl-C stops it)")
        site.watch()


def _end(site: Site) -> None:
    # Stopping is under way and has its own time limits.
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    tell("stopping")
    site.stop()


def _address() -> tuple[str, int]:
    """Where to listen, after a look whether that is possible. Raises ServiceError."""
    host, number = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not number.isdigit() or not 0 < int(number) < 65536:
        raise ServiceError(f"PORT must be a number from 1 to 65535, not {number!r}.")
    port = int(number)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise _no_address(host, port, error) from error
    return host, port


def _no_address(host: str, port: int, error: OSError) -> ServiceError:
    if error.errno == errno.EADDRINUSE:
        return ServiceError(
            f"Port {port} is taken: stop the program that uses it, or choose another "
            f"port: PORT={port + 1} make run"
        )
    return ServiceError(
        f"Cannot listen on {host}:{port} ({error.strerror}): choose another address, "
        "for instance HOST=127.0.0.1 PORT=8080 make run"
    )


@contextmanager
def _only_one_here(place: Place) -> Iterator[None]:
    """Two workers and beats on the same queue would do everything twice."""
    with (place.locks / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError(
                f"The site is already running with the data in {place.var}: stop that "
                "one first, or give this one a directory of its own in CROSSCLAIM_VAR."
            ) from None
        yield


@contextmanager
def _servers(place: Place) -> Iterator[None]:
    if services.are_external():
        yield
        return
    tell("starting PostgreSQL and Redis")
    services.ensure(place)
    try:
        yield
    finally:
        services.release(place)
        services.wait_until_stopped(place)


if __name__ == "__main__":
    sys.exit(main())
