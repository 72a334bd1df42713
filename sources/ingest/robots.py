"""Which pages a site lets programs read: robots.txt (RFC 9309), once a day per site."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from protego import Protego

from sources.fetch import BadStatus, FetchError, KeptOut, TooLarge, TooManyRedirects
from sources.ingest.requests import fetcher, home_of, host_of
from sources.models import Host
from sources.parse import clean

#: By which name a site's rules call us.
NAME = "Crossclaim"
MAX_AGE = timedelta(days=1)
#: What a program has to read at least, by the standard.
MAX_BYTES = 500 * 2**10
#: A longer pause than this is meant to keep programs out; then it should say so.
MAX_CRAWL_DELAY = timedelta(seconds=30)


class RobotsUnknown(FetchError):
    """The site is not able to say what may be read, so nothing may be for now."""


def require_allowed(url: str) -> None:
    """Ask the site's rules. Raises KeptOut, or FetchError when there is no telling."""
    if not _rules(url).can_fetch(url, NAME):
        raise KeptOut(
            f"{urlsplit(url).hostname} asks programs not to read this page "
            "(robots.txt): paste its text or upload the saved page."
        )


def crawl_delay(host: str) -> timedelta:
    """How long the site wants us to wait between two pages, as far as we know."""
    known = Host.objects.filter(name=host).first()
    delay = Protego.parse(known.robots).crawl_delay(NAME) if known else None
    return min(timedelta(seconds=delay or 0), MAX_CRAWL_DELAY)


def _rules(url: str) -> Protego:
    name = host_of(url)
    known = Host.objects.filter(name=name).first()
    now = timezone.now()
    if known and known.robots_read_at and now - known.robots_read_at < MAX_AGE:
        return Protego.parse(known.robots)
    robots = _read(url)
    Host.objects.update_or_create(
        name=name, defaults={"robots": robots, "robots_read_at": now}
    )
    return Protego.parse(robots)


def _read(url: str) -> str:
    """The file, or nothing where the site has none that can be had."""
    try:
        response = fetcher().get(f"{home_of(url)}robots.txt", max_bytes=MAX_BYTES)
    except BadStatus as error:
        if not error.is_temporary:
            return ""
        unknown = RobotsUnknown(
            f"The site does not tell which pages programs may read (its robots.txt: "
            f"status {error.status}), so none is read for now."
        )
        unknown.status, unknown.retry_after = error.status, error.retry_after
        raise unknown from error
    except (TooLarge, TooManyRedirects):
        return ""
    return clean(response.body.decode("utf-8", "replace"))
