"""The keeper: starts the embedded servers, watches them, stops them after the last use.

Runs as a process of its own (`python -m config.keeper VAR`), so that the servers belong
to none of their users. See config.services for the agreement between the two.
"""

import argparse
import fcntl
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TextIO

from config.children import ServerAccount
from config.place import Place, ServiceError
from config.postgres import Postgres
from config.redisserver import RedisServer

WATCH_SECONDS = 0.2
#: A server that cannot be brought back is tried again after this long.
RETRY_SECONDS = 5.0


class Server(Protocol):
    name: str

    def start(self) -> None: ...
    def is_alive(self) -> bool: ...
    def stop(self) -> None: ...


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("var", type=Path)
    parser.add_argument("--throwaway", action="store_true")
    options = parser.parse_args()
    # Users decide when the servers end; a stop meant for a user's group is not for us.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return keep(Place(options.var), throwaway=options.throwaway)


def keep(place: Place, *, throwaway: bool) -> int:
    """Run the servers until nobody uses them; the exit status."""
    with ExitStack() as stack:
        keeper = stack.enter_context((place.locks / "keeper.lock").open("w"))
        fcntl.flock(keeper, fcntl.LOCK_EX)
        users = stack.enter_context((place.locks / "users.lock").open("w"))
        servers: list[Server] = []
        try:
            for server in _servers(place, throwaway=throwaway):
                servers.append(server)
                server.start()
        except ServiceError as error:
            _stop(servers)
            _answer(str(error))
            return 1
        _answer("ready")
        _watch(servers, users)
        _stop(servers)
    return 0


def _servers(place: Place, *, throwaway: bool) -> list[Server]:
    """The servers that the environment does not name, in the order of their start."""
    needed = (Postgres.binaries() / "postgres", RedisServer.binary())
    account = ServerAccount.choose(place.postgres_data, needed)
    servers: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(Postgres(place, account, throwaway=throwaway))
    if not os.environ.get("REDIS_URL"):
        servers.append(RedisServer(place, account))
    return servers


def _answer(words: str) -> None:
    """Tell the process that started us, once, and let go of its pipe."""
    print(words, flush=True)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.close(silence)


def _watch(servers: list[Server], users: TextIO) -> None:
    while _are_used(users):
        for server in servers:
            if not server.is_alive():
                _bring_back(server)
        time.sleep(WATCH_SECONDS)


def _are_used(users: TextIO) -> bool:
    """Whether somebody holds the users' lock; if not, we now do, and newcomers wait."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _bring_back(server: Server) -> None:
    print(f"{server.name} ended and is started again", file=sys.stderr, flush=True)
    try:
        server.start()
    except ServiceError as error:
        print(error, file=sys.stderr, flush=True)
        time.sleep(RETRY_SECONDS)


def _stop(servers: list[Server]) -> None:
    for server in reversed(servers):
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
