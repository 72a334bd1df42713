import gzip
import socket
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from webpages import Answer, Request, WebPages

from sources.fetch import (
    AddressRefused,
    BadStatus,
    BrokenAnswer,
    Fetcher,
    FetchError,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)

KB = 1024
MB = 1024 * KB
RawServer = Callable[[Callable[[socket.socket], None]], str]


def test_a_page_comes_with_what_is_needed_to_read_it(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    url = http_server.set(
        "/a",
        "café".encode("cp1252"),
        content_type='text/html; charset="windows-1252"',
        headers={"ETag": '"one"', "Last-Modified": "Fri, 06 Oct 2017 08:00:00 GMT"},
    )
    response = fetcher.get(url, max_bytes=KB)
    assert (response.url, response.status) == (url, 200)
    assert response.body.decode(response.charset or "") == "café"
    assert response.content_type == "text/html"
    assert response.etag == '"one"'
    assert response.last_modified.startswith("Fri, 06 Oct")


def test_it_says_who_asks(http_server: WebPages) -> None:
    fetcher = Fetcher("Crossclaim (+me@example.org)", allow_private_addresses=True)
    fetcher.get(http_server.set("/", "x"), max_bytes=KB)
    assert (
        http_server.requests[0].headers["User-Agent"] == "Crossclaim (+me@example.org)"
    )


def test_an_unchanged_page_is_not_sent_again(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    def answer(request: Request) -> Answer:
        known = request.headers.get("If-None-Match") == '"one"'
        return Answer(status=304) if known else Answer(b"text")

    url = http_server.set_handler("/", answer)
    assert fetcher.get(url, max_bytes=KB).status == 200
    assert fetcher.get(url, max_bytes=KB, etag='"one"').status == 304


def test_redirects_are_followed_to_the_end(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    end = http_server.set("/end", "text")
    http_server.set("/b", status=308, headers={"Location": end})
    start = http_server.set("/a", status=302, headers={"Location": "b#there"})
    assert fetcher.get(start, max_bytes=KB).url == end


def test_redirecting_for_ever_is_given_up(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    url = http_server.set("/", status=302, headers={"Location": "/"})
    with pytest.raises(TooManyRedirects, match="more than 5 times"):
        fetcher.get(url, max_bytes=KB)
    assert len(http_server.requests) == 6


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ([301, 308], "/2"),
        ([301, 302], "/1"),
        ([302, 301], ""),
        ([307], ""),
        ([], ""),
    ],
)
def test_a_move_for_good_is_told_from_a_detour(
    http_server: WebPages, fetcher: Fetcher, statuses: list[int], moved_to: str
) -> None:
    for number, status in enumerate(statuses):
        headers = {"Location": f"/{number + 1}"}
        http_server.set(f"/{number}", status=status, headers=headers)
    http_server.set(f"/{len(statuses)}", "text")
    response = fetcher.get(http_server.url("/0"), max_bytes=KB)
    assert response.moved_to == (http_server.url(moved_to) if moved_to else "")


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("public, max-age=600", 10),
        ("MAX-AGE = 600", 10),
        ("no-cache, max-age=600", None),
        ("private", None),
        ("max-age=soon", None),
        ("", None),
    ],
)
def test_the_server_says_for_how_long_nothing_changes(
    http_server: WebPages, fetcher: Fetcher, value: str, minutes: int | None
) -> None:
    url = http_server.set("/", "x", headers={"Cache-Control": value})
    age = fetcher.get(url, max_bytes=KB).max_age
    assert age == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_compressed_page_is_decompressed(
    http_server: WebPages, fetcher: Fetcher, encoding: str
) -> None:
    compress = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
    }
    body = compress[encoding](b"text" * 50_000)
    url = http_server.set("/", body, headers={"Content-Encoding": encoding})
    assert fetcher.get(url, max_bytes=MB).body == b"text" * 50_000


# Limits


def test_a_declared_50_mb_page_is_refused_before_it_is_read(
    raw_server: RawServer, fetcher: Fetcher
) -> None:
    sent: list[int] = []

    def serve(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        for _ in range(800):
            sent.append(client.send(b"x" * 64 * KB))

    with pytest.raises(TooLarge, match="larger than 10 MB"):
        fetcher.get(raw_server(serve), max_bytes=10 * MB)
    assert sum(sent) < 10 * MB


def test_an_undeclared_50_mb_page_is_cut_off(
    raw_server: RawServer, fetcher: Fetcher
) -> None:
    sent: list[int] = []

    def serve(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(800):
            client.sendall(b"10000\r\n" + b"x" * 64 * KB + b"\r\n")
            sent.append(64 * KB)

    with pytest.raises(TooLarge):
        fetcher.get(raw_server(serve), max_bytes=10 * MB)
    assert sum(sent) < 20 * MB


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_bomb_is_cut_off(
    http_server: WebPages, fetcher: Fetcher, encoding: str
) -> None:
    compress = {"gzip": gzip.compress, "br": brotli.compress}[encoding]
    bomb = compress(b"\0" * 100 * MB)
    url = http_server.set("/", bomb, headers={"Content-Encoding": encoding})
    with pytest.raises(TooLarge):
        fetcher.get(url, max_bytes=10 * MB)


def drip_headers(client: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 100:
        client.send(bytes([byte]))
        time.sleep(0.05)


def drip_body(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    for _ in range(100):
        client.send(b"x")
        time.sleep(0.05)


def stay_silent(client: socket.socket) -> None:
    time.sleep(3)


@pytest.mark.parametrize("serve", [drip_headers, drip_body, stay_silent])
def test_a_slow_server_is_left_at_the_deadline(
    raw_server: RawServer, serve: Callable[[socket.socket], None]
) -> None:
    fetcher = Fetcher("test", allow_private_addresses=True, total_seconds=0.5)
    begin = time.monotonic()
    with pytest.raises(TooSlow, match="Try again later"):
        fetcher.get(raw_server(serve), max_bytes=KB)
    assert time.monotonic() - begin < 1.5


# Answers that are none


@pytest.mark.parametrize(
    ("status", "is_temporary"),
    [(403, False), (404, False), (410, False), (429, True), (500, True), (503, True)],
)
def test_a_status_says_whether_to_come_back(
    http_server: WebPages, fetcher: Fetcher, status: int, is_temporary: bool
) -> None:
    url = http_server.set("/", status=status)
    with pytest.raises(BadStatus, match=str(status)) as caught:
        fetcher.get(url, max_bytes=KB)
    assert caught.value.status == status
    assert caught.value.is_temporary == is_temporary


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("600", 10),
        ("999999999999999999999", 24 * 60),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_in_seconds_is_understood(
    http_server: WebPages, fetcher: Fetcher, value: str, minutes: int | None
) -> None:
    url = http_server.set("/", status=429, headers={"Retry-After": value})
    with pytest.raises(BadStatus) as caught:
        fetcher.get(url, max_bytes=KB)
    wait = caught.value.retry_after
    assert (wait and round(wait / timedelta(minutes=1))) == minutes


def test_retry_after_as_a_moment_is_understood(
    http_server: WebPages, fetcher: Fetcher
) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    url = http_server.set("/", status=503, headers={"Retry-After": moment})
    with pytest.raises(BadStatus) as caught:
        fetcher.get(url, max_bytes=KB)
    assert caught.value.retry_after is not None
    assert timedelta(minutes=9) < caught.value.retry_after <= timedelta(minutes=10)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
    ],
    ids=["nothing", "ssh", "cut", "bad chunk", "bad gzip", "many headers"],
)
def test_a_broken_answer_is_an_error_of_ours(
    raw_server: RawServer, fetcher: Fetcher, answer: bytes
) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.get(raw_server(lambda client: client.sendall(answer)), max_bytes=KB)
    assert isinstance(caught.value, BrokenAnswer | Unreachable)
    assert caught.value.is_temporary


def test_nobody_listening_is_unreachable(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match="cannot be reached"):
        fetcher.get(f"http://127.0.0.1:{port}/", max_bytes=KB)


def test_a_name_without_address_is_unreachable(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Unreachable, match=r"no address for the name nowhere\.example"):
        fetcher.get("http://nowhere.example/", max_bytes=KB)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "example.org",
        "http://",
        "http://[::1",
        "",
        "http://user:secret@example.org/",
        "http://example.org/" + "x" * 3000,
    ],
)
def test_what_is_no_web_address_is_refused(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        fetcher.get(url, max_bytes=KB)
    assert not caught.value.is_temporary
