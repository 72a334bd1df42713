"""Web pages to articles: one that somebody names, or one that a feed announced."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sources.fetch import MAX_PAGE_BYTES, FetchError, Response
from sources.ingest.archive import Visit, archive, next_recheck, store_text
from sources.ingest.log import record, refuse
from sources.ingest.outlets import outlet_at, outlet_named
from sources.ingest.requests import (
    ReadError,
    delay_after,
    fetcher,
    home_of,
    is_temporary,
    outcome_of,
    rest_if_asked,
    status_of,
)
from sources.ingest.robots import require_allowed
from sources.models import Article, Fetch
from sources.parse import (
    ArticleText,
    ParseError,
    canonical_url,
    parse_page,
    refuse_detour,
)

#: After 5, 20, 80 and 320 minutes a page that still fails is given up.
MAX_ATTEMPTS = 5
FIRST_DELAY = timedelta(minutes=5)
GROWTH = 4


def add_url(url: str, *, outlet: str = "") -> Fetch:
    """Fetch a page and archive it. Without a name, the page tells its outlet."""
    try:
        require_allowed(canonical_url(url))
        response = fetcher().get(url, max_bytes=MAX_PAGE_BYTES)
        return add_page(url, response, outlet=outlet)
    except ValueError as error:
        return refuse(url, error)
    except FetchError as error:
        return record(url, outcome_of(error), str(error), http_status=status_of(error))


def add_page(url: str, response: Response, *, outlet: str = "") -> Fetch:
    """Archive a page that was fetched from `url`, if the site lets programs read it.

    Raises FetchError when it does not.
    """
    require_allowed(response.url)
    try:
        content = _content(url, response)
    except ParseError as error:
        size = len(response.body)
        return refuse(url, error, http_status=response.status, size=size)
    home = home_of(response.url)
    publisher = (
        outlet_named(outlet, home) if outlet else outlet_at(home, content.outlet)
    )
    return store_text(
        publisher,
        _address(content, canonical_url(url), canonical_url(response.url)),
        content,
        origin=url,
        page=response.body,
        http_status=response.status,
        visit=Visit.of(response),
    )


def _address(content: ArticleText, asked: str, found: str) -> str:
    """Under which address to archive a page that was asked for at one address."""
    known = Article.objects.filter(url__in=[asked, found]).first()
    if known:
        return known.url
    own = content.url or found
    holder = Article.objects.filter(url=own).first()
    return own if holder is None or _is_same(holder, content) else found


def _is_same(article: Article, content: ArticleText) -> bool:
    """Whether a page that calls the article's address its own can be believed.

    Some sites put one address on all their pages; the headline shows it.
    """
    return article.title.casefold() == content.title.casefold()


def fetch_article(article_id: int) -> Fetch:
    """Fetch the page of a known article, and archive it or put down why not.

    What may pass is tried again later, MAX_ATTEMPTS times in all. A page that was read
    before and is unchanged by its server's word is not read again.
    """
    article = Article.objects.get(pk=article_id)
    try:
        require_allowed(article.url)
        response = fetcher().get(
            article.url,
            max_bytes=MAX_PAGE_BYTES,
            etag=article.etag,
            last_modified=article.last_modified,
        )
        if response.status == 304:
            return _leave(article, response)
        if response.url != article.url:
            require_allowed(response.url)
        content = _content(article.url, response)
    except (FetchError, ParseError) as error:
        rest_if_asked(article.url, error)
        return _put_off(article, error)
    return _archive_page(article, response, content)


def _content(asked: str, response: Response) -> ArticleText:
    refuse_detour(asked, response.url)
    return parse_page(response.body, url=response.url, charset=response.charset)


@transaction.atomic
def _leave(article: Article, response: Response) -> Fetch:
    """Put down that the page is the one that is archived already."""
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(
        state=Article.State.ARCHIVED,
        failure="",
        attempts=0,
        taken_at=None,
        recheck_at=next_recheck(article, now),
    )
    return record(
        response.url,
        Fetch.Outcome.UNCHANGED,
        article=article,
        http_status=response.status,
    )


@transaction.atomic
def _archive_page(article: Article, response: Response, content: ArticleText) -> Fetch:
    article = Article.objects.select_for_update(of=["self"]).get(pk=article.pk)
    own = content.url or article.url
    if own != article.url:
        article = _at_own_address(article, own, content)
    return archive(
        article,
        content,
        origin=response.url,
        page=response.body,
        http_status=response.status,
        visit=Visit.of(response),
    )


def _at_own_address(article: Article, own: str, content: ArticleText) -> Article:
    """The article that has, or now gets, the address that the page calls its own.

    Where another article has it already, this one only says so from now on: without
    the row, the feed would bring it back.
    """
    other = Article.objects.filter(url=own).first()
    if other is None:
        article.url = own
        article.save(update_fields=["url"])
        return article
    if not _is_same(other, content):
        return article
    article.state = Article.State.FAILED
    article.failure = f"It is the same page as {own}, which is archived as such."
    article.taken_at = None
    article.save()
    return other


@transaction.atomic
def _put_off(article: Article, error: ReadError) -> Fetch:
    article = Article.objects.select_for_update(of=["self"]).get(pk=article.pk)
    article.attempts += 1
    article.failure = str(error)
    article.taken_at = None
    if is_temporary(error) and article.attempts < MAX_ATTEMPTS:
        usual = FIRST_DELAY * GROWTH ** (article.attempts - 1)
        article.next_attempt_at = timezone.now() + delay_after(error, usual)
        if article.state == Article.State.ARCHIVED:
            article.recheck_at = article.next_attempt_at
    else:
        # A page that cannot be read again does not lose what was read before.
        has_text = article.revisions.exists()
        state = Article.State.ARCHIVED if has_text else Article.State.FAILED
        article.state = state
        article.recheck_at = None
        article.dismissed_at = None
    article.save()
    return record(
        article.url,
        outcome_of(error),
        str(error),
        article=article,
        http_status=status_of(error),
    )
