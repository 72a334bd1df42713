"""Connections that reach allowed addresses only, and end in time.

The check is made where the connection is made: after the name was resolved, and on the
very address that is then connected to. So neither a redirect nor a name server that
changes its mind leads into the private network.
"""

import ipaddress
import socket
import ssl
import time
from functools import cache
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
#: NAT64 (RFC 6052): the last four bytes are an IPv4 address.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressNotAllowed(Exception):
    """A name leads to no address that may be reached; the text lists them."""


class Guard:
    """What one request may reach, and until when.

    `deadline` is a time of time.monotonic(). With `allow_private`, addresses of this
    machine and of private networks pass; link-local ones, where clouds keep their
    metadata, never do.
    """

    def __init__(self, deadline: float, *, allow_private: bool = False) -> None:
        self.deadline = deadline
        self.allow_private = allow_private

    def remaining(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the time for this request is over")
        return seconds

    def connect(self, host: str, port: int) -> socket.socket:
        """Resolve once, and connect to the first allowed address that answers.

        Raises AddressNotAllowed or OSError.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        allowed = [entry for entry in found if self._allows(str(entry[4][0]))]
        if not allowed:
            raise AddressNotAllowed(", ".join(sorted({str(e[4][0]) for e in found})))
        failure: OSError = OSError(f"no address for {host}")
        for family, kind, protocol, _, address in allowed:
            try:
                return self._open(PlainSocket(family, kind, protocol), address)
            except OSError as error:
                failure = error
        raise failure

    def _open(self, sock: "PlainSocket", address: Any) -> socket.socket:
        try:
            sock.guard = self
            sock.settimeout(self.remaining())
            sock.connect(address)
        except OSError:
            sock.close()
            raise
        return sock

    def _allows(self, address: str) -> bool:
        ip = ipaddress.ip_address(address)
        candidates = [ip, *_embedded(ip)]
        if self.allow_private:
            return not any(_is_never_allowed(candidate) for candidate in candidates)
        # An address that only wraps an IPv4 one is judged by that one.
        mapped = isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None
        return all(_is_public(c) for c in (candidates[1:] if mapped else candidates))


def _embedded(ip: IPAddress) -> list[IPAddress]:
    """The IPv4 addresses that an IPv6 one stands for when packets are translated."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    nat64 = ipaddress.IPv4Address(ip.packed[-4:]) if ip in NAT64 else None
    teredo = ip.teredo[1] if ip.teredo else None
    return [a for a in (ip.ipv4_mapped, ip.sixtofour, teredo, nat64) if a is not None]


def _is_public(ip: IPAddress) -> bool:
    # `is_global` follows the newest registry only, which has forgotten fec0::/10.
    is_site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    is_special = ip.is_reserved or is_site_local or _is_never_allowed(ip)
    return ip.is_global and not is_special


def _is_never_allowed(ip: IPAddress) -> bool:
    return ip.is_link_local or ip.is_multicast or ip.is_unspecified


class PlainSocket(socket.socket):
    """Reads only until the guard's deadline, however small the pieces that come."""

    guard: Guard

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.guard.remaining())
        return super().recv_into(*args, **kwargs)


class TlsSocket(ssl.SSLSocket):
    """The same under TLS; the handshake runs on what was left when it began."""

    guard: Guard

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.guard.remaining())
        return super().recv_into(*args, **kwargs)


class GuardedHTTPConnection(HTTPConnection):
    def __init__(self, host: str, port: int, guard: Guard) -> None:
        super().__init__(host, port, timeout=guard.remaining())
        self.guard = guard

    def _new_conn(self) -> socket.socket:
        return self.guard.connect(self._dns_host, self.port)


class GuardedHTTPSConnection(HTTPSConnection):
    def __init__(self, host: str, port: int, guard: Guard) -> None:
        super().__init__(
            host, port, timeout=guard.remaining(), ssl_context=_tls_context()
        )
        self.guard = guard

    def _new_conn(self) -> socket.socket:
        return self.guard.connect(self._dns_host, self.port)

    def connect(self) -> None:
        super().connect()
        assert isinstance(self.sock, TlsSocket)
        self.sock.guard = self.guard


@cache
def _tls_context() -> ssl.SSLContext:
    """Trust what the system trusts, and certifi's list where the system has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = TlsSocket
    return context
