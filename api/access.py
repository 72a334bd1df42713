"""Who asks, and how often."""

from __future__ import annotations

from contextlib import suppress
from time import time

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import AuthenticationError, HttpError
from redis.exceptions import RedisError

from api.models import Token
from claims.roles import is_admin

#: Requests a minute: for each address without a token, and for each person with one.
ANONYMOUS_LIMIT = 60
TOKEN_LIMIT = 600
WINDOW_SECONDS = 60


class TooManyRequests(Exception):
    """More requests in this minute than allowed; `seconds` are left of it."""

    def __init__(self, limit: int, seconds: int) -> None:
        super().__init__(f"at most {limit} requests a minute; wait {seconds} s")
        self.seconds = seconds


def let_in(request: HttpRequest) -> str:
    """Make the token's owner the user; without a token, nobody signed in.

    Cookies don't count, so that no other site can use a reader's session. Raises
    AuthenticationError for a wrong token, TooManyRequests.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        request.user = AnonymousUser()
        count_request(f"address:{client_address(request)}", ANONYMOUS_LIMIT)
        return "anonymous"
    scheme, _, text = header.partition(" ")
    user = Token.objects.user_of(text.strip()) if scheme.lower() == "bearer" else None
    if user is None:
        # Guessing is counted as well.
        count_request(f"address:{client_address(request)}", ANONYMOUS_LIMIT)
        raise AuthenticationError
    request.user = user
    count_request(f"user:{user.pk}", TOKEN_LIMIT)
    return "token"


def admins_only(request: HttpRequest) -> None:
    """Raise HttpError unless the token is an admin's."""
    if not request.user.is_authenticated:
        raise HttpError(401, "This needs a token: Authorization: Bearer …")
    if not is_admin(request.user):
        raise HttpError(403, "Only admins may do this.")


def client_address(request: HttpRequest) -> str:
    """Where the request came from; behind a proxy, what the proxy says of it."""
    if settings.HTTPS:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rpartition(",")[2].strip()
    return str(request.META["REMOTE_ADDR"])


def count_request(who: str, limit: int) -> None:
    """Raise TooManyRequests when this is one too many for the minute."""
    now = int(time())
    key = f"api:{who}:{now // WINDOW_SECONDS}"
    count = 0
    # Without the cache nobody is counted, rather than nobody served.
    with suppress(RedisError, ValueError):
        cache.add(key, 0, timeout=WINDOW_SECONDS)
        count = cache.incr(key)
    if count > limit:
        raise TooManyRequests(limit, WINDOW_SECONDS - now % WINDOW_SECONDS)
