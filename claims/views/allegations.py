"""Allegations: who says the same of the same target, and what it answers."""

from collections.abc import Container, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.answers import allegations_in_state, answers_to_all
from claims.charts import dot_chart
from claims.copies import originals_of, origins_of
from claims.coverage import coverage, coverage_chart, tally
from claims.drift import tellings
from claims.folding import fold
from claims.forms import AnsweredForm
from claims.history import decisions_on
from claims.kinds import CHARGES
from claims.models import Allegation, Claim, Link
from claims.paging import COUNT_LIMIT, page_of
from claims.provenance import credits_of
from claims.selectors import (
    allegation_links,
    listed_allegations,
    listed_claims,
    voices,
)
from claims.threads import threads

#: An allegation told more often than this shows its latest claims and says so.
MOST_CLAIMS = 300
#: Whether an allegation is answered has to be worked out from all of its claims.
MOST_IN_STATE = 1_000
#: The latest tellings, as many as anybody reads side by side.
MOST_TELLINGS = 40


def allegation_list(request: HttpRequest) -> HttpResponse:
    form = AnsweredForm(request.GET)
    allegations, limit = listed_allegations(), COUNT_LIMIT
    if not form.is_valid():
        allegations = allegations.none()
    elif state := form.cleaned_data["answered"]:
        allegations, limit = allegations_in_state(allegations, state), MOST_IN_STATE
    page = page_of(request, allegations, limit=limit)
    context = {"page": page, "count_limit": limit, "form": form}
    return render(request, "claims/allegation_list.html", context)


def allegation_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    allegation = get_object_or_404(
        Allegation.objects.select_related("target", "merged_into", "attack"), pk=pk
    )
    current = allegation.merged_into or allegation
    if current != allegation or current.slug != slug:
        return redirect(current, permanent=True)
    return render(request, "claims/allegation.html", _context(allegation))


def _context(allegation: Allegation) -> dict[str, object]:
    newest = listed_claims().visible().filter(allegation=allegation)
    claims = list(newest[: MOST_CLAIMS + 1])
    shown = {claim.pk: claim for claim in claims[:MOST_CLAIMS]}
    all_links = allegation_links(shown.values())
    everything = {link.answer_id: link.answer for link in all_links} | shown
    told = everything.values()
    originals = originals_of(told)
    # Every outlet counts here; from then on a copy's claims give way to the original's.
    carried = coverage(*_sides(told, shown, all_links), originals)
    folded = fold(told, origins_of(told))
    links = folded.links(all_links)
    once = [claim for claim in folded.claims if claim.pk in shown]
    accusing, answering = _sides(folded.claims, shown, links)
    return {
        "allegation": allegation,
        "is_cut": len(claims) > MOST_CLAIMS,
        "limit": MOST_CLAIMS,
        "voices": voices(accusing),
        "threads": threads(once, links),
        "accusing": accusing,
        "answering": answering,
        "answers": answers_to_all(accusing, links),
        "tellings": tellings(accusing)[-MOST_TELLINGS:],
        "decisions": decisions_on(allegation),
        "repeats": folded.repeats,
        "credits": credits_of(told),
        "counts": listed_allegations().filter(pk=allegation.pk).first(),
        "coverage": carried,
        "tally": tally(carried),
        "coverage_chart": coverage_chart(carried, originals),
        "chart": dot_chart(
            folded.claims, [(link.answer_id, link.answered_id) for link in links]
        ),
    }


def _sides(
    claims: Iterable[Claim], shown: Container[int], links: Iterable[Link]
) -> tuple[list[Claim], list[Claim]]:
    """The charges of the allegation, and what answers them or is about them."""
    answers = {link.answer_id for link in links}
    accusing, answering = [], []
    for claim in claims:
        if claim.kind in CHARGES and claim.pk in shown:
            accusing.append(claim)
        if claim.kind not in CHARGES or claim.pk in answers:
            answering.append(claim)
    return accusing, answering
