"""Pages about the API: its description for people, and their tokens."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from api.access import ANONYMOUS_LIMIT, TOKEN_LIMIT
from api.models import Token
from api.routes import api


class SignedInRequest(HttpRequest):
    """A request behind `login_required`; for type checkers alone."""

    user: User


class TokenForm(forms.ModelForm):
    class Meta:
        model = Token
        fields = ["name"]


def docs(request: HttpRequest) -> HttpResponse:
    """What openapi.json says, to read."""
    schema = api.get_openapi_schema()
    operations = [
        {
            **operation,
            "method": method.upper(),
            "path": path,
            "parameters": _query_parameters(operation),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    context: dict[str, Any] = {
        "operations": operations,
        "anonymous_limit": ANONYMOUS_LIMIT,
        "token_limit": TOKEN_LIMIT,
        "root": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "api/docs.html", context)


def _query_parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Those in the path are left out: the path shows them."""
    return [row for row in operation.get("parameters", []) if row["in"] == "query"]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """The user's tokens; a new one is shown here this once."""
    form = TokenForm(request.POST or None)
    text = None
    if request.method == "POST" and form.is_valid():
        text = Token.objects.issue(request.user, form.cleaned_data["name"])[1]
        form = TokenForm()
    context = {"form": form, "new": text, "tokens": request.user.tokens.all()}
    return render(request, "api/tokens.html", context)


@login_required
@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.tokens, pk=pk)
    token.delete()
    messages.success(request, _("Token %(name)s no longer works.") % {"name": token})
    return redirect("tokens")
