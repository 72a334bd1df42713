"""Outlets by their names."""

from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from sources.models import Outlet

#: For texts that do not say who published them.
UNKNOWN_OUTLET = "Unknown outlet"
MAX_NAME_LENGTH = 200


def outlet_named(name: str, homepage: str = "") -> Outlet:
    """The outlet of this name, made if there is none yet."""
    name = " ".join(name.split())[:MAX_NAME_LENGTH] or UNKNOWN_OUTLET
    known = Outlet.objects.filter(name=name).first()
    if known:
        return known
    slug = slugify(name)[:190] or "outlet"
    try:
        return _get_or_create(name, slug, homepage)
    except IntegrityError:
        # Another name has made this slug already ("BBC!" after "BBC").
        digest = sha256(name.encode()).hexdigest()[:6]
        return _get_or_create(name, f"{slug}-{digest}", homepage)


def outlet_at(homepage: str, name: str) -> Outlet:
    """The outlet of this homepage, whatever its name, else the one of this name."""
    known = Outlet.objects.filter(homepage=homepage).first() if homepage else None
    return known or outlet_named(name, homepage)


def _get_or_create(name: str, slug: str, homepage: str) -> Outlet:
    with transaction.atomic():
        outlet, _ = Outlet.objects.get_or_create(
            name=name, defaults={"slug": slug, "homepage": homepage[:500]}
        )
    return outlet
