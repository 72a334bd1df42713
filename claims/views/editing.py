"""Editors decide on a claim, correct it, or add one that the pipeline missed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from claims.decisions import (
    DecisionError,
    DuplicateClaim,
    StaleDecision,
    add_claim,
    decide_claim,
)
from claims.forms import ClaimForm, NewClaimForm, rebased
from claims.highlighting import Mark, paragraphs
from claims.models import Claim, Decision
from claims.naming import suggest
from claims.selectors import claim_with_text
from claims.views.access import EditorRequest, editors_only
from claims.views.posting import back, done, number, read_decision
from sources.models import Article, Revision

MOST_SUGGESTIONS = 20


@editors_only
@require_POST
def decide(request: EditorRequest, pk: int) -> HttpResponse:
    """Confirm or reject a claim."""
    values = read_decision(request)
    try:
        claim = decide_claim(
            pk,
            request.user,
            values["action"],
            seen=values["seen"],
            note=values["note"],
        )
    except Claim.DoesNotExist:
        messages.warning(request, _replaced())
        return redirect(back(request, "review"))
    except StaleDecision as error:
        return _conflict(request, pk, error)
    return done(request, claim, _outcome(claim), claim.get_absolute_url())


@editors_only
def correct(request: EditorRequest, pk: int) -> HttpResponse:
    """The form to correct a claim; what was typed survives whatever others do."""
    claim = claim_with_text(pk)
    if claim is None:
        return _replaced_while_typing(request)
    decisions = list(claim.decisions.select_related("user"))
    newest = decisions[0].pk if decisions else 0
    if request.method != "POST":
        form = ClaimForm(revision=claim.revision, claim=claim, initial={"seen": newest})
        return _form_page(request, form, claim)
    newer = [d for d in decisions if d.pk > number(request.POST, "seen")]
    if newer:
        form = rebased(request.POST, claim, newer[-1].before, newest)
        return _form_page(request, form, claim, newer=newer, status=409)
    form = ClaimForm(request.POST, revision=claim.revision, claim=claim)
    if form.is_valid() and _correct(form, claim, request.user):
        messages.success(request, _("Saved as you corrected it."))
        return redirect(claim)
    return _form_page(request, form, claim)


@editors_only
def add(request: EditorRequest, pk: int) -> HttpResponse:
    """The form to add a claim to an article, from words of its text."""
    revision = _revision(request, pk)
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("words", "place")}
        return _form_page(request, NewClaimForm(revision=revision, initial=asked))
    form = NewClaimForm(request.POST, revision=revision)
    if form.is_valid():
        claim = _add(form, request.user)
        if claim:
            messages.success(request, _("Added."))
            return redirect(claim)
    return _form_page(request, form)


@editors_only
@require_GET
def actor_suggestions(request: EditorRequest) -> JsonResponse:
    """Actors that the typed letters may mean, for the form's fields."""
    actors = suggest(request.GET.get("q", ""))[:MOST_SUGGESTIONS]
    found = [{"name": a.name, "kind": a.get_kind_display()} for a in actors]
    return JsonResponse({"actors": found})


def _correct(form: ClaimForm, claim: Claim, user: User) -> bool:
    """Save the correction; False with an error in the form when it can't be."""
    try:
        with transaction.atomic():
            decide_claim(
                claim.pk,
                user,
                Decision.Action.CORRECT,
                changes=form.changes(),
                seen=form.cleaned_data["seen"] or 0,
                note=form.cleaned_data["note"],
            )
    except DecisionError as error:
        _explain(form, error)
        return False
    return True


def _add(form: NewClaimForm, user: User) -> Claim | None:
    """Save the new claim; None with an error in the form when it can't be."""
    note = form.cleaned_data["note"]
    try:
        with transaction.atomic():
            return add_claim(form.revision, user, form.changes(), note=note)
    except DecisionError as error:
        _explain(form, error)
        return None


def _explain(form: ClaimForm, error: DecisionError) -> None:
    form.add_error(None, str(error))
    if isinstance(error, DuplicateClaim):
        form.existing = error.existing


def _form_page(
    request: EditorRequest,
    form: ClaimForm,
    claim: Claim | None = None,
    *,
    newer: list[Decision] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "claim": claim,
        "revision": form.revision,
        "article": form.revision.article,
        "paragraphs": paragraphs(form.revision.text, _marks(claim)),
        "newer": newer,
    }
    return render(request, "claims/editing/claim_form.html", context, status=status)


def _marks(claim: Claim | None) -> list[Mark]:
    return [Mark(claim.start_char, claim.end_char, "words")] if claim else []


def _conflict(request: EditorRequest, pk: int, error: StaleDecision) -> HttpResponse:
    context = {
        "claim": claim_with_text(pk),
        "newer": error.newer,
        "newest": error.newer[0].pk,
        "wanted": request.POST["action"],
        "note": request.POST.get("note", ""),
        "next": back(request, ""),
    }
    return render(request, "claims/editing/conflict.html", context, status=409)


def _replaced_while_typing(request: EditorRequest) -> HttpResponse:
    """Offer what was typed about a claim that is gone as a claim to add."""
    revision = get_object_or_404(
        Revision.objects.select_related("article__outlet"),
        pk=number(request.POST, "revision"),
    )
    messages.warning(request, _replaced())
    form = NewClaimForm(revision=revision, initial=request.POST.dict())
    return _form_page(request, form, status=409)


def _replaced() -> str:
    return _(
        "The article was read again in the meantime, and this claim was replaced by "
        "what was found then."
    )


def _outcome(claim: Claim) -> str:
    values = {"status": claim.get_status_display(), "claim": claim.speaker_label}
    return _("Claim by %(claim)s: %(status)s.") % values


def _revision(request: EditorRequest, article_pk: int) -> Revision:
    """The revision that `revision=` names by its number, else the latest."""
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=article_pk)
    revisions = article.revisions.defer("html").order_by("-number")
    if "revision" in request.GET:
        revisions = revisions.filter(number=number(request.GET, "revision"))
    revision = get_object_or_404(revisions[:1])
    revision.article = article
    return revision
