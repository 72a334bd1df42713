"""Who may open a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from claims.roles import is_editor


class EditorRequest(HttpRequest):
    """A request behind `editors_only`; for type checkers alone."""

    user: User


View = Callable[..., HttpResponse]


def editors_only(view: View) -> View:
    """Send the anonymous to the login page; refuse (403) whoever is no editor."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
