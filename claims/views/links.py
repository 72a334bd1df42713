"""Editors decide on links between claims, and add them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import search
from claims.decisions import DecisionError, StaleDecision, add_link, decide_link
from claims.forms import LinkForm
from claims.linkable import (
    MOST_CANDIDATES,
    fitting_relations,
    is_likely_answer,
    link_candidates,
)
from claims.models import Claim, Link
from claims.selectors import claim_with_text, link_with_claims
from claims.views.access import EditorRequest, editors_only
from claims.views.posting import back, done, read_decision


@editors_only
@require_POST
def decide(request: EditorRequest, pk: int) -> HttpResponse:
    """Confirm or reject a link, or say which relation it is."""
    values = read_decision(request)
    try:
        link = decide_link(
            pk,
            request.user,
            values["action"],
            relation=values["relation"] or None,
            seen=values["seen"],
            note=values["note"],
        )
    except Link.DoesNotExist:
        gone = _("This link is gone: its articles were read again in the meantime.")
        messages.warning(request, gone)
        return redirect(back(request, "review_links"))
    except StaleDecision as error:
        return _conflict(request, pk, error)
    return done(request, link, _outcome(link), link.answered.get_absolute_url())


@editors_only
def add(request: EditorRequest, pk: int) -> HttpResponse:
    """Choose a claim that answers this one or is answered by it, and say how."""
    claim = claim_with_text(pk)
    if claim is None:
        raise Http404
    if request.method == "POST":
        return _add(request, claim)
    return _choices_page(request, claim)


def _add(request: EditorRequest, claim: Claim) -> HttpResponse:
    form = LinkForm(request.POST)
    if not form.is_valid():
        problems = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(problems))
        return _choices_page(request, claim)
    pair = [claim, form.cleaned_data["other"]]
    answer, answered = pair if form.cleaned_data["is_answer"] else reversed(pair)
    try:
        link = add_link(answer, answered, form.cleaned_data["relation"], request.user)
    except DecisionError as error:
        messages.error(request, str(error))
        return _choices_page(request, claim)
    messages.success(request, _outcome(link))
    return redirect(claim)


def _choices_page(request: EditorRequest, claim: Claim) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    is_turned = "turn" in request.GET
    context = {"claim": claim, "q": text, "is_turned": is_turned, "choices": []}
    try:
        if text:
            search.check_query(text)
    except ValidationError as error:
        context["problem"] = " ".join(error.messages)
    else:
        found = link_candidates(claim, text)[:MOST_CANDIDATES]
        context["choices"] = [_choice(claim, other, is_turned) for other in found]
    return render(request, "claims/editing/link_form.html", context)


def _choice(claim: Claim, other: Claim, is_turned: bool) -> dict[str, Any]:
    """Another claim, which of the two answers, and the relations that fit them."""
    is_answer = is_likely_answer(claim, other) != is_turned
    pair = (claim, other) if is_answer else (other, claim)
    return {
        "claim": other,
        "is_answer": is_answer,
        "relations": fitting_relations(*pair),
    }


def _conflict(request: EditorRequest, pk: int, error: StaleDecision) -> HttpResponse:
    link = link_with_claims(pk)
    context = {
        "link": link,
        "newer": error.newer,
        "next": back(request, link.answered.get_absolute_url()),
    }
    return render(request, "claims/editing/link_conflict.html", context, status=409)


def _outcome(link: Link) -> str:
    values = {
        "relation": link.get_relation_display(),
        "status": link.get_status_display(),
    }
    return _("Link “%(relation)s”: %(status)s.") % values
