"""A server that misbehaves below HTTP, which the house's `http_server` cannot."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from pytest_django.fixtures import Settings

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


@pytest.fixture
def private_web(settings: Settings) -> None:
    """Let the site's own fetcher reach the test's servers, as fast as they answer."""
    settings.FETCH_ALLOW_PRIVATE_ADDRESSES = True
    settings.FETCH_HOST_DELAY = 0


@pytest.fixture
def page() -> Callable[..., str]:
    """A news page around the given paragraphs."""

    def make(
        *paragraphs: str, title: str = "Minister denies charge", head: str = ""
    ) -> str:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return (
            f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
            "<body><nav><a href=/>Home</a> <a href=/world>World</a></nav>"
            f"<article><h1>{title}</h1>{body}</article>"
            "<footer>All rights reserved</footer></body></html>"
        )

    return make


@pytest.fixture
def rss() -> Callable[..., str]:
    """An RSS feed with an item for each address."""

    def make(*urls: str, title: str = "The Courier", updated: str = "") -> str:
        items = "".join(
            f"<item><title>Item {number}</title><link>{url}</link>{updated}</item>"
            for number, url in enumerate(urls, start=1)
        )
        return (
            f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
        )

    return make
