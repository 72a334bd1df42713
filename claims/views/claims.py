"""The list of claims, a claim, and the timeline: the same filters for all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from actors.models import Actor
from claims.answers import BY_ACCUSED, silence_on
from claims.charts import bar_chart
from claims.copies import repetitions_of, told_once
from claims.filters import ClaimFilter
from claims.highlighting import Mark, excerpt
from claims.history import decisions_about
from claims.kinds import ANSWERS
from claims.models import Claim, ClaimQuerySet, Status
from claims.paging import COUNT_LIMIT, page_of
from claims.provenance import credits_of
from claims.roles import is_editor
from claims.selectors import (
    answered_by,
    answers_to,
    claim_with_text,
    in_claims,
    listed_allegations,
    listed_claims,
    same_allegation,
)
from sources.models import Outlet

#: Names offered while typing; any other name can be typed in full.
SUGGESTIONS = 500
#: Facets count the first claims of the list: others take longer than they are worth.
MOST_COUNTED = 3_000
OTHER_SOURCES = 6
MOST_REPETITIONS = 50


def _filter(request: HttpRequest) -> ClaimFilter:
    return ClaimFilter(request.GET, queryset=listed_claims(), request=request)


def _suggestions() -> dict[str, object]:
    actors = in_claims(Actor.objects.current()).order_by("name")
    return {
        "actor_names": actors.values_list("name", flat=True)[:SUGGESTIONS],
        "outlet_names": Outlet.objects.values_list("name", flat=True)[:SUGGESTIONS],
    }


def claim_list(request: HttpRequest) -> HttpResponse:
    filtered = _filter(request)
    page = page_of(request, filtered.claims)
    counted = page.paginator.ids[:MOST_COUNTED] if filtered.active() else []
    context = {
        "filter": filtered,
        "page": page,
        "facets": filtered.facets(counted) if counted else [],
        "facets_of": MOST_COUNTED if page.paginator.count > MOST_COUNTED else None,
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/claim_list.html", context | _suggestions())


def timeline(request: HttpRequest) -> HttpResponse:
    filtered = _filter(request)
    claims = filtered.claims.order_by("sort_date", "pk")
    context = {
        "filter": filtered,
        "chart": bar_chart(filtered.per_day()),
        "page": page_of(request, claims),
        "count_limit": COUNT_LIMIT,
    }
    return render(request, "claims/timeline.html", context | _suggestions())


def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    claim = claim_with_text(pk)
    if claim is None or (
        claim.status == Status.REJECTED and not is_editor(request.user)
    ):
        raise Http404
    answers = answers_to(claim)
    again = list(repetitions_of(claim)[:MOST_REPETITIONS])
    others = told_once(same_allegation(claim)).exclude(pk__in=[c.pk for c in again])
    expects_answer = claim.kind == Claim.Kind.ACCUSATION
    context = {
        "claim": claim,
        "excerpt": excerpt(claim.revision.text, _marks(claim)),
        "answers": [link for link in answers if link.relation in ANSWERS],
        "supports": [link for link in answers if link.relation not in ANSWERS],
        "answered": answered_by(claim),
        "others": others[:OTHER_SOURCES],
        "repeats": {claim.pk: again},
        "credits": credits_of([claim])[claim.pk],
        "counts": listed_allegations().filter(claims=claim).first(),
        "expects_answer": expects_answer,
        "reply": next((link for link in answers if link.relation in BY_ACCUSED), None),
        "silences": _silences(claim) if expects_answer else [],
        "decisions": decisions_about(claim),
        "permalink": request.build_absolute_uri(claim.get_absolute_url()),
    }
    return render(request, "claims/claim.html", context)


def _silences(claim: Claim) -> ClaimQuerySet:
    """The reports that the accused said nothing to it."""
    return listed_claims().visible().filter(silence_on(claim))[:OTHER_SOURCES]


def _marks(claim: Claim) -> list[Mark]:
    spans = [
        ("words", claim.start_char, claim.end_char),
        ("speaker", claim.speaker_start_char, claim.speaker_end_char),
        ("target", claim.target_start_char, claim.target_end_char),
        ("cue", claim.cue_start_char, claim.cue_end_char),
    ]
    return [
        Mark(start_char, end_char, role)
        for role, start_char, end_char in spans
        if start_char is not None and end_char is not None
    ]
