"""Which claims readers see."""

from django.db.models import Q

from claims.models.choices import Origin, Status

#: Proposals below this confidence wait in the review queue, out of readers' sight: the
#: best balance of missed and wrongly shown claims on the public development documents.
LIKELY = 0.35


def hidden(prefix: str = "") -> Q:
    """Claims that readers don't see; `prefix` leads to them, as in "answer__"."""
    is_unchecked = Q(
        (f"{prefix}status", Status.PROPOSED), (f"{prefix}origin", Origin.MACHINE)
    )
    is_doubtful = Q((f"{prefix}confidence__lt", LIKELY)) | Q(
        (f"{prefix}missing_since__isnull", False)
    )
    return Q((f"{prefix}status", Status.REJECTED)) | is_unchecked & is_doubtful
