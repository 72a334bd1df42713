"""In which order proposed claims are worth an editor's time."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Abs

from claims.models import ClaimQuerySet

#: The pipeline proposes what it holds for likelier than not: where it was least sure,
#: a person's word changes most.
THRESHOLD = 0.5


def in_doubt(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Order by doubt, then the newest first; without a confidence last."""
    doubt = Abs(F("confidence") - THRESHOLD)
    return claims.order_by(doubt.asc(nulls_last=True), "-sort_date", "-pk")
