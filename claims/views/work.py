"""How the background work goes, for admins; the page keeps itself up to date."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.work import (
    MAX_SHOWN,
    dismiss_analyses,
    failed_analyses,
    failed_articles,
    queues,
    retry_analyses,
)
from sources.models import Article
from sources.permissions import admins_only

#: A list of failures is acted on as it was shown, or as a whole.
ALL = "all"


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def work(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _act(request)
    context = {
        "queues": queues(),
        "articles": failed_articles()[:MAX_SHOWN],
        "analyses": failed_analyses()[:MAX_SHOWN],
    }
    # The poll gets the part that changes, from the very template that the page has.
    template = "work_state" if request.headers.get("HX-Request") else "work"
    return render(request, f"claims/{template}.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    """Retry or dismiss failures: one by its number, or all of its kind."""
    kind, action = request.POST.get("kind"), request.POST.get("action")
    which = request.POST.get("which", "")
    if kind not in ("page", "text") or action not in ("retry", "dismiss"):
        return HttpResponseBadRequest("kind must be page or text; retry or dismiss it")
    if which != ALL and not which.isdecimal():
        return HttpResponseBadRequest("which must be a number or all")
    act = _act_on_pages if kind == "page" else _act_on_texts
    count = act(action, None if which == ALL else int(which))
    said = _("%(count)d will be tried again.")
    dismissed = _("%(count)d dismissed.")
    words = said if action == "retry" else dismissed
    messages.success(request, words % {"count": count})
    return redirect("work")


def _act_on_pages(action: str, pk: int | None) -> int:
    failed = failed_articles()
    chosen = list(
        (failed if pk is None else failed.filter(pk=pk)).values_list("pk", flat=True)
    )
    articles = Article.objects.filter(pk__in=chosen)
    return articles.fetch_soon() if action == "retry" else articles.dismiss()


def _act_on_texts(action: str, pk: int | None) -> int:
    failed = failed_analyses()
    chosen = failed if pk is None else failed.filter(revision=pk)
    revisions = list(chosen.values_list("revision", flat=True))
    retry_or_dismiss = retry_analyses if action == "retry" else dismiss_analyses
    retry_or_dismiss(revisions)
    return len(revisions)
