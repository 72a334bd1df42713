"""Imports by hand: an address, a text or files, and what became of them."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery, Sum
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sources import ingest
from sources.forms import MAX_UPLOAD_BYTES, AddressForm, FilesForm, TextForm
from sources.models import Fetch, Import, ImportFile
from sources.permissions import admins_only

RECENT_IMPORTS = 20
#: A file of thousands of bad lines is not helped by thousands of lines on a page.
MAX_SHOWN = 100
#: So much is read while the user waits; what takes longer is left to a worker.
AT_ONCE_BYTES = 2**20
AT_ONCE_SECONDS = 5
#: The name that an import goes by in the list; it may have any number of files.
FIRST_FILE = Subquery(
    ImportFile.objects.filter(parent=OuterRef("pk")).order_by("pk").values("name")[:1]
)
FORMS: dict[str, type[forms.Form]] = {
    "address": AddressForm,
    "text": TextForm,
    "files": FilesForm,
}


@csrf_exempt
def import_page(request: HttpRequest) -> HttpResponseBase:
    """Exempt only until it is clear that the request is not too large to be read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_UPLOAD_BYTES:
        request.method = "GET"
        said = _(
            "These files have more than %(size)d MB, and were not read. Split them, or "
            "have manage.py import_documents read them on the server."
        )
        messages.error(request, said % {"size": MAX_UPLOAD_BYTES // 2**20})
    return _import_page(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def _import_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _render_forms(request, {})
    kind = request.POST.get("kind", "")
    if kind not in FORMS:
        return HttpResponseBadRequest("kind must be address, text or files")
    form = FORMS[kind](request.POST, request.FILES, auto_id=f"{kind}-%s")
    if not form.is_valid():
        return _render_forms(request, {kind: form})
    data = form.cleaned_data
    if kind == "files":
        return redirect(_start(data, request))
    if kind == "text":
        fetch = ingest.import_text(**data)
    else:
        fetch = ingest.add_address(data["url"], outlet=data["outlet"])
    return _render_forms(request, {}, fetch)


def _render_forms(
    request: HttpRequest, bound: dict[str, forms.Form], fetch: Fetch | None = None
) -> HttpResponse:
    first = {"url": request.GET.get("url", ""), "outlet": request.GET.get("outlet", "")}
    fresh = {
        name: form(auto_id=f"{name}-%s", initial=first if name == "address" else None)
        for name, form in FORMS.items()
    }
    recent = Fetch.objects.filter(feed=None, file=None).select_related("article")
    context = {
        "forms": fresh | bound,
        "fetches": [fetch] if fetch else [],
        "recent": recent[:RECENT_IMPORTS],
        "imports": Import.objects.annotate(first=FIRST_FILE)[:RECENT_IMPORTS],
        "address": request.build_absolute_uri(reverse("import")),
    }
    return render(request, "sources/import.html", context)


def _start(data: dict[str, Any], request: HttpRequest) -> Import:
    uploads = data.pop("uploads")
    found = [(upload.name, upload.file, upload.size) for upload in uploads]
    started = ingest.new_import(uploads=found, user=request.user, **data)
    if sum(upload.size for upload in uploads) <= AT_ONCE_BYTES:
        for _fetch in ingest.continue_import(started.pk, AT_ONCE_SECONDS):
            pass
    return started


@require_GET
@admins_only
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is and what has gone wrong; while it runs, it comes anew."""
    found = get_object_or_404(Import, pk=pk)
    fetches = Fetch.objects.filter(file__parent=found).select_related("article", "feed")
    problems = fetches.filter(outcome__in=Fetch.PROBLEMS)
    done = fetches.exclude(outcome__in=Fetch.PROBLEMS)
    sums = found.files.aggregate(read=Sum("bytes_read"), size=Sum("size"))
    context = {
        "import": found,
        "files": found.files.all()[:MAX_SHOWN],
        "percent": _percent(found, sums["read"] or 0, sums["size"] or 0),
        "problems": problems.order_by("pk")[:MAX_SHOWN],
        "done": done.order_by("pk")[:MAX_SHOWN],
        "shown": MAX_SHOWN,
    }
    return render(request, "sources/import_detail.html", context)


def _percent(found: Import, read: int, size: int) -> int:
    if found.state == Import.State.DONE:
        return 100
    return min(99, 100 * read // size) if size else 0


@require_POST
@admins_only
def import_action(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Import, pk=pk)
    match request.POST.get("action"):
        case "stop":
            ingest.stop_import(pk)
        case "resume":
            ingest.resume_import(pk)
        case _other:
            return HttpResponseBadRequest("action must be stop or resume")
    return redirect(found)


@require_GET
@admins_only
def import_report(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """What became of each part, as a table in CSV."""
    found = get_object_or_404(Import, pk=pk)
    fetches = Fetch.objects.filter(file__parent=found).order_by("pk")
    rows = _report_rows(request, fetches.iterator(chunk_size=1000))
    return StreamingHttpResponse(
        _as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="import-{found.pk}.csv"'
        },
    )


def _report_rows(request: HttpRequest, fetches: Iterable[Fetch]) -> Iterator[list[str]]:
    yield ["part", "outcome", "detail", "article"]
    for fetch in fetches:
        path = reverse("article", args=[fetch.article_id]) if fetch.article_id else ""
        address = request.build_absolute_uri(path) if path else ""
        yield [fetch.origin, fetch.outcome, fetch.detail, address]


class _Echo:
    """A file for the csv module that hands each line back."""

    def write(self, line: str) -> str:
        return line


def _as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: str) -> str:
    """Keep spreadsheets from taking a file's words for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
