"""Pages for admins: the feeds and their health, and imports by hand."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sources import ingest
from sources.forms import AddressForm, FeedForm, FilesForm, TextForm
from sources.models import Feed, Fetch
from sources.permissions import admins_only

FEEDS_PER_PAGE = 50
RECENT_IMPORTS = 20
#: A file of thousands of bad lines is not helped by thousands of messages.
MAX_SHOWN = 100


@require_GET
@admins_only
def feed_list(request: HttpRequest) -> HttpResponse:
    return _render_feeds(request, FeedForm())


@require_POST
@admins_only
def feed_add(request: HttpRequest) -> HttpResponse:
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _render_feeds(request, form)
    fetch = ingest.add_feed(
        form.cleaned_data["url"], outlet=form.cleaned_data["outlet"]
    )
    if fetch.feed is None:
        form.add_error("url", fetch.detail)
        return _render_feeds(request, form)
    messages.success(request, _words_for_added(fetch))
    return redirect("feeds")


@require_POST
@admins_only
def feed_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a feed, or have it fetched by the next sweep."""
    feed = get_object_or_404(Feed, pk=pk)
    feeds = Feed.objects.filter(pk=pk)
    match request.POST.get("action"):
        case "pause":
            feeds.pause()
            said = _("%(feed)s is paused.")
        case "fetch":
            feeds.fetch_soon()
            said = _("%(feed)s will be fetched within half a minute.")
        case _other:
            return HttpResponseBadRequest("action must be pause or fetch")
    messages.success(request, said % {"feed": feed})
    return redirect("feeds")


def _render_feeds(request: HttpRequest, form: FeedForm) -> HttpResponse:
    feeds = Feed.objects.select_related("outlet")
    page = Paginator(feeds, FEEDS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "sources/feed_list.html", {"page": page, "form": form})


def _words_for_added(fetch: Fetch) -> str:
    if fetch.detail:
        return f"{fetch.feed}: {fetch.detail}"
    said = _("%(feed)s is followed now; articles waiting to be fetched: %(count)d.")
    return said % {"feed": fetch.feed, "count": fetch.new_articles}


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
