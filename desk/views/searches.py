"""Saved searches: keep one, have it report, follow its feed."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_POST, require_safe

from desk.models import SavedSearch
from desk.searches import atom, save_search
from desk.views.access import SignedInRequest


class SaveForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["name", "query"]


class DigestForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ["digest"]


@login_required
@require_safe
def saved_searches(request: SignedInRequest) -> HttpResponse:
    searches = request.user.saved_searches.all()
    rows = [(search, DigestForm(instance=search, auto_id=False)) for search in searches]
    context = {"rows": rows, "site": request.build_absolute_uri("/")[:-1]}
    return render(request, "desk/saved_searches.html", context)


@login_required
@require_POST
def save(request: SignedInRequest) -> HttpResponse:
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A saved search needs a name."))
        return redirect("saved_searches")
    search = save_search(request.user.pk, **form.cleaned_data)
    messages.success(request, _("Saved: %(name)s") % {"name": search.name})
    return redirect("saved_searches")


@login_required
@require_POST
def set_digest(request: SignedInRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(request.user.saved_searches, pk=pk)
    form = DigestForm(request.POST, instance=search)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved: %(name)s") % {"name": search.name})
    return redirect("saved_searches")


@login_required
@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.saved_searches, pk=pk).delete()
    return redirect("saved_searches")


@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of a saved search, for whoever knows its address."""
    searches = SavedSearch.objects.select_related("user")
    search = get_object_or_404(searches, secret=secret, user__is_active=True)
    text = atom(search, request.build_absolute_uri("/"))
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
