"""Addresses of articles: one article, one address."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

MAX_LENGTH = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING_FILE = Path(__file__).with_name("tracking_parameters.txt")


def _read_tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    """The names, and the beginnings of names, that the file lists."""
    lines = TRACKING_FILE.read_text().splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    return (
        frozenset(entry for entry in entries if not entry.endswith("*")),
        tuple(entry[:-1] for entry in entries if entry.endswith("*")),
    )


TRACKING_NAMES, TRACKING_PREFIXES = _read_tracking_parameters()


def canonical_url(address: str) -> str:
    """The same page's one address, for telling whether it is known already.

    Drops the fragment, the default port and tracking parameters; writes scheme and
    host in lower case. Raises ValueError, with what to do, for what is no web address.
    """
    url = split(address)
    port = None if url.port == DEFAULT_PORTS[url.scheme or ""] else url.port
    query = _without_tracking(url.query)
    return url._replace(port=port, path=url.path or "/", query=query, fragment=None).url


def split(address: str) -> Url:
    """Take an address apart, with what is not ASCII encoded. Raises ValueError."""
    try:
        url = parse_url(address.strip())
    except LocationParseError as error:
        raise ValueError(f"{address!r:.200} is no web address.") from error
    if url.scheme not in DEFAULT_PORTS or not url.host:
        raise ValueError(
            f"{address!r:.200} is no web address: it must begin with http:// or https://."
        )
    if len(url.url) > MAX_LENGTH:
        raise ValueError(f"The address has more than {MAX_LENGTH} characters.")
    return url


def _without_tracking(query: str | None) -> str | None:
    """The query as it was unless something has to go: sites compare it as text."""
    pairs = parse_qsl(query or "", keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_tracking(name)]
    return query or None if len(kept) == len(pairs) else urlencode(kept) or None


def _is_tracking(name: str) -> bool:
    return name.lower() in TRACKING_NAMES or name.lower().startswith(TRACKING_PREFIXES)
