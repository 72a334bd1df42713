"""Who may do what: analysts read, editors decide, admins import and manage people."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

EDITORS = "editors"
ADMINS = "admins"


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """The names of a user's groups. One query the first time, none afterwards."""
    if not user.is_authenticated:
        return frozenset()
    names = getattr(user, "_role_names", None)
    if names is None:
        names = frozenset(user.groups.values_list("name", flat=True))
        user._role_names = names
    return names


def is_admin(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the user imports, manages feeds and people."""
    return user.is_superuser or ADMINS in roles_of(user)


def is_editor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the user confirms, rejects, corrects and adds claims; admins do too."""
    return is_admin(user) or EDITORS in roles_of(user)
