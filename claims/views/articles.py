"""An article: the archived words, with every claim marked in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.highlighting import Mark, Paragraph, paragraphs
from claims.models import Claim
from claims.selectors import claims_in, last_analysis, revisions_of
from sources.models import Article, Revision


def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    revisions = revisions_of(article)
    context: dict[str, object] = {"article": article, "revisions": revisions}
    if revisions:
        context["latest"] = revisions[-1]
        context |= _reading(_chosen(request, revisions))
    return render(request, "claims/article.html", context)


def _chosen(request: HttpRequest, revisions: list[Revision]) -> Revision:
    """The revision that `?revision=` names by its number, else the latest."""
    number = request.GET.get("revision")
    if number is None:
        return revisions[-1]
    for revision in revisions:
        if str(revision.number) == number:
            return revision
    raise Http404


def _reading(revision: Revision) -> dict[str, object]:
    claims = claims_in(revision)
    return {
        "revision": revision,
        "numbers": {claim.pk: n for n, claim in enumerate(claims, start=1)},
        "claims": claims,
        "analysis": last_analysis(revision),
        "paragraphs": _without_headline(revision, claims),
    }


def _without_headline(revision: Revision, claims: list[Claim]) -> list[Paragraph]:
    """The paragraphs; the first goes if it only repeats the title above the text."""
    marks = [Mark(c.start_char, c.end_char, c.kind, c.pk) for c in claims]
    shown = paragraphs(revision.text, marks)
    if shown and not shown[0].is_marked:
        first = revision.text[shown[0].start_char : shown[0].end_char]
        if first == revision.title.strip():
            return shown[1:]
    return shown
