"""Allegations: claims from any source that say the same of the same target.

Incremental: a new charge joins the allegation of the charges that it is most like, or
opens one; an answer joins the charge that it answers. Where people decided about a
claim, it stays in its allegation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import fmean

from django.db.models import Max, Min, Q

from claims.allegation_titles import Charge, title_of
from claims.linking.candidates import SideIndex
from claims.linking.facts import ClaimFacts, Key
from claims.linking.issues import IssueModel, shipped_model
from claims.linking.scoring import CHARGES
from claims.linking.words import content_stems, shipped_weights
from claims.models import Allegation, Claim, ClaimQuerySet, Status

#: From this probability of a common issue on, claims are one allegation.
THRESHOLD = 0.5
#: A claim belongs where it is like those members that it is most like.
_CLOSEST = 3
#: A cue or a target this near to the beginning of a claim opens it.
_OPENING_CHARS = 12
#: The title is made from so many of the latest charges.
_TITLE_CHARGES = 30

_ANSWERS = frozenset({"denial", "admission", "no_comment"})


def group_claims(claims: Iterable[ClaimFacts], index: SideIndex) -> None:
    """Find the allegations of claims, and of answers that waited for one of them.

    `index` holds the claims and all that they may belong with. Runs inside the writer's
    transaction and lock.
    """
    ids = [claim.id for claim in index.claims]
    homes: dict[Key, int | None] = dict(
        Claim.objects.filter(pk__in=ids).values_list("pk", "allegation_id")
    )
    decided = Claim.objects.filter(pk__in=ids).exclude(status=Status.PROPOSED)
    pinned = set(decided.exclude(allegation=None).values_list("pk", flat=True))
    grouping = Grouping(homes, index, shipped_model())
    grouping.place([claim for claim in claims if claim.id not in pinned])
    refresh_allegations(grouping.save())


class Grouping:
    """Claims on their way into allegations; `homes` are those that they have."""

    def __init__(
        self, homes: Mapping[Key, int | None], index: SideIndex, model: IssueModel
    ) -> None:
        self._before = homes
        self._homes: dict[Key, int | None] = dict(homes)
        self._index = index
        self._model = model

    def place(self, claims: list[ClaimFacts]) -> None:
        """Charges first: they open the allegations that answers can join."""
        self._homes |= {claim.id: None for claim in claims}
        for claim in claims:
            if claim.kind in CHARGES and claim.target.sides:
                home = self._most_alike(claim) or self._own(claim) or _open(claim)
                self._homes[claim.id] = home
        for claim in self._index.claims:
            if claim.kind in _ANSWERS and self._homes[claim.id] is None:
                self._homes[claim.id] = self._most_alike(claim)

    def save(self) -> set[int]:
        """Write what moved; returns the allegations that lost or won a claim."""
        moved: dict[int | None, list[Key]] = defaultdict(list)
        for claim_id, home in self._homes.items():
            if home != self._before[claim_id]:
                moved[home].append(claim_id)
        for home, claim_ids in moved.items():
            Claim.objects.filter(pk__in=claim_ids).update(allegation=home)
        left = [self._before[i] for claim_ids in moved.values() for i in claim_ids]
        return {home for home in (*left, *moved) if home is not None}

    def _own(self, claim: ClaimFacts) -> int | None:
        """The allegation that a claim had, if it was or is now alone there."""
        home = self._before[claim.id]
        return None if home in self._homes.values() else home

    def _most_alike(self, claim: ClaimFacts) -> int | None:
        """The allegation whose charges are so like a claim that the issue is the same.

        For a hedged denial and for no comment it must be one of the same article.
        """
        is_far_reaching = claim.kind in CHARGES or (
            claim.kind == "denial" and not claim.is_hedged
        )
        alike: dict[int, list[float]] = defaultdict(list)
        for other in self._index.candidates(claim):
            home = self._homes[other.id]
            if home is None or not _is_comparable(claim, other):
                continue
            if is_far_reaching or claim.document == other.document:
                alike[home].append(self._model.same_target(claim, other))
        scores = {
            home: fmean(sorted(values)[-_CLOSEST:]) for home, values in alike.items()
        }
        best = max(scores, key=lambda home: scores[home], default=None)
        return best if best is not None and scores[best] >= THRESHOLD else None


def _is_comparable(claim: ClaimFacts, charge: ClaimFacts) -> bool:
    if charge.kind not in CHARGES or not claim.target.sides & charge.target.sides:
        return False
    return claim.kind not in CHARGES or claim.category == charge.category


def _open(claim: ClaimFacts) -> int:
    """A new allegation; `refresh_allegations` gives it what it is made of."""
    return Allegation.objects.create(title="", category=claim.category).pk


def homes_of(claims: ClaimQuerySet) -> set[int]:
    """The allegations that claims are in."""
    homes = claims.exclude(allegation=None).values_list("allegation_id", flat=True)
    return set(homes)


def refresh_allegations(allegation_ids: Iterable[int]) -> None:
    """Bring title, target and dates up to date with the claims; drop what is empty.

    An allegation that others were merged into stays. Runs inside the writer's
    transaction.
    """
    allegations = Allegation.objects.current().filter(pk__in=allegation_ids)
    allegations.filter(claims=None, merged=None).delete()
    visible = ~Q(claims__status=Status.REJECTED)
    for allegation in allegations.annotate(
        first=Min("claims__sort_date", filter=visible),
        last=Max("claims__sort_date", filter=visible),
    ):
        allegation.first_said_on = allegation.first
        allegation.last_said_on = allegation.last
        _describe(allegation)
        allegation.save()


def _describe(allegation: Allegation) -> None:
    """Target and title after the latest charges that readers can see."""
    charges = list(
        allegation.claims.visible()
        .filter(kind__in=CHARGES)
        .select_related("target")
        .defer("search")[:_TITLE_CHARGES]
    )
    if not charges:
        return
    targets = Counter(charge.target for charge in charges if charge.target)
    categories = Counter(charge.category for charge in charges)
    allegation.category = categories.most_common(1)[0][0]
    allegation.target = targets.most_common(1)[0][0] if targets else None
    allegation.title = title_of(
        allegation.target.name if allegation.target else charges[0].target_name,
        allegation.category,
        [_charge(claim) for claim in charges],
        shipped_weights(),
    )[:300]


def _charge(claim: Claim) -> Charge:
    """The words of a claim behind "accused Iran of", as far as they begin so."""
    begin = claim.start_char
    for start_char, end_char in (
        (claim.cue_start_char, claim.cue_end_char),
        (claim.target_start_char, claim.target_end_char),
    ):
        if start_char is None or end_char is None:
            continue
        if begin <= start_char <= begin + _OPENING_CHARS:
            begin = min(end_char, claim.end_char)
    words = claim.exact[begin - claim.start_char :]
    return Charge(words, content_stems(words))
