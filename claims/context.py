"""What every template knows besides its own page."""

from django.http import HttpRequest

from claims.roles import is_admin, is_editor


def roles(request: HttpRequest) -> dict[str, bool]:
    """`can_edit` and `can_administer`, for showing what the reader may do."""
    return {
        "can_edit": is_editor(request.user),
        "can_administer": is_admin(request.user),
    }
