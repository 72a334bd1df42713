"""Imports by hand: an address, a text or files, and what became of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sources import ingest
from sources.forms import AddressForm, FilesForm, TextForm
from sources.models import Fetch
from sources.permissions import admins_only

RECENT_IMPORTS = 20
#: A file of thousands of bad lines is not helped by thousands of messages.
MAX_SHOWN = 100


@dataclass(frozen=True)
class Report:
    """What became of an import: how many of each outcome, and which in full."""

    counts: dict[str, int]
    done: list[Fetch]
    problems: list[Fetch]

    @classmethod
    def of(cls, fetches: Iterable[Fetch]) -> "Report":
        counts: Counter[str] = Counter()
        done: list[Fetch] = []
        problems: list[Fetch] = []
        for fetch in fetches:
            counts[str(fetch.get_outcome_display())] += 1
            kept = problems if fetch.is_problem else done
            if len(kept) < MAX_SHOWN:
                kept.append(fetch)
        return cls(dict(counts), done, problems)


def _import_address(data: dict[str, Any]) -> Iterator[Fetch]:
    yield ingest.add_address(data["url"], outlet=data["outlet"])


def _import_text(data: dict[str, Any]) -> Iterator[Fetch]:
    yield ingest.import_text(**data)


def _import_files(data: dict[str, Any]) -> Iterator[Fetch]:
    for upload in data["uploads"]:
        yield from ingest.import_stream(
            upload.file, upload.name, outlet=data["outlet"], day=data["day"]
        )


#: The ways in, by the name that the page's forms send along.
IMPORTS: dict[str, tuple[type[forms.Form], Callable[..., Iterator[Fetch]]]] = {
    "address": (AddressForm, _import_address),
    "text": (TextForm, _import_text),
    "files": (FilesForm, _import_files),
}


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def import_page(request: HttpRequest) -> HttpResponse:
    shown = {name: form(auto_id=f"{name}-%s") for name, (form, run) in IMPORTS.items()}
    report = None
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in IMPORTS:
            return HttpResponseBadRequest("kind must be address, text or files")
        form, run = IMPORTS[kind]
        bound = form(request.POST, request.FILES, auto_id=f"{kind}-%s")
        if bound.is_valid():
            report = Report.of(run(bound.cleaned_data))
        else:
            shown[kind] = bound
    recent = Fetch.objects.filter(feed=None).select_related("article")
    context = {"forms": shown, "report": report, "recent": recent[:RECENT_IMPORTS]}
    return render(request, "sources/import.html", context)
