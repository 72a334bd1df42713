"""The claims of an article's versions: where they stood, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from claims.anchors import find
from claims.models import LIKELY, Anchor, Claim, ClaimQuerySet, Origin, Status
from claims.selectors import listed_claims
from claims.textdiff import Piece, changed_words
from sources.models import Revision


def claims_in(revision: Revision, *, with_doubtful: bool = False) -> list[Claim]:
    """The claims that a version of an article states, in text order, as it states them.

    Those that stand in a later version by now have the place and the words that they
    had in this one: they are for showing, not for saving. Readers are not shown
    doubtful ones. One query.
    """
    anchors = Anchor.objects.filter(revision=revision).order_by()
    now = Claim.objects.filter(revision=revision).order_by().values("pk")
    stood = anchors.filter(claim=OuterRef("pk")).values(
        place=JSONObject(start="start_char", end="end_char", exact="exact")
    )
    # As a union, so that both parts come from an index, however many claims there are.
    seen = _ever_seen(with_doubtful=with_doubtful)
    claims = seen.filter(pk__in=now.union(anchors.values("claim")))
    found = [_as_it_stood(c) for c in claims.annotate(stood=Subquery(stood))]
    return sorted(found, key=lambda c: (c.start_char, c.end_char, c.pk))


@dataclass(frozen=True)
class Reworded:
    """A claim that both versions make in different words."""

    claim: Claim
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ClaimChanges:
    """What became of an article's claims from one version to a later one."""

    vanished: list[Claim]
    appeared: list[Claim]
    reworded: list[Reworded]
    unchanged: int


def claim_changes(old: Revision, new: Revision) -> ClaimChanges:
    """Compare the claims of two versions, whose texts are loaded. Two queries.

    What the pipeline read only later in words that stood there before did not appear:
    it stands as it was.
    """
    before = {claim.pk: claim for claim in claims_in(old)}
    after = {claim.pk: claim for claim in claims_in(new)}
    both = [(before[pk], claim) for pk, claim in after.items() if pk in before]
    reworded = [
        Reworded(claim, changed_words(was.exact, claim.exact))
        for was, claim in both
        if was.exact.split() != claim.exact.split()
    ]
    late = [claim for pk, claim in after.items() if pk not in before]
    appeared = [claim for claim in late if not find(old.text, claim.exact)]
    return ClaimChanges(
        vanished=[
            claim
            for pk, claim in before.items()
            if pk not in after and not find(new.text, claim.exact)
        ],
        appeared=appeared,
        reworded=reworded,
        unchanged=len(both) - len(reworded) + len(late) - len(appeared),
    )


def _ever_seen(*, with_doubtful: bool) -> ClaimQuerySet:
    """Claims that readers see, or saw before a later version dropped them."""
    seen = listed_claims().exclude(status=Status.REJECTED)
    if with_doubtful:
        return seen
    doubtful = Q(status=Status.PROPOSED, origin=Origin.MACHINE, confidence__lt=LIKELY)
    return seen.exclude(doubtful)


def _as_it_stood(claim: Any) -> Claim:
    if claim.stood is not None:
        claim.start_char = claim.stood["start"]
        claim.end_char = claim.stood["end"]
        claim.exact = claim.stood["exact"]
    return claim
