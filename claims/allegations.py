"""Allegations: claims from any source that say the same of the same target.

Incremental: a new charge joins the allegation of the charges that it is most like, or
opens one; an answer joins the charge that it answers. Where people decided about a
claim, it stays in its allegation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import fmean

from django.db.models import Exists, Max, Min, OuterRef, Q

from claims.allegation_titles import Charge, title_of
from claims.attacks import tie_allegations
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
_OPENING_CHARS = 60
#: The title is made from so many of the latest charges.
_TITLE_CHARGES = 30

#: What people say of an allegation that holds for the claims that it has.
_DECIDED = ("is_pinned", "has_own_title", "is_tie_decided")

_ANSWERS = frozenset({"denial", "admission", "no_comment"})


def group_claims(claims: Iterable[ClaimFacts], index: SideIndex) -> None:
    """Find the allegations of claims, and of answers that waited for one of them.

    `index` holds the claims and all that they may belong with. Runs inside the writer's
    transaction and lock. A claim that a person decided on stays where it is, and so do
    all claims of an allegation that a person pinned, named or tied to an attack.
    """
    ids = [claim.id for claim in index.claims]
    homes: dict[Key, int | None] = {}
    settled: set[Key] = set()
    rows = Claim.objects.filter(pk__in=ids).values_list(
        "pk", "status", "allegation", *(f"allegation__{name}" for name in _DECIDED)
    )
    for pk, status, home, *decided in rows:
        homes[pk] = home
        if home is not None and (any(decided) or status != Status.PROPOSED):
            settled.add(pk)
    grouping = Grouping(homes, index, shipped_model())
    grouping.place([claim for claim in claims if claim.id not in settled])
    changed = grouping.save()
    refresh_allegations(changed)
    tie_allegations(changed)


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
        charges = [c for c in claims if c.kind in CHARGES and c.target.sides]
        for claim in charges:
            home = self._most_alike(claim, self._index.candidates(claim))
            self._homes[claim.id] = home or self._own(claim) or _open(claim)
        for claim in claims:
            if claim.kind in _ANSWERS:
                found = self._most_alike(claim, self._index.candidates(claim))
                self._homes[claim.id] = found
        for claim in self._index.claims:
            # It was compared with the others when it came.
            if claim.kind in _ANSWERS and self._homes[claim.id] is None:
                self._homes[claim.id] = self._most_alike(claim, charges)

    def save(self) -> set[int]:
        """Write what moved; returns the allegations that lost or won a claim."""
        moved: dict[int | None, list[Key]] = defaultdict(list)
        heirs: dict[int, Counter[int]] = defaultdict(Counter)
        for claim_id, home in self._homes.items():
            before = self._before[claim_id]
            if home == before:
                continue
            moved[home].append(claim_id)
            if before is not None and home is not None:
                heirs[before][home] += 1
        for home, claim_ids in moved.items():
            Claim.objects.filter(pk__in=claim_ids).update(allegation=home)
        left = {self._before[i] for claim_ids in moved.values() for i in claim_ids}
        _leave_address({b: heir.most_common(1)[0][0] for b, heir in heirs.items()})
        return {home for home in (*left, *moved) if home is not None}

    def _own(self, claim: ClaimFacts) -> int | None:
        """The allegation that a claim had, if it was or is now alone there."""
        home = self._before[claim.id]
        return None if home in self._homes.values() else home

    def _most_alike(
        self, claim: ClaimFacts, candidates: Iterable[ClaimFacts]
    ) -> int | None:
        """The allegation whose charges are so like a claim that the issue is the same.

        For a hedged denial and for no comment it must be one of the same article.
        """
        is_far_reaching = claim.kind in CHARGES or (
            claim.kind == "denial" and not claim.is_hedged
        )
        alike: dict[int, list[float]] = defaultdict(list)
        for other in candidates:
            home = self._homes[other.id]
            if home is None or not _is_comparable(claim, other):
                continue
            if is_far_reaching or claim.document == other.document:
                alike[home].append(self._model.same_target(claim, other))
        scores = {
            home: fmean(sorted(values)[-_CLOSEST:]) for home, values in alike.items()
        }
        own = self._before.get(claim.id)
        if own is not None and scores.get(own, 0.0) >= THRESHOLD:
            # Stable rather than best: addresses and titles are in the world.
            return own
        best = max(scores, key=lambda home: scores[home], default=None)
        return best if best is not None and scores[best] >= THRESHOLD else None


def _is_comparable(claim: ClaimFacts, charge: ClaimFacts) -> bool:
    if charge.kind not in CHARGES or not claim.target.sides & charge.target.sides:
        return False
    return claim.kind not in CHARGES or claim.category == charge.category


def _open(claim: ClaimFacts) -> int:
    """A new allegation; `refresh_allegations` gives it what it is made of."""
    return Allegation.objects.create(title="", category=claim.category).pk


def _leave_address(heirs: Mapping[int, int]) -> None:
    """Let the addresses of allegations that nobody makes any more lead to their heirs.

    What readers don't see goes along. One that people decided about keeps its address:
    they may fill it again.
    """
    seen = Claim.objects.visible().filter(allegation=OuterRef("pk"))
    left = Allegation.objects.current().filter(
        ~Exists(seen), pk__in=heirs, **dict.fromkeys(_DECIDED, False)
    )
    for allegation in left:
        allegation.claims.update(allegation=heirs[allegation.pk])
        merge_address(allegation, heirs[allegation.pk])


def merge_address(allegation: Allegation, heir_id: int) -> None:
    """Let an allegation's address, and those that lead to it, lead to another one."""
    Allegation.objects.filter(Q(pk=allegation.pk) | Q(merged_into=allegation)).update(
        merged_into=heir_id
    )


def homes_of(claims: ClaimQuerySet) -> set[int]:
    """The allegations that claims are in."""
    homes = claims.exclude(allegation=None).values_list("allegation_id", flat=True)
    return set(homes)


def refresh_allegations(allegation_ids: Iterable[int]) -> None:
    """Bring titles, targets and dates up to date with the claims that readers see.

    One that has no claims any more keeps what it had, for its address is in the world.
    Runs inside the writer's transaction. Three queries for each.
    """
    for allegation in Allegation.objects.current().filter(pk__in=allegation_ids):
        claims = allegation.claims.visible()
        dates = claims.aggregate(first=Min("sort_date"), last=Max("sort_date"))
        if dates["first"] is not None:
            allegation.first_said_on = dates["first"]
            allegation.last_said_on = dates["last"]
        _describe(allegation)
        allegation.save()


def _describe(allegation: Allegation) -> None:
    """Target and title after the latest charges that readers can see."""
    charges = list(
        allegation.claims.visible()
        .filter(kind__in=CHARGES)
        .select_related("target")
        .defer("search")
        .order_by("-sort_date", "-pk")[:_TITLE_CHARGES]
    )
    if not charges:
        return
    targets = Counter(charge.target for charge in charges if charge.target)
    categories = Counter(charge.category for charge in charges)
    allegation.category = categories.most_common(1)[0][0]
    allegation.target = targets.most_common(1)[0][0] if targets else None
    if not allegation.has_own_title:
        allegation.title = title_of(
            allegation.target.name if allegation.target else charges[0].target_name,
            allegation.category,
            [_charge(claim) for claim in charges],
            shipped_weights(),
        )[:300]


def _charge(claim: Claim) -> Charge:
    """A claim's words, and how many of them come before what is charged."""
    begin = claim.start_char
    for start_char, end_char in (
        (claim.cue_start_char, claim.cue_end_char),
        (claim.target_start_char, claim.target_end_char),
    ):
        if start_char is None or end_char is None or end_char > claim.end_char:
            continue
        if claim.start_char <= start_char <= begin + _OPENING_CHARS:
            begin = max(begin, end_char)
    return Charge(
        claim.exact, content_stems(claim.exact), claim.kind, begin - claim.start_char
    )
