"""Collections: claims that somebody gathered, with notes, to share and take along."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.exports.formats import FORMATS
from claims.models import Claim
from claims.paging import page_of
from claims.selectors import listed_claims
from claims.views.exports import download
from claims.views.posting import number
from desk.models import Collection, Entry, new_secret
from desk.views.access import SignedInRequest


class CollectionForm(forms.ModelForm):
    class Meta:
        model = Collection
        fields = ["name", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class NoteForm(forms.ModelForm):
    class Meta:
        model = Entry
        fields = ["note"]


@login_required
def collections(request: SignedInRequest) -> HttpResponse:
    """The user's collections; a form for a new one."""
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.user = request.user
        return redirect(form.save())
    own = request.user.collections.annotate(claim_count=Count("entries"))
    context = {"form": form, "collections": own}
    return render(request, "desk/collections.html", context)


@login_required
def collection(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of the user's own, to read and to change its name and note."""
    found = get_object_or_404(request.user.collections, pk=pk)
    form = CollectionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(found)
    return render(request, "desk/collection.html", _context(request, found, form))


@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """A collection for whoever was sent its address, to read."""
    found = get_object_or_404(Collection.objects.select_related("user"), secret=secret)
    return render(request, "desk/collection.html", _context(request, found, None))


@login_required
@require_POST
def keep(request: SignedInRequest) -> JsonResponse | HttpResponse:
    """Add a claim to the collection that is named, else to the one used last."""
    claim = Claim.objects.visible().filter(pk=number(request.POST, "claim")).first()
    if claim is None:
        raise Http404
    target = _target(request)
    is_new = target.add(claim)
    text = _("Added to “%(name)s”.") if is_new else _("Already in “%(name)s”.")
    message = text % {"name": target.name}
    if "in_place" in request.POST:
        return JsonResponse({"message": message})
    messages.success(request, message)
    return redirect(claim)


@login_required
@require_POST
def share(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make an address for others, or no longer have the one that there was."""
    found = get_object_or_404(request.user.collections, pk=pk)
    found.secret = None if found.secret else new_secret()
    found.save(update_fields=["secret"])
    return redirect(found)


@login_required
@require_POST
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.collections, pk=pk).delete()
    return redirect("collections")


@login_required
@require_POST
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the note on an entry, or take the entry out."""
    entries = Entry.objects.filter(collection__user=request.user)
    entry = get_object_or_404(entries.select_related("collection"), pk=pk)
    if "remove" in request.POST:
        entry.delete()
    else:
        form = NoteForm(request.POST, instance=entry)
        if form.is_valid():
            form.save()
    return redirect(entry.collection)


@login_required
@require_safe
def export(request: SignedInRequest, pk: int, name: str) -> StreamingHttpResponse:
    found = get_object_or_404(request.user.collections, pk=pk)
    if name not in FORMATS:
        raise Http404
    claims = listed_claims().filter(entries__collection=found)
    return download(request, FORMATS[name], claims, f"collection-{pk}")


def _target(request: SignedInRequest) -> Collection:
    if wanted := number(request.POST, "collection"):
        return get_object_or_404(request.user.collections, pk=wanted)
    last = request.user.collections.first()
    return last or request.user.collections.create(name=_("My collection"))


def _context(
    request: HttpRequest, found: Collection, form: CollectionForm | None
) -> dict[str, object]:
    entries = found.entries.select_related("revision__article__outlet").defer(
        "revision__text", "revision__html"
    )
    page = page_of(request, entries)
    shown = listed_claims().visible()
    claims = shown.in_bulk([e.claim_id for e in page if e.claim_id is not None])
    rows = [(entry, claims.get(entry.claim_id or 0)) for entry in page]
    return {
        "collection": found,
        "form": form,
        "page": page,
        "rows": rows,
        "formats": FORMATS.values(),
        "site": request.build_absolute_uri("/")[:-1],
    }
