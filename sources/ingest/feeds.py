"""Feeds to articles that wait for their text."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from sources.fetch import MAX_FEED_BYTES, FetchError, Response
from sources.ingest.log import record
from sources.ingest.outlets import outlet_at, outlet_named
from sources.ingest.pages import add_page
from sources.ingest.requests import (
    ReadError,
    delay_after,
    fetcher,
    home_of,
    outcome_of,
    rest_if_asked,
    spread,
    status_of,
)
from sources.ingest.schedule import Rhythm, interval_for, next_look, rhythm_after
from sources.models import Article, Feed, Fetch, Outlet
from sources.parse import (
    FeedDocument,
    FeedEntry,
    FeedPause,
    ParseError,
    canonical_url,
    feeds_named_by,
    is_feed,
    parse_feed,
)

#: However often a feed failed, we look once a day whether it is back.
MAX_DELAY = timedelta(days=1)
#: Enough to reach that day from any interval, and small enough to be multiplied.
MAX_DOUBLINGS = 16
GONE = 410
#: What we say of a feed that need not be added.
KNOWN = "It is followed already."
#: Where sites have their feed, when their home page does not tell.
USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml")
#: How many of the feeds that a page names are tried.
MAX_TRIED = 5


def add_feed(url: str, *, outlet: str = "", folder: str = "") -> Fetch:
    """Fetch a feed and follow it from now on; its articles are fetched later.

    The address may be a site's: then its feed is looked for. Without a name, its outlet
    is the one of its site, or is named after the feed.
    """
    try:
        if known := _known(url):
            return known
        response = _get(url)
        if not is_feed(response.body) and (found := _discover(response)):
            url, response = found
        return _known(url) or _follow(url, response, outlet, folder)
    except (FetchError, ParseError) as error:
        return record(url, outcome_of(error), str(error), http_status=status_of(error))


def add_address(url: str, *, outlet: str = "") -> Fetch:
    """Follow what is at the address if it is a feed, else archive it as an article."""
    try:
        if known := _known(url):
            return known
        response = _get(url)
        if not is_feed(response.body):
            return add_page(url, response, outlet=outlet)
        return _follow(url, response, outlet)
    except (FetchError, ParseError) as error:
        return record(url, outcome_of(error), str(error), http_status=status_of(error))


def fetch_feed(feed_id: int) -> Fetch:
    """Fetch a feed, and store its new entries or put down why not."""
    feed = Feed.objects.get(pk=feed_id)
    try:
        response = _get(feed.url, feed.etag, feed.last_modified)
        document = None if response.status == 304 else _parse(response)
    except (FetchError, ParseError) as error:
        return _put_off(feed, error)
    return _take_in(feed, response, document)


@transaction.atomic
def store_feed_entries(feed: Feed, entries: Iterable[FeedEntry]) -> int:
    """Store the entries that are new, to be fetched; how many those are.

    An article whose entry was updated since we last read it is fetched again.
    """
    by_url = {entry.url: entry for entry in entries}
    ids = {entry.external_id for entry in by_url.values() if entry.external_id}
    of_outlet = Article.objects.filter(outlet=feed.outlet_id, external_id__in=ids)
    known_ids = set(of_outlet.values_list("external_id", flat=True))
    known_urls = _read_again(by_url)
    new: list[Article] = []
    for url, entry in by_url.items():
        if url not in known_urls and entry.external_id not in known_ids:
            new.append(_article(feed, entry))
            known_ids |= {entry.external_id} - {""}
    # Another feed may announce the same at this moment; then the first one has it.
    Article.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _get(url: str, etag: str = "", last_modified: str = "") -> Response:
    return fetcher().get(
        url, max_bytes=MAX_FEED_BYTES, etag=etag, last_modified=last_modified
    )


def _parse(response: Response) -> FeedDocument:
    return parse_feed(response.body, url=response.url, charset=response.charset)


def _discover(page: Response) -> tuple[str, Response] | None:
    """The feed of the site that a page is of, and its address."""
    for url in _candidates(page):
        try:
            response = _get(url)
            _parse(response)
        except (FetchError, ParseError):
            continue
        return url, response
    return None


def _candidates(page: Response) -> Iterator[str]:
    """Feeds that a page names, its comments' last; on a home page, the usual places."""
    named = feeds_named_by(page.body, url=page.url, charset=page.charset)
    yield from sorted(named, key=lambda url: "comment" in url.lower())[:MAX_TRIED]
    if not named and urlsplit(page.url).path in ("", "/"):
        yield from (urljoin(page.url, path) for path in USUAL_PATHS)


def _known(url: str) -> Fetch | None:
    try:
        urls = [url, canonical_url(url)]
    except ValueError:
        return None
    is_it = Q(url__in=urls) | Q(former_urls__overlap=urls)
    feed = Feed.objects.filter(is_it).first()
    if feed is None:
        return None
    return record(url, Fetch.Outcome.UNCHANGED, KNOWN, feed=feed)


def _follow(url: str, response: Response, outlet: str, folder: str = "") -> Fetch:
    document = _parse(response)
    with transaction.atomic():
        feed, _ = Feed.objects.get_or_create(
            url=canonical_url(url),
            defaults={
                "outlet": _outlet(document, response.url, outlet),
                "title": document.title[:500],
                "folder": folder[:500],
            },
        )
        return _take_in(feed, response, document)


def _outlet(document: FeedDocument, url: str, name: str) -> Outlet:
    home = home_of(document.homepage or url)
    return outlet_named(name, home) if name else outlet_at(home, document.title or home)


@transaction.atomic
def _take_in(feed: Feed, response: Response, document: FeedDocument | None) -> Fetch:
    """Store what came; None means that nothing changed."""
    feed = Feed.objects.select_for_update(of=["self"]).get(pk=feed.pk)
    new = store_feed_entries(feed, document.entries) if document else 0
    now = timezone.now()
    if document:
        feed.title = feed.title or document.title[:500]
        feed.etag = response.etag[:500]
        feed.last_modified = response.last_modified[:200]
        feed.entries_seen = len(document.entries)
    feed.last_ok_at = feed.last_fetch_at = now
    feed.last_status = response.status
    feed.failures = 0
    feed.last_error = ""
    feed.taken_at = None
    _schedule(feed, response, document, new, now)
    moved = _move(feed, response.moved_to) if document else ""
    feed.save()
    return record(
        feed.url,
        Fetch.Outcome.NEW if new else Fetch.Outcome.UNCHANGED,
        moved,
        feed=feed,
        new_articles=new,
        http_status=response.status,
        size=len(response.body),
    )


def _schedule(
    feed: Feed,
    response: Response,
    document: FeedDocument | None,
    new: int,
    now: datetime,
) -> None:
    """Set when the feed is asked again; an unchanged one keeps what it wished."""
    entries = document.entries if document else ()
    dates = [moment for entry in entries if (moment := entry.published)]
    before = Rhythm(feed.usual_gap, feed.newest_at)
    rhythm = rhythm_after(before, dates, new, now)
    feed.usual_gap, feed.newest_at = rhythm.usual_gap, rhythm.newest_at
    feed.interval = feed.fixed_interval or interval_for(rhythm, now)
    if document:
        feed.pause_at_least = document.pause.at_least
        feed.pause_hours = sorted(document.pause.hours)
        feed.pause_days = sorted(document.pause.days)
    pause = FeedPause(
        feed.pause_at_least, frozenset(feed.pause_hours), frozenset(feed.pause_days)
    )
    interval = spread(feed.interval)
    feed.next_fetch_at = next_look(interval, pause, response.max_age, now)


def _move(feed: Feed, moved_to: str) -> str:
    """Ask at a new address from now on if the old one leads there for good; in words.

    Where another feed has that address already, this one is retired.
    """
    url = canonical_url(moved_to) if moved_to else feed.url
    if url == feed.url:
        return ""
    if other := Feed.objects.filter(url=url).first():
        words = f"It has moved for good to {url}, which is followed already."
        _retire(feed, f"{words} See {other}.")
        return words
    feed.former_urls = [*feed.former_urls, feed.url]
    feed.url = url
    return f"It has moved for good, and is asked at {url} from now on."


def _retire(feed: Feed, reason: str) -> None:
    feed.last_error = reason
    feed.is_paused = True
    feed.retired_at = timezone.now()


@transaction.atomic
def _put_off(feed: Feed, error: ReadError) -> Fetch:
    """Try again later, ever more rarely; a feed that is gone for good is retired."""
    feed = Feed.objects.select_for_update(of=["self"]).get(pk=feed.pk)
    rest_if_asked(feed.url, error)
    growth = 2 ** min(feed.failures, MAX_DOUBLINGS)
    usual = min(feed.interval * growth, max(MAX_DELAY, feed.interval))
    feed.failures += 1
    feed.last_error = str(error)
    feed.last_fetch_at = timezone.now()
    feed.last_status = status_of(error)
    feed.taken_at = None
    feed.next_fetch_at = timezone.now() + delay_after(error, usual)
    if status_of(error) == GONE:
        _retire(feed, str(error))
    feed.save()
    return record(
        feed.url,
        outcome_of(error),
        str(error),
        feed=feed,
        http_status=status_of(error),
    )


def _article(feed: Feed, entry: FeedEntry) -> Article:
    return Article(
        outlet_id=feed.outlet_id,
        feed=feed,
        url=entry.url,
        external_id=entry.external_id if len(entry.external_id) <= 500 else "",
        title=entry.title[:1000],
        byline=entry.byline[:500],
        published_at=entry.published,
    )


def _read_again(entries: dict[str, FeedEntry]) -> set[str]:
    """The addresses of known articles; those updated since the last look are due."""
    known = Article.objects.filter(url__in=entries).annotate(seen_at=Max("fetches__at"))
    states = list(known.values_list("pk", "url", "state", "seen_at"))
    now = timezone.now()
    changed = [
        pk
        for pk, url, state, seen_at in states
        if state == Article.State.ARCHIVED
        and seen_at
        and _is_between(entries[url].updated, seen_at, now)
    ]
    Article.objects.filter(pk__in=changed).update(
        state=Article.State.PENDING, attempts=0, next_attempt_at=now
    )
    return {url for _, url, _, _ in states}


def _is_between(moment: datetime | None, start: datetime, end: datetime) -> bool:
    return moment is not None and start < moment <= end
