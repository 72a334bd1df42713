"""What all pages share that editors send a decision from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from claims.forms import DecisionForm
from claims.models import Claim, Link

#: Sent by static/editing.js, which shows the result in place.
IN_PLACE = "X-In-Place"


def back(request: HttpRequest, default: str) -> str:
    """The address of this site that the form names as `next`, else the default."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, request.get_host(), require_https=request.is_secure()
    )
    return wanted if is_ours else default


def done(
    request: HttpRequest, decided: Claim | Link, message: str, default: str
) -> HttpResponse:
    """Say it and go back; a script that shows it in place learns what is now seen."""
    if IN_PLACE in request.headers:
        return JsonResponse({"seen": decided.decisions.values_list("pk", flat=True)[0]})
    messages.success(request, message)
    return redirect(back(request, default))


def read_decision(request: HttpRequest) -> dict[str, Any]:
    """The decision that was posted. Raises BadRequest where no page of ours sent it."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    return form.cleaned_data


def number(values: QueryDict, name: str) -> int:
    """A parameter as a number; 0 where it is none."""
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
