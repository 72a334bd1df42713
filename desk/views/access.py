"""Whose desk it is."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class SignedInRequest(HttpRequest):
    """A request behind `login_required`; for type checkers alone."""

    user: User
