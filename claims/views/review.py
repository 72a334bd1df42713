"""What waits for an editor."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Claim, Status
from claims.paging import COUNT_LIMIT, capped_count, page_of
from claims.roles import is_editor
from claims.selectors import proposed_links

PAIRS = 20


@login_required
def review(request: HttpRequest) -> HttpResponse:
    """Links that nobody checked yet, and how many claims."""
    if not is_editor(request.user):
        raise PermissionDenied
    proposed = Claim.objects.filter(status=Status.PROPOSED)
    context = {
        "claim_count": capped_count(proposed),
        "page": page_of(request, proposed_links(), per_page=PAIRS),
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/review.html", context)
