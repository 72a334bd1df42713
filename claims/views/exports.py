"""Claims to take along: all that a filter finds, or one."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.exports.formats import FORMATS, Format
from claims.exports.selection import Selection
from claims.filters import ClaimFilter
from claims.models import ClaimQuerySet, Status
from claims.roles import is_editor
from claims.selectors import listed_claims

Download = StreamingHttpResponse | HttpResponse


@require_safe
def export_claims(
    request: HttpRequest, name: str
) -> StreamingHttpResponse | HttpResponse:
    """The claims of the list with the same parameters, all of them."""
    form = _format(name)
    filtered = ClaimFilter(request.GET, queryset=listed_claims(), request=request)
    if not filtered.is_valid():
        text = "\n".join(filtered.messages())
        return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
    return download(request, form, filtered.claims, f"claims-{timezone.now():%Y-%m-%d}")


@require_safe
def export_claim(request: HttpRequest, pk: int, name: str) -> StreamingHttpResponse:
    """One claim, for those who may see its page."""
    form = _format(name)
    claims = listed_claims().filter(pk=pk)
    if not is_editor(request.user):
        claims = claims.exclude(status=Status.REJECTED)
    if not claims.exists():
        raise Http404
    return download(request, form, claims, f"claim-{pk}")


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise Http404
    return FORMATS[name]


def download(
    request: HttpRequest, form: Format, claims: ClaimQuerySet, name: str
) -> StreamingHttpResponse:
    """The claims as a file with this name, sent while they are read."""
    selection = Selection(claims, request.build_absolute_uri("/"))
    response = StreamingHttpResponse(form.write(selection))
    response["Content-Type"] = form.content_type
    if form.content_type.startswith("text/"):
        response["Content-Type"] += "; charset=utf-8"
    file_name = f"crossclaim-{name}.{form.extension}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    # Servers in front would otherwise collect the file before they pass it on.
    response["X-Accel-Buffering"] = "no"
    return response
