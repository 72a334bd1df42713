"""The front page and the page that says what this is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.answers import unanswered
from claims.models import Claim
from claims.paging import capped_count
from claims.selectors import (
    listed_allegations,
    listed_claims,
    newest_answers,
)
from sources.models import Article, Outlet

SHOWN = 6


def home(request: HttpRequest) -> HttpResponse:
    context = {
        "allegations": listed_allegations()[:SHOWN],
        "answers": newest_answers(SHOWN),
        "unanswered": unanswered(listed_claims().visible())[:SHOWN],
        "claim_count": capped_count(Claim.objects.visible()),
        "unanswered_count": capped_count(unanswered(Claim.objects.visible())),
        "article_count": capped_count(Article.objects.all()),
        "outlet_count": capped_count(Outlet.objects.all()),
    }
    return render(request, "claims/home.html", context)


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "claims/about.html")
