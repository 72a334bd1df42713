"""The feeds and their health."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sources import ingest
from sources.forms import FeedForm
from sources.health import KINDS, count_feeds, feeds_of_kind, sparklines
from sources.models import Article, Feed, FeedQuerySet, Fetch
from sources.permissions import admins_only

FEEDS_PER_PAGE = 50
RECENT = 20


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


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def feed_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One feed: what was fetched, and with POST what is to become of it."""
    feed = get_object_or_404(Feed.objects.select_related("outlet"), pk=pk)
    if request.method == "POST":
        return _act(request, feed)
    context = {
        "feed": feed,
        "spark": sparklines([feed])[feed.pk],
        "fetches": feed.fetches.select_related("article")[:RECENT],
        "articles": feed.articles.order_by("-pk")[:RECENT],
        "waiting": feed.articles.filter(state=Article.State.PENDING).count(),
        "failed": feed.articles.filter(state=Article.State.FAILED).count(),
    }
    return render(request, "sources/feed_detail.html", context)


@require_GET
@admins_only
def feed_opml(request: HttpRequest) -> HttpResponse:
    """All feeds, for another feed reader."""
    body, _count = ingest.export_opml()
    headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
    return HttpResponse(body, content_type="text/x-opml+xml", headers=headers)


def _act(request: HttpRequest, feed: Feed) -> HttpResponse:
    said = _do(request.POST.get("action", ""), Feed.objects.filter(pk=feed.pk))
    if not said:
        return HttpResponseBadRequest("action must be pause, fetch, mute or unmute")
    messages.success(request, said % {"feed": feed})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else reverse("feeds"))


def _do(action: str, feeds: FeedQuerySet) -> str:
    """Carry out an action; in words what was done, nothing if there is no such."""
    match action:
        case "pause":
            feeds.pause()
            return _("%(feed)s is paused.")
        case "fetch":
            feeds.fetch_soon()
            return _("%(feed)s will be fetched within half a minute.")
        case "mute":
            feeds.update(is_muted=True)
            return _("%(feed)s raises no alarm any more; it is fetched as before.")
        case "unmute":
            feeds.update(is_muted=False)
            return _("%(feed)s raises an alarm again when it fails or is silent.")
    return ""


def _render_feeds(request: HttpRequest, form: FeedForm) -> HttpResponse:
    kind = request.GET.get("show", "all")
    if kind not in KINDS:
        return HttpResponseBadRequest(f"show must be one of {', '.join(KINDS)}")
    paginator = Paginator(feeds_of_kind(kind), FEEDS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    sparks = sparklines(page.object_list)
    context = {
        "rows": [(feed, sparks[feed.pk]) for feed in page.object_list],
        "page": page,
        "form": form,
        "show": kind,
        "counts": count_feeds(),
    }
    return render(request, "sources/feed_list.html", context)


def _words_for_added(fetch: Fetch) -> str:
    if fetch.detail == ingest.KNOWN:
        return f"{fetch.feed}: {fetch.detail}"
    said = _("%(feed)s is followed now; articles waiting to be fetched: %(count)d.")
    return said % {"feed": fetch.feed, "count": fetch.new_articles}
