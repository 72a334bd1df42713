"""Start or join the embedded PostgreSQL and Redis.

Whoever uses the servers holds a shared lock on `users.lock` for as long as it lives.
A keeper process (config.keeper) starts the servers, starts them again should they die,
and stops them as soon as nobody holds that lock. The kernel lets go of a lock however
its holder ends, so a kill -9 of every user leaves no server behind, and a short command
that happened to start them does not take them away from a longer one.
"""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from config.place import BASE_DIR, Place, ServiceError, default_place
from config.serverprocess import open_log, wait_until

#: A keeper that is stopping makes newcomers wait, and a stop can take a minute.
PATIENCE_SECONDS = 150.0
#: What the servers take to stop when nothing is wrong: a checkpoint's writing.
STOPPING_SECONDS = 15.0
_POLL_SECONDS = 0.05

#: Open for the life of the process: closing one of these files would drop its lock.
_held: dict[Path, int] = {}


def are_external() -> bool:
    """Whether the environment names both servers, so that none is to be started."""
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def ensure(place: Place | None = None, *, throwaway: bool = False) -> None:
    """Have the embedded servers run for as long as this process lives.

    Safe to call again, also to bring them back. Costs 2 s the first time, 0.3 s when
    they have to be started, nothing when they run. Raises ServiceError.
    """
    place = place or default_place()
    if place.var not in _held:
        place.prepare()
        _held[place.var] = _lock(place.locks / "users.lock", fcntl.LOCK_SH)
    starting = _lock(place.locks / "start.lock", fcntl.LOCK_EX)
    try:
        if not is_kept(place):
            _start_keeper(place, throwaway=throwaway)
    finally:
        os.close(starting)


def release(place: Place) -> None:
    """Stop using the servers; they end when this was the last user."""
    os.close(_held.pop(place.var))


def wait_until_stopped(place: Place) -> None:
    """Wait for the servers' end, though not for other users of theirs."""
    wait_until(lambda: not is_kept(place), STOPPING_SECONDS)


def is_kept(place: Place) -> bool:
    """Whether a keeper is alive."""
    with (place.locks / "keeper.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _lock(path: Path, mode: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise ServiceError(
                    f"Another process has been starting or stopping the servers for "
                    f"{PATIENCE_SECONDS:.0f} s: see {path.parent.parent / 'log'}."
                ) from None
            time.sleep(_POLL_SECONDS)


def _start_keeper(place: Place, *, throwaway: bool) -> None:
    options = ["--throwaway"] if throwaway else []
    with open_log(place.logs / "keeper.log") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.keeper", str(place.var), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=BASE_DIR,
            start_new_session=True,
            text=True,
        )
    assert keeper.stdout is not None
    with keeper.stdout as answer:
        words = answer.readline().strip()
    if words != "ready":
        keeper.wait()
        raise ServiceError(words or f"The servers do not start: see {log.name}.")
