"""Editors decide which articles are copies of one another."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from claims.copy_decisions import add_copy, decide_copy
from claims.decisions import DecisionError
from claims.views.access import EditorRequest, editors_only
from claims.views.posting import back, read_decision
from sources.models import Article, Copy

_OUR_ADDRESS = re.compile(r"(?:/articles/)?(\d{1,18})/?(?:[?#].*)?")


class OriginalForm(forms.Form):
    """Names an article: by its number or address here, or where it was published."""

    original = forms.CharField(label=gettext_lazy("Copy of"), max_length=2000)

    def __init__(self, data: QueryDict, *, home: str) -> None:
        """`home` is the address of this site's front page."""
        super().__init__(data)
        self._home = home

    def clean_original(self) -> Article:
        text = self.cleaned_data["original"].strip()
        article = Article.objects.filter(url=text).first()
        ours = _OUR_ADDRESS.fullmatch(text.removeprefix(self._home.rstrip("/")))
        if article is None and ours:
            article = Article.objects.filter(pk=int(ours[1])).first()
        if article is None:
            raise ValidationError(
                _("No article has this address: copy it from the article's page.")
            )
        return article


@editors_only
@require_POST
def decide(request: EditorRequest, pk: int) -> HttpResponse:
    """Confirm or reject that an article is a copy."""
    values = read_decision(request)
    try:
        row = decide_copy(pk, request.user, values["action"], seen=values["seen"])
    except Copy.DoesNotExist:
        messages.warning(request, _("The articles were compared anew: look again."))
        return redirect(back(request, "outlets"))
    except DecisionError as error:
        messages.warning(request, str(error))
        return redirect(back(request, "outlets"))
    messages.success(request, _outcome(row))
    return redirect(row.copy)


@editors_only
@require_POST
def add(request: EditorRequest, pk: int) -> HttpResponse:
    """Say of which article this one is a copy."""
    article = get_object_or_404(Article, pk=pk)
    form = OriginalForm(request.POST, home=request.build_absolute_uri("/"))
    try:
        if not form.is_valid():
            raise DecisionError(" ".join(map(str, form.errors["original"])))
        row = add_copy(article, form.cleaned_data["original"], request.user)
    except DecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _outcome(row))
    return redirect(article)


def _outcome(row: Copy) -> str:
    if row.status == Copy.Status.REJECTED:
        return _("No copy of “%(title)s”.") % {"title": row.original}
    return _("A copy of “%(title)s”.") % {"title": row.original}
