"""HTTP with limits on time, size and address. Knows no database.

Proxies of the environment are not used: behind one, the check of addresses (see
sources.guard) would be of the proxy.
"""

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as CertificateError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url

from sources.guard import (
    AddressNotAllowed,
    Guard,
    GuardedHTTPConnection,
    GuardedHTTPSConnection,
)
from sources.parse.address import DEFAULT_PORTS, split

MAX_PAGE_BYTES = 10 * 2**20
MAX_FEED_BYTES = 20 * 2**20
MAX_REDIRECTS = 5
#: A server that asks for more is not taken at its word: we come once a day to look.
MAX_RETRY_AFTER = timedelta(days=1)
#: For all of it, redirects and bytes; below what a web server gives a page of ours.
TOTAL_SECONDS = 20.0
ALLOWED_PORTS = (80, 443, 8080, 8443)
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT_REDIRECTS = (301, 308)
CHUNK_BYTES = 64 * 1024
HEADERS = {
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, "
    "application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
    "Connection": "close",
}


class FetchError(Exception):
    """It could not be fetched; the text says why and what to do."""

    #: Whether the same request may succeed later.
    is_temporary = True
    status: int | None = None
    #: How long the server asks to be left alone.
    retry_after: timedelta | None = None


class AddressRefused(FetchError):
    """The address is none that we go to."""

    is_temporary = False


class KeptOut(FetchError):
    """The site asks programs not to read this page (robots.txt)."""

    is_temporary = False


class TooManyRedirects(FetchError):
    is_temporary = False


class TooLarge(FetchError):
    is_temporary = False


class TooSlow(FetchError):
    """The answer was not complete in time."""


class Unreachable(FetchError):
    """There is no such name, or nobody answers there, or not as who he says he is."""


class BrokenAnswer(FetchError):
    """What came was no proper HTTP."""


class BadStatus(FetchError):
    """The server answered that it does not give the page."""

    def __init__(
        self, status: int, reason: str | None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(
            f"The server answered {status} {reason or ''}".rstrip()
            + f". {ADVICE.get(status, SERVER_ADVICE if status >= 500 else PAGE_ADVICE)}"
        )
        self.status = status
        self.retry_after = retry_after
        self.is_temporary = status in (408, 425, 429) or status >= 500


PAGE_ADVICE = "Check the address in your browser."
SERVER_ADVICE = "The site has a problem of its own: try again later."
ADVICE = {
    401: "The page is for signed-in readers: paste its text or upload the saved page.",
    402: "The page is for paying readers: paste its text or upload the saved page.",
    403: "The site turns programs away: paste the text or upload the saved page.",
    404: "There is no such page: check the address.",
    410: "The page was removed for good: take it off the list.",
    429: "The site asks us to come less often: try again later.",
    451: "The page was taken down for legal reasons.",
}


@dataclass(frozen=True)
class Response:
    """A complete answer: status 200 to 299, or 304 with an empty body.

    `url` is where it came from in the end, and `moved_to` how far that was by redirects
    for good, empty without any; `body` is decompressed; `max_age` is for how long the
    server says that nothing will change.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None
    etag: str = ""
    last_modified: str = ""
    max_age: timedelta | None = None
    moved_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fetcher:
    """How to fetch. `user_agent` must name us and an address to complain to."""

    user_agent: str
    allow_private_addresses: bool = False
    total_seconds: float = TOTAL_SECONDS

    def get(
        self, url: str, *, max_bytes: int, etag: str = "", last_modified: str = ""
    ) -> Response:
        """Get a page, through redirects. Raises FetchError, and nothing else.

        With `etag` or `last_modified` from an earlier answer, an unchanged page comes
        back as status 304.
        """
        headers = HEADERS | {"User-Agent": self.user_agent}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        guard = Guard(
            time.monotonic() + self.total_seconds,
            allow_private=self.allow_private_addresses,
        )
        target = self._checked(url)
        moved_to, is_for_good = "", True
        for _ in range(MAX_REDIRECTS + 1):
            with _foreign_errors(target), _connection(target, guard) as connection:
                answer = _ask(connection, target, headers)
                if answer.status not in REDIRECTS or "Location" not in answer.headers:
                    response = _response(answer, target.url, max_bytes)
                    return replace(response, moved_to=moved_to)
                target = self._checked(urljoin(target.url, answer.headers["Location"]))
                is_for_good = is_for_good and answer.status in PERMANENT_REDIRECTS
                moved_to = target.url if is_for_good else moved_to
        raise TooManyRedirects(
            f"The address leads on to another one more than {MAX_REDIRECTS} times, at "
            f"last to {target.url:.200}. Give the address where your browser ends."
        )

    def _checked(self, url: str) -> Url:
        try:
            target = split(url)
        except ValueError as error:
            raise AddressRefused(str(error)) from error
        if target.auth:
            raise AddressRefused(
                "The address holds a user name or password, which would be shown to "
                "readers: leave it out."
            )
        port = target.port or DEFAULT_PORTS[target.scheme or ""]
        if port not in ALLOWED_PORTS and not self.allow_private_addresses:
            raise AddressRefused(
                f"Port {port} is not read, so that nobody can knock at other services "
                f"through us. Allowed are {', '.join(map(str, ALLOWED_PORTS))}."
            )
        return target._replace(port=port)


@contextmanager
def _foreign_errors(target: Url) -> Iterator[None]:
    """The one door through which the errors of sockets, TLS and HTTP come in."""
    host = target.host
    try:
        yield
    except AddressNotAllowed as error:
        raise AddressRefused(
            f"{host} is on a private network ({error}), which is not read. On an "
            "intranet, set FETCH_ALLOW_PRIVATE_ADDRESSES=1."
        ) from error
    except (TimeoutError, HTTPTimeoutError) as error:
        raise TooSlow(f"{host} did not answer in time. Try again later.") from error
    except (ssl.SSLError, CertificateError) as error:
        raise Unreachable(
            f"The connection to {host} is not safe ({error}). Check the address, or "
            "tell the site."
        ) from error
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(
            f"There is no address for the name {host}. Check how it is written."
        ) from error
    except (HTTPError, HTTPException, ValueError) as error:
        raise BrokenAnswer(
            f"{host} sent a broken answer ({error}). Try again later."
        ) from error
    except OSError as error:
        raise Unreachable(
            f"{host} cannot be reached ({error.strerror or error}). Check the address, "
            "or try again later."
        ) from error


@contextmanager
def _connection(
    target: Url, guard: Guard
) -> Iterator[GuardedHTTPConnection | GuardedHTTPSConnection]:
    assert target.host is not None
    assert target.port is not None
    kind = GuardedHTTPSConnection if target.scheme == "https" else GuardedHTTPConnection
    connection = kind(target.host.strip("[]"), target.port, guard)
    try:
        yield connection
    finally:
        connection.close()


def _ask(
    connection: GuardedHTTPConnection | GuardedHTTPSConnection,
    target: Url,
    headers: dict[str, str],
) -> BaseHTTPResponse:
    connection.request(
        "GET", target.request_uri, headers=headers, preload_content=False
    )
    return connection.getresponse()


def _response(answer: BaseHTTPResponse, url: str, max_bytes: int) -> Response:
    if answer.status != 304 and not 200 <= answer.status < 300:
        retry_after = _retry_after(answer.headers.get("Retry-After", ""))
        raise BadStatus(answer.status, answer.reason, retry_after)
    media = Message()
    media["Content-Type"] = answer.headers.get("Content-Type", "")
    return Response(
        url,
        answer.status,
        body=b"" if answer.status == 304 else _read(answer, max_bytes),
        content_type=media.get_content_type(),
        charset=media.get_content_charset(),
        etag=answer.headers.get("ETag", ""),
        last_modified=answer.headers.get("Last-Modified", ""),
        max_age=_max_age(answer.headers.get("Cache-Control", "")),
        headers=dict(answer.headers),
    )


def _read(answer: BaseHTTPResponse, max_bytes: int) -> bytes:
    """The body, decompressed in small pieces and counted as it comes."""
    if (answer.length_remaining or 0) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    while piece := answer.read1(CHUNK_BYTES, decode_content=True):
        body += piece
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(body)


def _too_large(max_bytes: int) -> TooLarge:
    return TooLarge(
        f"It is larger than {max_bytes // 2**20} MB, which no article or feed is. Give "
        "the address of one article."
    )


def _max_age(value: str) -> timedelta | None:
    """The max-age of a Cache-Control header; None if it has none or forbids to wait."""
    found = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", value, re.IGNORECASE)
    if found is None or re.search(r"\bno-(cache|store)\b", value, re.IGNORECASE):
        return None
    return timedelta(seconds=int(found[1]))


def _retry_after(value: str) -> timedelta | None:
    """What the header asks for, in seconds or by a date; None if it asks nothing."""
    try:
        wanted = (
            timedelta(seconds=min(int(value), MAX_RETRY_AFTER.total_seconds()))
            if value.strip().isdecimal()
            else parsedate_to_datetime(value).astimezone(UTC) - datetime.now(UTC)
        )
    except (ValueError, OverflowError):
        return None
    return min(max(wanted, timedelta()), MAX_RETRY_AFTER)
