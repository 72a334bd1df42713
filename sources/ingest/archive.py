"""Texts to articles and revisions: each text once, each change kept."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sources.fetch import Response
from sources.ingest.log import record
from sources.ingest.outlets import outlet_named
from sources.models import Article, Fetch, Outlet, Revision
from sources.parse import (
    ArticleText,
    Document,
    canonical_url,
    clean,
    require_english,
)

#: A day without a time is kept as its noon in UTC: the same day nearly everywhere.
NOON = time(12, tzinfo=UTC)
#: So long after an article was first seen we look whether it was changed: corrections
#: come within hours, and hardly any after a month.
RECHECKS = (
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
#: The longest header that is kept, and those that are none of our readers' business.
MAX_HEADER = 1000
PRIVATE_HEADERS = ("set-cookie", "set-cookie2")


@dataclass(frozen=True)
class Visit:
    """How a page came from the web: its own address, and what its server said."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, response: Response) -> "Visit":
        headers = {
            clean(name): clean(value)[:MAX_HEADER]
            for name, value in response.headers.items()
            if name.lower() not in PRIVATE_HEADERS
        }
        return cls(response.url, headers, response.etag, response.last_modified)


@transaction.atomic
def store_text(
    outlet: Outlet,
    url: str,
    content: ArticleText,
    *,
    external_id: str = "",
    origin: str = "",
    page: bytes = b"",
    http_status: int | None = None,
    visit: Visit | None = None,
) -> Fetch:
    """Archive a text under its address, or under its id where it has no address.

    With neither, outlet, headline and day tell which article it is. The result says
    whether it is new, changed or unchanged. `page` is what was read, as it came;
    `visit` how, if from the web just now.
    Raises ValueError when `url` is no web address.
    """
    address = canonical_url(url) if url else ""
    name = external_id or ("" if address else name_of(content))
    article = _get_or_create(outlet, address, name)
    return archive(
        article,
        content,
        origin=origin or address or name,
        page=page,
        http_status=http_status,
        visit=visit,
    )


def import_document(document: Document, *, origin: str = "") -> Fetch:
    """Archive one document exactly as it stands: offsets into it stay right.

    Raises NotEnglish; nothing is written then.
    """
    require_english(document.text)
    content = ArticleText(
        document.text, document.title, published=document.date, url=document.url
    )
    return store_text(
        outlet_named(document.source),
        document.url,
        content,
        external_id=document.id,
        origin=origin,
    )


@transaction.atomic
def archive(
    article: Article,
    content: ArticleText,
    *,
    origin: str,
    page: bytes = b"",
    http_status: int | None = None,
    visit: Visit | None = None,
) -> Fetch:
    """Add a revision to the article unless this text is archived already.

    A page from the web is the present state: if it went back to an older text, that is
    a change. A file may hold any state, and those we have are not news.
    """
    # The lock makes others wait who archive the same article at this moment, so that
    # each sees what the one before has written.
    article = Article.objects.select_for_update(of=["self"]).get(pk=article.pk)
    title = (content.title or article.title)[:1000]
    latest = article.latest_revision()
    outcome = _compare(article, latest, content.text, title, is_live=visit is not None)
    if outcome != Fetch.Outcome.UNCHANGED:
        Revision.objects.create(
            article=article,
            number=latest.number + 1 if latest else 1,
            title=title,
            text=content.text,
            **_proof(page, visit),
        )
        article.folded_at = None
    if outcome != Fetch.Outcome.UNCHANGED or _says(latest, content.text, title):
        _describe(article, content, title, visit)
    return record(
        origin,
        outcome,
        article=article,
        http_status=http_status,
        size=len(page) or len(content.text.encode()),
        new_articles=0 if latest else 1,
    )


def _proof(page: bytes, visit: Visit | None) -> dict[str, Any]:
    """The fields of a revision by which its text can be proven later."""
    if not page:
        return {}
    return {
        "html": zlib.compress(page),
        "html_sha256": sha256(page).hexdigest(),
        "html_url": visit.url if visit else "",
        "html_headers": dict(visit.headers) if visit else {},
    }


def _compare(
    article: Article, latest: Revision | None, text: str, title: str, *, is_live: bool
) -> Fetch.Outcome:
    if latest is None:
        return Fetch.Outcome.NEW
    if _says(latest, text, title):
        return Fetch.Outcome.UNCHANGED
    older = article.revisions.filter(sha256=Revision.digest(text), title=title)
    is_known = not is_live and older.exists()
    return Fetch.Outcome.UNCHANGED if is_known else Fetch.Outcome.CHANGED


def _says(revision: Revision | None, text: str, title: str) -> bool:
    return revision is not None and (revision.text, revision.title) == (text, title)


def next_recheck(article: Article, now: datetime) -> datetime | None:
    """When to look next whether the page has changed; None when it is old enough."""
    published = article.published_at or article.created_at
    if now - published > RECHECKS[-1]:
        return None
    looks = (article.created_at + delay for delay in RECHECKS)
    return next((look for look in looks if look > now), None)


def _describe(
    article: Article, content: ArticleText, title: str, visit: Visit | None
) -> None:
    article.title = title
    article.byline = (content.byline or article.byline)[:500]
    # A feed tells the time of day; what its article's page tells may be a day only.
    if not (article.feed_id and article.published_at):
        article.published_at = as_moment(content.published) or article.published_at
    article.language = content.language
    article.state = Article.State.ARCHIVED
    article.failure = ""
    article.attempts = 0
    article.taken_at = None
    article.dismissed_at = None
    if visit:
        article.recheck_at = next_recheck(article, timezone.now())
        article.etag = visit.etag[:500]
        article.last_modified = visit.last_modified[:200]
    article.save()


def as_moment(published: date | datetime | None) -> datetime | None:
    if published is None or isinstance(published, datetime):
        return published
    return datetime.combine(published, NOON)


def name_of(content: ArticleText) -> str:
    """What tells a text without address or id from others of its outlet."""
    day = str(content.published or "")[:10]
    words = f"{content.title}\n{day}" if content.title else content.text
    return f"text:{sha256(words.encode()).hexdigest()}"


def _get_or_create(outlet: Outlet, url: str, external_id: str) -> Article:
    if known := _find(outlet, url, external_id):
        return known
    try:
        with transaction.atomic():
            return Article.objects.create(
                outlet=outlet, url=url, external_id=external_id
            )
    except IntegrityError:
        # Another import of the same article was faster, and is committed by now.
        if known := _find(outlet, url, external_id):
            return known
        raise


def _find(outlet: Outlet, url: str, external_id: str) -> Article | None:
    """By its address, else by its id at this outlet."""
    if url and (known := Article.objects.filter(url=url).first()):
        return known
    if not external_id:
        return None
    return Article.objects.filter(outlet=outlet, external_id=external_id).first()
