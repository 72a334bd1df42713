"""Many documents at once: those that are new need a handful of queries for all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from sources.ingest.archive import as_moment, name_of
from sources.ingest.outlets import outlet_named
from sources.models import Article, Fetch, ImportFile, Outlet, Revision
from sources.parse import ArticleText, Document, ParseError, require_english

MAX_TITLE = 1000


@dataclass(frozen=True)
class Candidate:
    """A document that can be archived, and what would make it known already."""

    place: int
    origin: str
    document: Document
    outlet: Outlet
    external_id: str

    @property
    def keys(self) -> set[tuple[object, str]]:
        """By its address, and by its id at its outlet."""
        both = {(None, self.document.url), (self.outlet.pk, self.external_id)}
        return {key for key in both if key[1]}


def store_new_documents(
    documents: Mapping[int, tuple[str, Document]], file: ImportFile
) -> dict[int, Fetch]:
    """Archive the documents that are surely new; results by their places.

    Each comes with its origin. Those left out have to be looked at one by one: they are
    known, or twice in the list, or cannot be taken.
    """
    fresh = list(_fresh(list(_candidates(documents))))
    try:
        with transaction.atomic():
            return _store(fresh, file)
    except IntegrityError:
        # Somebody else imports the same at this moment.
        return {}


def _candidates(documents: Mapping[int, tuple[str, Document]]) -> Iterator[Candidate]:
    outlets: dict[str, Outlet] = {}
    for place, (origin, document) in documents.items():
        try:
            require_english(document.text)
        except ParseError:
            continue
        if document.source not in outlets:
            outlets[document.source] = outlet_named(document.source)
        name = "" if document.url else name_of(_content(document))
        outlet = outlets[document.source]
        yield Candidate(place, origin, document, outlet, document.id or name)


def _content(document: Document) -> ArticleText:
    return ArticleText(document.text, document.title, published=document.date)


def _fresh(candidates: list[Candidate]) -> Iterator[Candidate]:
    known = _known(candidates)
    for candidate in candidates:
        if not candidate.keys & known:
            known |= candidate.keys
            yield candidate


def _known(candidates: list[Candidate]) -> set[tuple[object, str]]:
    urls = [candidate.document.url for candidate in candidates]
    by_url = Article.objects.filter(url__in=set(urls) - {""})
    by_id = Article.objects.filter(
        outlet__in={candidate.outlet.pk for candidate in candidates},
        external_id__in={candidate.external_id for candidate in candidates} - {""},
    )
    return {
        *((None, url) for url in by_url.values_list("url", flat=True)),
        *by_id.values_list("outlet_id", "external_id"),
    }


def _store(fresh: list[Candidate], file: ImportFile) -> dict[int, Fetch]:
    articles = Article.objects.bulk_create(_article(each) for each in fresh)
    pairs = list(zip(fresh, articles, strict=True))
    Revision.objects.bulk_create(
        Revision(
            article=article,
            title=article.title,
            text=each.document.text,
            sha256=Revision.digest(each.document.text),
        )
        for each, article in pairs
    )
    fetches = Fetch.objects.bulk_create(
        Fetch(
            origin=each.origin[:2000],
            outcome=Fetch.Outcome.NEW,
            article=article,
            file=file,
            size=len(each.document.text.encode()),
            new_articles=1,
        )
        for each, article in pairs
    )
    return {each.place: fetch for each, fetch in zip(fresh, fetches, strict=True)}


def _article(candidate: Candidate) -> Article:
    document = candidate.document
    return Article(
        outlet=candidate.outlet,
        url=document.url,
        external_id=candidate.external_id,
        title=document.title[:MAX_TITLE],
        published_at=as_moment(document.date),
        language=_content(document).language,
        state=Article.State.ARCHIVED,
    )
