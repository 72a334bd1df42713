import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from webpages import WebPages

from sources.fetch import AddressRefused, Fetcher, TooSlow, Unreachable

PUBLIC = "93.184.215.14"
RawServer = Callable[[Callable[[socket.socket], None]], str]


@pytest.fixture
def strict() -> Fetcher:
    """The fetcher as it is by default: public addresses only."""
    return Fetcher("Crossclaim/test", total_seconds=2)


@pytest.fixture
def resolve_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let names have the given addresses, the next one at each question."""

    def set_answers(*answers: list[str]) -> list[str]:
        asked: list[str] = []
        left = list(answers)

        def resolve(host: str, port: int, **kwargs: Any) -> list[Any]:
            asked.append(host)
            addresses = left.pop(0) if len(left) > 1 else left[0]
            family = {True: socket.AF_INET6, False: socket.AF_INET}
            return [
                (family[":" in a], socket.SOCK_STREAM, 6, "", (a, port))
                for a in addresses
            ]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        return asked

    return set_answers


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.10",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "10.0.0.8",
        "172.16.5.4",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:f5ff:fff6]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001:db8::1]",
    ],
)
def test_addresses_that_are_not_public_are_refused(strict: Fetcher, host: str) -> None:
    with pytest.raises(AddressRefused, match="is on a private network"):
        strict.get(f"http://{host}/", max_bytes=1000)


def test_a_name_of_a_private_address_is_refused(
    strict: Fetcher, resolve_to: Callable[..., list[str]]
) -> None:
    resolve_to(["10.1.2.3"])
    with pytest.raises(AddressRefused, match=r"private network \(10\.1\.2\.3\)"):
        strict.get("https://intranet.example/", max_bytes=1000)


def test_the_checked_address_is_the_one_connected_to(
    strict: Fetcher,
    resolve_to: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name server that first says public, then loopback, is asked only once."""
    asked = resolve_to([PUBLIC], ["127.0.0.1"])
    connected: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        connected.append(address)
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(Unreachable):
        strict.get("http://rebinding.example/", max_bytes=1000)
    assert asked == ["rebinding.example"]
    assert connected == [(PUBLIC, 80)]


def test_only_the_public_ones_of_several_addresses_are_tried(
    strict: Fetcher,
    resolve_to: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(["10.0.0.1", PUBLIC, "::1"])
    connected: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(Unreachable):
        strict.get("http://mixed.example/", max_bytes=1000)
    assert connected == [PUBLIC]


def test_a_redirect_to_a_private_address_is_refused(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    """Here loopback stands for the public web, and link-local for what is private."""
    metadata = "http://169.254.169.254/latest/meta-data/"
    url = http_server.set("/", status=302, headers={"Location": metadata})
    with pytest.raises(AddressRefused, match=r"169\.254\.169\.254"):
        fetcher.get(url, max_bytes=1000)


def test_a_redirect_to_another_scheme_is_refused(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    url = http_server.set("/", status=302, headers={"Location": "file:///etc/passwd"})
    with pytest.raises(AddressRefused, match="no web address"):
        fetcher.get(url, max_bytes=1000)


def test_loopback_is_reached_only_when_allowed(
    http_server: WebPages, fetcher: Fetcher, strict: Fetcher
) -> None:
    url = http_server.set("/", "text")
    assert fetcher.get(url, max_bytes=1000).body == b"text"
    with pytest.raises(AddressRefused):
        strict.get(url, max_bytes=1000)


@pytest.mark.parametrize("port", [22, 25, 6379, 5432, 8000])
def test_other_ports_than_the_webs_are_refused(strict: Fetcher, port: int) -> None:
    with pytest.raises(AddressRefused, match=f"Port {port}"):
        strict.get(f"http://example.org:{port}/", max_bytes=1000)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    raw_server: RawServer, fetcher: Fetcher
) -> None:
    def speak_plainly(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    url = raw_server(speak_plainly).replace("http:", "https:")
    with pytest.raises(Unreachable, match="not safe"):
        fetcher.get(url, max_bytes=1000)


def test_a_handshake_that_never_ends_is_left_at_the_deadline(
    raw_server: RawServer,
) -> None:
    fetcher = Fetcher("test", allow_private_addresses=True, total_seconds=0.5)
    url = raw_server(lambda client: time.sleep(3)).replace("http:", "https:")
    with pytest.raises(TooSlow):
        fetcher.get(url, max_bytes=1000)
