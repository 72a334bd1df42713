"""Outlets: where the words were published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.paging import COUNT_LIMIT, page_of
from claims.selectors import listed_articles, listed_claims, listed_outlets
from sources.models import Outlet

RECENT = 6


def outlet_list(request: HttpRequest) -> HttpResponse:
    context = {"page": page_of(request, listed_outlets()), "count_limit": COUNT_LIMIT}
    return render(request, "claims/outlet_list.html", context)


def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    outlet = get_object_or_404(Outlet, slug=slug)
    articles = listed_articles(outlet)
    only_copies = request.GET.get("copies") == "yes"
    if only_copies:
        articles = articles.exclude(original=None)
    claims = listed_claims().visible().filter(revision__article__outlet=outlet)
    context = {
        "outlet": outlet,
        "claims": claims[:RECENT],
        "page": page_of(request, articles),
        "only_copies": only_copies,
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/outlet.html", context)
