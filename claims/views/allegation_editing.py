"""Editors mend allegations: merge, split, rename, pin, and tie them to an attack."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import allegation_decisions as decisions
from claims import search
from claims.allegation_candidates import (
    MOST_CANDIDATES,
    merge_candidates,
    tie_candidates,
)
from claims.decisions import DecisionError
from claims.models import Allegation, Attack
from claims.selectors import listed_claims
from claims.views.access import EditorRequest, editors_only
from claims.views.posting import number

#: Statements that can be chosen from at once, the latest.
MOST_STATEMENTS = 300
LONGEST_TITLE = 300


@editors_only
def merge(request: EditorRequest, pk: int) -> HttpResponse:
    """Take another allegation into this one."""
    allegation = _get(pk)
    if request.method == "POST":
        other = number(request.POST, "other")
        return _decide(
            request,
            allegation,
            lambda: decisions.merge(other, allegation.pk, request.user),
            _("Merged. The old address leads here."),
        )
    return _choices(request, allegation, "merge", merge_candidates)


@editors_only
def tie(request: EditorRequest, pk: int) -> HttpResponse:
    """Say that another allegation is about the same attack."""
    allegation = _get(pk)
    if request.method == "POST":
        other = number(request.POST, "other")
        return _decide(
            request,
            allegation,
            lambda: decisions.tie(allegation.pk, other, request.user),
            _("Shown side by side as competing claims about one attack."),
        )
    return _choices(request, allegation, "tie", tie_candidates)


@editors_only
def split(request: EditorRequest, pk: int) -> HttpResponse:
    """Choose the statements that belong elsewhere."""
    allegation = _get(pk)
    if request.method == "POST":
        chosen = [int(key) for key in request.POST.getlist("claim") if key.isdecimal()]
        into = number(request.POST, "into") or None
        return _decide(
            request,
            allegation,
            lambda: decisions.split(allegation.pk, chosen, request.user, into_id=into),
            _("Split. The statements that you chose are here now."),
            stay=("allegation_split", allegation.pk),
        )
    context = {
        "allegation": allegation,
        "claims": listed_claims()
        .filter(allegation=allegation)
        .visible()[:MOST_STATEMENTS],
        "others": merge_candidates(allegation)[:MOST_CANDIDATES],
    }
    return render(request, "claims/editing/allegation_split.html", context)


@editors_only
def rename(request: EditorRequest, pk: int) -> HttpResponse:
    """Give the allegation a title of its own, or the machine's when it is empty."""
    allegation = _get(pk)
    title, problem = allegation.title, ""
    if request.method == "POST":
        title = request.POST.get("title", "")[:LONGEST_TITLE]
        seen = number(request.POST, "seen")
        try:
            renamed = decisions.rename(pk, title, request.user, seen=seen)
            return redirect(renamed)
        except DecisionError as error:
            problem = str(error)
    context = {
        "allegation": allegation,
        "title": title,
        "problem": problem,
        "seen": allegation.decisions.values_list("pk", flat=True).first() or 0,
    }
    status = 409 if problem else 200
    page = "claims/editing/allegation_title.html"
    return render(request, page, context, status=status)


@editors_only
@require_POST
def pin(request: EditorRequest, pk: int) -> HttpResponse:
    """Pin the allegation, or unpin it."""
    allegation = _get(pk)
    is_pinned = request.POST.get("pinned") == "yes"
    done = _("Pinned: the machine takes nothing away from it.")
    return _decide(
        request,
        allegation,
        lambda: decisions.pin(allegation.pk, request.user, is_pinned=is_pinned),
        done if is_pinned else _("Unpinned."),
    )


@editors_only
@require_POST
def untie(request: EditorRequest, pk: int) -> HttpResponse:
    """Say that the allegation is about another attack."""
    allegation = _get(pk)
    return _decide(
        request,
        allegation,
        lambda: decisions.untie(allegation.pk, request.user),
        _("It is no longer shown as a competing claim about that attack."),
    )


def _get(pk: int) -> Allegation:
    """The allegation, or the one it was merged into."""
    allegation = get_object_or_404(
        Allegation.objects.select_related("target", "merged_into__target"), pk=pk
    )
    return allegation.merged_into or allegation


def _decide(
    request: EditorRequest,
    allegation: Allegation,
    decide: Callable[[], Allegation | Attack],
    done: str,
    *,
    stay: tuple[str, int] | None = None,
) -> HttpResponse:
    """Take a decision and go to what came of it; say why where it can't be taken."""
    try:
        result = decide()
    except Allegation.DoesNotExist:
        messages.warning(request, _("That allegation is gone."))
        return redirect(allegation)
    except DecisionError as error:
        messages.error(request, str(error))
        return redirect(*stay) if stay else redirect(allegation)
    messages.success(request, done)
    return redirect(result)


def _choices(
    request: EditorRequest,
    allegation: Allegation,
    what: str,
    candidates: Callable[[Allegation, str], QuerySet[Allegation]],
) -> HttpResponse:
    """The page to choose another allegation, found by its words."""
    text = request.GET.get("q", "").strip()
    context: dict[str, object] = {"allegation": allegation, "q": text}
    try:
        if text:
            search.check_query(text)
        context["candidates"] = candidates(allegation, text)[:MOST_CANDIDATES]
    except ValidationError as error:
        context["problem"] = " ".join(error.messages)
    return render(request, f"claims/editing/allegation_{what}.html", context)
