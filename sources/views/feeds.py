"""The feeds and their health."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sources import ingest
from sources.forms import FeedForm
from sources.models import Feed, Fetch
from sources.permissions import admins_only

FEEDS_PER_PAGE = 50


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
