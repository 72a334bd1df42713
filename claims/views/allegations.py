"""Allegations: who says the same of the same target, and what it answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.charts import dot_chart
from claims.kinds import CHARGES
from claims.models import Allegation, Claim, Link
from claims.paging import COUNT_LIMIT, page_of
from claims.selectors import (
    allegation_links,
    coverage,
    listed_allegations,
    listed_claims,
    voices,
)
from claims.threads import threads

#: An allegation told more often than this shows its latest claims and says so.
MOST_CLAIMS = 300


def allegation_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, listed_allegations())
    context = {"page": page, "count_limit": COUNT_LIMIT}
    return render(request, "claims/allegation_list.html", context)


def allegation_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    allegation = get_object_or_404(
        Allegation.objects.select_related("target", "merged_into"), pk=pk
    )
    current = allegation.merged_into or allegation
    if current != allegation or current.slug != slug:
        return redirect(current, permanent=True)
    return render(request, "claims/allegation.html", _context(allegation))


def _context(allegation: Allegation) -> dict[str, object]:
    newest = listed_claims().visible().filter(allegation=allegation)
    claims = list(newest[: MOST_CLAIMS + 1])
    shown = claims[:MOST_CLAIMS]
    links = allegation_links(shown)
    accusing = [claim for claim in shown if claim.kind in CHARGES]
    answering = {claim.pk: claim for claim in shown if claim.kind not in CHARGES}
    answering |= {link.answer_id: link.answer for link in links}
    everything = {claim.pk: claim for claim in shown} | answering
    return {
        "allegation": allegation,
        "is_cut": len(claims) > MOST_CLAIMS,
        "limit": MOST_CLAIMS,
        "voices": voices(accusing),
        "threads": threads(shown, links),
        "accusing": accusing,
        "answering": answering.values(),
        "unanswered": _unanswered(accusing, links),
        "coverage": coverage(accusing, answering.values()),
        "chart": dot_chart(
            list(everything.values()),
            [(link.answer_id, link.answered_id) for link in links],
        ),
    }


def _unanswered(accusing: list[Claim], links: list[Link]) -> int:
    answered = {link.answered_id for link in links}
    return sum(claim.pk not in answered for claim in accusing)
