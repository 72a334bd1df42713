"""An article: the archived words, with every claim marked in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.copies import originals_with_decisions, reprints_of
from claims.copy_decisions import decisions_about_copies
from claims.highlighting import Mark, Paragraph, paragraphs
from claims.models import Claim
from claims.provenance import article_credits
from claims.revision_claims import claim_changes, claims_in
from claims.roles import is_editor
from claims.selectors import last_analysis, revisions_of, was_read
from claims.textdiff import changed_words, compare
from sources.models import Article, Revision


def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    revisions = revisions_of(article)
    context = {"article": article, "revisions": revisions} | _copies(request, article)
    if revisions:
        context["latest"] = revisions[-1]
        chosen = _chosen(request, revisions)
        # What waits for review is read in its article, too.
        context |= _reading(chosen, with_doubtful=is_editor(request.user))
    return render(request, "claims/article.html", context)


def _copies(request: HttpRequest, article: Article) -> dict[str, object]:
    """What the article was copied from and where it was; decisions for editors."""
    originals = originals_with_decisions(article)
    if not is_editor(request.user):
        return {"originals": originals.live(), "reprints": reprints_of(article)}
    return {
        "originals": originals,
        "reprints": reprints_of(article),
        "copy_decisions": decisions_about_copies(article),
    }


def article_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from one version of the text to a later one."""
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=pk)
    numbers = list(
        article.revisions.order_by("number").values_list("number", flat=True)
    )
    if len(numbers) < 2:
        raise Http404
    new = _numbered(article, request.GET.get("to", str(numbers[-1])))
    earlier = [number for number in numbers if number < new.number]
    if not earlier:
        raise Http404
    old = _numbered(article, request.GET.get("from", str(earlier[-1])))
    if old.number >= new.number:
        raise Http404
    paragraphs = compare(old.text, new.text)
    context = {
        "article": article,
        "old": old,
        "new": new,
        "numbers": numbers,
        "paragraphs": paragraphs,
        "title": changed_words(old.title, new.title),
        "is_text_changed": any(paragraph.is_changed for paragraph in paragraphs),
        "changes": claim_changes(old, new) if was_read(new) else None,
    }
    return render(request, "claims/article_changes.html", context)


def _numbered(article: Article, number: str) -> Revision:
    """The version with the number. Raises Http404."""
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(article.revisions.defer("html"), number=int(number))


def _chosen(request: HttpRequest, revisions: list[Revision]) -> Revision:
    """The revision that `?revision=` names by its number, else the latest."""
    number = request.GET.get("revision")
    if number is None:
        return revisions[-1]
    for revision in revisions:
        if str(revision.number) == number:
            return revision
    raise Http404


def _reading(revision: Revision, *, with_doubtful: bool) -> dict[str, object]:
    claims = claims_in(revision, with_doubtful=with_doubtful)
    return {
        "revision": revision,
        "numbers": {claim.pk: n for n, claim in enumerate(claims, start=1)},
        "claims": claims,
        "credits": article_credits(revision),
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
