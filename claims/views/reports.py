"""Pages to print: an allegation with everything that it takes to check it on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from claims.exports.citation import citation
from claims.models import Allegation
from claims.selectors import allegation_links, listed_allegations, listed_claims
from claims.threads import threads

#: A report of more statements says that it leaves out the earlier ones.
MOST_CLAIMS = 300


def allegation_report(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    allegation = get_object_or_404(Allegation.objects.current(), pk=pk)
    if allegation.slug != slug:
        return redirect("allegation_report", pk, allegation.slug, permanent=True)
    newest = listed_claims().visible().filter(allegation=allegation)
    claims = list(newest[: MOST_CLAIMS + 1])
    shown = claims[:MOST_CLAIMS]
    links = allegation_links(shown)
    cited = {claim.pk: claim for claim in shown}
    cited |= {link.answer_id: link.answer for link in links}
    inorder = sorted(cited.values(), key=lambda claim: (claim.sort_date, claim.pk))
    context = {
        "allegation": allegation,
        "counts": listed_allegations().filter(pk=pk).first(),
        "threads": threads(shown, links),
        "is_cut": len(claims) > MOST_CLAIMS,
        "limit": MOST_CLAIMS,
        "numbers": {claim.pk: n for n, claim in enumerate(inorder, start=1)},
        "citations": [
            citation(claim, request.build_absolute_uri(claim.get_absolute_url()))
            for claim in inorder
        ],
        "permalink": request.build_absolute_uri(allegation.get_absolute_url()),
        "now": timezone.now(),
    }
    return render(request, "claims/report.html", context)
