"""Who may do what: analysts read, editors decide, admins import and manage people."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import prefetch_related_objects

EDITORS = "editors"
ADMINS = "admins"


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The names of a user's groups. One query the first time, none afterwards."""
    if isinstance(user, AnonymousUser):
        return frozenset()
    prefetch_related_objects([user], "groups")
    return frozenset(group.name for group in user.groups.all())


def is_admin(user: User | AnonymousUser) -> bool:
    """Whether the user imports, manages feeds and people."""
    return user.is_superuser or ADMINS in roles_of(user)


def is_editor(user: User | AnonymousUser) -> bool:
    """Whether the user confirms, rejects, corrects and adds claims; admins do too."""
    return is_admin(user) or EDITORS in roles_of(user)
