"""Who may import and manage feeds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

ADMINS = "admins"
View = Callable[..., HttpResponseBase]


def admins_only(view: View) -> View:
    """Ask strangers to sign in, and refuse everybody who is no admin."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not user.is_superuser and not user.groups.filter(name=ADMINS).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
