"""Feeds to articles that wait for their text."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
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
    status_of,
)
from sources.models import Article, Feed, Fetch, Outlet
from sources.parse import (
    FeedDocument,
    FeedEntry,
    ParseError,
    canonical_url,
    is_feed,
    parse_feed,
)

#: However often a feed failed, we look once a day whether it is back.
MAX_DELAY = timedelta(days=1)
GONE = 410


def add_feed(url: str, *, outlet: str = "") -> Fetch:
    """Fetch a feed and follow it from now on; its articles are fetched later.

    Without a name, its outlet is the one of its site, or is named after the feed.
    """
    try:
        return _known(url) or _follow(url, _get(url), outlet)
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


def _known(url: str) -> Fetch | None:
    try:
        feed = Feed.objects.filter(url__in=[url, canonical_url(url)]).first()
    except ValueError:
        return None
    if feed is None:
        return None
    detail = "It is followed already."
    return record(url, Fetch.Outcome.UNCHANGED, detail, feed=feed)


def _follow(url: str, response: Response, outlet: str) -> Fetch:
    document = _parse(response)
    with transaction.atomic():
        feed, _ = Feed.objects.get_or_create(
            url=canonical_url(url),
            defaults={
                "outlet": _outlet(document, response.url, outlet),
                "title": document.title[:500],
            },
        )
        return _take_in(feed, response, document)


def _outlet(document: FeedDocument, url: str, name: str) -> Outlet:
    home = home_of(document.homepage or url)
    return outlet_named(name, home) if name else outlet_at(home, document.title or home)


@transaction.atomic
def _take_in(feed: Feed, response: Response, document: FeedDocument | None) -> Fetch:
    """Store what came; None means that nothing changed."""
    new = store_feed_entries(feed, document.entries) if document else 0
    now = timezone.now()
    title = feed.title or (document.title[:500] if document else "")
    Feed.objects.filter(pk=feed.pk).update(
        title=title,
        etag=(response.etag or (feed.etag if document is None else ""))[:500],
        last_modified=(
            response.last_modified or (feed.last_modified if document is None else "")
        )[:200],
        last_ok_at=now,
        failures=0,
        last_error="",
        taken_at=None,
        next_fetch_at=now + feed.interval,
    )
    return record(
        feed.url,
        Fetch.Outcome.NEW if new else Fetch.Outcome.UNCHANGED,
        feed=feed,
        new_articles=new,
        http_status=response.status,
        size=len(response.body),
    )


@transaction.atomic
def _put_off(feed: Feed, error: ReadError) -> Fetch:
    """Try again later, ever more rarely; a feed that is gone for good is paused."""
    feed = Feed.objects.select_for_update(of=["self"]).get(pk=feed.pk)
    usual = min(feed.interval * 2**feed.failures, max(MAX_DELAY, feed.interval))
    feed.failures += 1
    feed.last_error = str(error)
    feed.taken_at = None
    feed.next_fetch_at = timezone.now() + delay_after(error, usual)
    feed.is_paused = feed.is_paused or status_of(error) == GONE
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
