"""The addresses of /api/v1/ and what they answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query
from ninja import Status as HttpStatus
from ninja.errors import HttpError

from actors.models import Actor
from api import rows, schemas
from api.access import TooManyRequests, admins_only, let_in
from api.cursors import answer, by_number, claim_numbers
from claims.exports.record import claim_record
from claims.exports.selection import Selection, in_full
from claims.filters import ClaimFilter
from claims.models import Allegation, Claim, Link, Status
from claims.roles import is_editor
from claims.selectors import (
    AmbiguousName,
    find_actor,
    find_outlet,
    listed_allegations,
    listed_claims,
    named,
)
from sources import ingest
from sources.models import Article, Fetch, Outlet

Answer = dict[str, Any]

api = NinjaAPI(
    title="Crossclaim",
    version="1",
    description="Who accuses whom of terrorism, and what the accused answers.",
    urls_namespace="api",
    docs_url=None,
    auth=let_in,
)
api.add_decorator(conditional_page, mode="view")


@api.exception_handler(TooManyRequests)
def too_many_requests(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    response = api.create_response(request, {"detail": str(error)}, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def _site(request: HttpRequest) -> Selection:
    return Selection(Claim.objects.none(), request.build_absolute_uri("/"))


# Claims


@api.get("/claims", response=schemas.Page[schemas.ClaimRow], tags=["claims"])
def claims(request: HttpRequest, query: Query[schemas.ClaimParameters]) -> Answer:
    """Claims by the same filters as the site's list, the newest first."""
    known = {*schemas.ClaimParameters.model_fields}
    if unknown := sorted(set(request.GET) - known):
        raise HttpError(400, f"There is no parameter {', '.join(unknown)}.")
    filtered = ClaimFilter(request.GET, queryset=listed_claims(), request=request)
    if not filtered.is_valid():
        raise HttpError(400, " ".join(filtered.messages()))
    numbers, cursor = claim_numbers(
        filtered.claims, query.sort, query.cursor, query.limit
    )
    found, site = in_full().in_bulk(numbers), _site(request)
    results = [claim_record(found[pk], site) for pk in numbers if pk in found]
    return answer(request, results, cursor)


@api.get("/claims/{claim_id}", response=schemas.ClaimRow, tags=["claims"])
def claim(request: HttpRequest, claim_id: int) -> Answer:
    """One claim, also an unlikely one that lists leave out."""
    seen = in_full()
    if not is_editor(request.user):
        seen = seen.exclude(status=Status.REJECTED)
    return claim_record(get_object_or_404(seen, pk=claim_id), _site(request))


@api.get("/links", response=schemas.Page[schemas.LinkRow], tags=["claims"])
def links(request: HttpRequest, query: Query[schemas.LinkParameters]) -> Answer:
    """Which claims answer which others."""
    found = Link.objects.visible()
    if query.claim is not None:
        found = found.filter(Q(answer=query.claim) | Q(answered=query.claim))
    if query.relation:
        found = found.filter(relation=query.relation)
    if query.status:
        found = found.filter(status=query.status)
    shown, cursor = by_number(found, query.cursor, query.limit)
    return answer(request, [rows.link_row(link) for link in shown], cursor)


# Allegations and actors


@api.get("/allegations", response=schemas.Page[schemas.Allegation], tags=["claims"])
def allegations(
    request: HttpRequest, query: Query[schemas.AllegationParameters]
) -> Answer:
    """What is said of the same party by anyone, with counts."""
    found = listed_allegations()
    if query.target:
        found = found.filter(target=_actor(query.target))
    if query.category:
        found = found.filter(category=query.category)
    shown, cursor = by_number(found, query.cursor, query.limit)
    site = _site(request)
    return answer(request, [rows.allegation_row(a, site) for a in shown], cursor)


@api.get("/allegations/{allegation_id}", response=schemas.Allegation, tags=["claims"])
def allegation(request: HttpRequest, allegation_id: int) -> Answer:
    """One allegation; a merged one is what it was merged into."""
    known = get_object_or_404(Allegation, pk=allegation_id)
    current = known.merged_into_id or known.pk
    found = get_object_or_404(listed_allegations(), pk=current)
    return rows.allegation_row(found, _site(request))


@api.get("/actors", response=schemas.Page[schemas.Actor], tags=["actors"])
def actors(request: HttpRequest, query: Query[schemas.ActorParameters]) -> Answer:
    """Who speaks and is spoken of."""
    found = Actor.objects.current().prefetch_related("aliases")
    if query.q:
        found = named(found, query.q)
    if query.kind:
        found = found.filter(kind=query.kind)
    shown, cursor = by_number(found, query.cursor, query.limit)
    site = _site(request)
    return answer(request, [rows.actor_row(actor, site) for actor in shown], cursor)


@api.get("/actors/{slug}", response=schemas.Actor, tags=["actors"])
def actor(request: HttpRequest, slug: str) -> Answer:
    """One actor; a merged one is what it was merged into."""
    found = get_object_or_404(Actor.objects.select_related("merged_into"), slug=slug)
    return rows.actor_row(found.merged_into or found, _site(request))


# Outlets and articles


@api.get("/outlets", response=schemas.Page[schemas.OutletRow], tags=["sources"])
def outlets(request: HttpRequest, query: Query[schemas.Paging]) -> Answer:
    """Who published what was read."""
    shown, cursor = by_number(Outlet.objects.all(), query.cursor, query.limit)
    site = _site(request)
    return answer(request, [rows.outlet_row(outlet, site) for outlet in shown], cursor)


@api.get("/articles", response=schemas.Page[schemas.ArticleRow], tags=["sources"])
def articles(request: HttpRequest, query: Query[schemas.ArticleParameters]) -> Answer:
    """What was read, without the texts."""
    found = Article.objects.select_related("outlet")
    if query.outlet:
        outlet = find_outlet(query.outlet)
        if outlet is None:
            raise HttpError(400, f"No outlet is called “{query.outlet}”.")
        found = found.filter(outlet=outlet)
    if query.after:
        found = found.filter(published_at__date__gte=query.after)
    if query.before:
        found = found.filter(published_at__date__lte=query.before)
    shown, cursor = by_number(found, query.cursor, query.limit)
    site = _site(request)
    return answer(request, [rows.article_row(a, site) for a in shown], cursor)


@api.get("/articles/{article_id}", response=schemas.Article, tags=["sources"])
def article(request: HttpRequest, article_id: int) -> Answer:
    """One article with its newest text and the list of its archived versions."""
    found = get_object_or_404(Article.objects.select_related("outlet"), pk=article_id)
    return rows.article_in_full(found, _site(request))


@api.post(
    "/articles",
    response={
        200: schemas.Added,
        201: schemas.Added,
        422: schemas.Added,
        403: schemas.Problem,
    },
    tags=["sources"],
)
def add_article(request: HttpRequest, page: schemas.NewPage) -> HttpStatus:
    """Have a page fetched and archived now; its claims are read soon after. Admins."""
    admins_only(request)
    fetch = ingest.add_address(page.url, outlet=page.outlet)
    status = 201 if fetch.outcome == Fetch.Outcome.NEW else 200
    added = {
        "outcome": fetch.outcome,
        "detail": fetch.detail,
        "article": fetch.article_id,
    }
    return HttpStatus(422 if fetch.is_problem else status, added)


def _actor(text: str) -> Actor:
    try:
        found = find_actor(text)
    except AmbiguousName as error:
        raise HttpError(400, f"“{text}” may be {error}.") from error
    if found is None:
        raise HttpError(400, f"No actor goes by the name “{text}”.")
    return found
