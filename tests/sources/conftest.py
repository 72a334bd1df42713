"""A server that misbehaves below HTTP, which the house's `http_server` cannot."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from sources.fetch import Fetcher

Handler = Callable[[socket.socket], None]


class RawServer:
    """Hands each connection, its request read, to `handler`, on a thread of its own."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                client.recv(65536)
                self._handler(client)
            except OSError:
                # The client has had enough, which is what these tests are about.
                pass

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def raw_server() -> Iterator[Callable[[Handler], str]]:
    """Start a server with the given handler; its address."""
    servers: list[RawServer] = []

    def start(handler: Handler) -> str:
        servers.append(RawServer(handler))
        return servers[-1].url

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher("Crossclaim/test", allow_private_addresses=True, total_seconds=5)
