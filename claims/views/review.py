"""What waits for an editor: proposed claims, the doubtful ones first, and links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.filters import ClaimFilter
from claims.models import Status
from claims.paging import COUNT_LIMIT, page_of
from claims.selectors import listed_claims, proposed_links
from claims.views.access import editors_only

PER_PAGE = 20


class ReviewFilter(ClaimFilter):
    """The filters of all lists of claims, without those that a queue answers itself."""

    status = None
    sort = None
    shows_all = True


@editors_only
def review(request: HttpRequest) -> HttpResponse:
    """Claims that nobody checked yet, filtered as everywhere."""
    proposed = listed_claims().filter(status=Status.PROPOSED)
    filtered = ReviewFilter(request.GET, queryset=proposed, request=request)
    context = {
        "filter": filtered,
        "page": page_of(request, filtered.claims.in_doubt(), per_page=PER_PAGE),
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/editing/review.html", context)


@editors_only
def review_links(request: HttpRequest) -> HttpResponse:
    """Links that nobody checked yet, the most certain first."""
    context = {
        "page": page_of(request, proposed_links(), per_page=PER_PAGE),
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/editing/review_links.html", context)
