"""What is asked of the network, and what it means when nothing came."""

import random
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from sources.fetch import AddressRefused, Fetcher, FetchError, KeptOut, TooLarge
from sources.models import Fetch, Host
from sources.parse import ParseError

#: What reading something from the web may end in, besides a result.
ReadError = FetchError | ParseError
#: Spread, so that what failed together is not tried again together.
MAX_JITTER = 0.25


def fetcher() -> Fetcher:
    return Fetcher(
        f"Crossclaim (news archive; +{settings.FETCH_CONTACT})",
        allow_private_addresses=settings.FETCH_ALLOW_PRIVATE_ADDRESSES,
    )


def outcome_of(error: ReadError) -> Fetch.Outcome:
    """Refused is what we do not want, failed what we did not get."""
    is_ours = isinstance(error, ParseError | AddressRefused | KeptOut | TooLarge)
    return Fetch.Outcome.REFUSED if is_ours else Fetch.Outcome.FAILED


def status_of(error: ReadError) -> int | None:
    return error.status if isinstance(error, FetchError) else None


def is_temporary(error: ReadError) -> bool:
    return isinstance(error, FetchError) and error.is_temporary


def delay_after(error: ReadError, usual: timedelta) -> timedelta:
    """The usual delay, spread a little, or longer if the server asks for it."""
    return max(spread(usual), asked_rest(error))


def asked_rest(error: ReadError) -> timedelta:
    """For how long the server wants to be left alone; nothing if it does not say."""
    asked = error.retry_after if isinstance(error, FetchError) else None
    return asked or timedelta()


def spread(delay: timedelta) -> timedelta:
    return delay * (1 + random.uniform(0, MAX_JITTER))


def rest_if_asked(url: str, error: ReadError) -> None:
    """Leave the whole site alone when it asks for that, not this page only."""
    if rest := asked_rest(error):
        Host.objects.let_rest(host_of(url), rest)


def host_of(url: str) -> str:
    """The site of a canonical address, as the database cuts it out of one."""
    return urlsplit(url).netloc[:255]


def home_of(url: str) -> str:
    """The address of the site that a page belongs to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
