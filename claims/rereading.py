"""What of an article's claims goes on when it is read again.

A claim that is found again keeps its row, and with it its address, its allegation and
what people decided; where its version of the article changes, an Anchor remembers where
it stood. What people touched is found by its quote selector alone, whatever the
pipeline reads. A claim whose words are gone stays with its old version and says since
when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from difflib import SequenceMatcher
from typing import Any

from claims.anchors import Selector, find_again, follow, select
from claims.models import LIKELY, Anchor, Claim, ClaimQuerySet
from claims.settled import Settled
from sources.models import Revision

#: From this share of common words on, a claim of the same kind was reworded.
ALIKE = 0.5

#: What a reading says of a claim, which a newer reading replaces.
_READ = (
    *("revision", "analysis", "attribution", "kind", "category", "via"),
    *("speaker", "speaker_name", "speaker_body", "speaker_start_char"),
    *("speaker_end_char", "is_anonymous", "target", "target_name"),
    *("target_start_char", "target_end_char", "start_char", "end_char", "exact"),
    *("prefix", "suffix", "quotation", "cue", "cue_start_char", "cue_end_char"),
    *("said_on", "said_precision", "sort_date", "is_hedged", "confidence"),
    *("explanation", "missing_since", "linked_at"),
)
#: What changes when a claim is found again by its words alone.
_MOVED = (
    *("revision", "start_char", "end_char", "exact", "prefix", "suffix"),
    *("speaker_start_char", "speaker_end_char", "target_start_char"),
    *("target_end_char", "cue_start_char", "cue_end_char", "missing_since"),
)


class Rereading:
    """The claims that an article had before `revision` was read (again).

    Runs inside the writer's transaction: the claims that may be replaced are locked, so
    that no editor decides about them meanwhile.
    """

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        of_article = Claim.objects.filter(revision__article=revision.article_id)
        self._replaceable = _locked(of_article.rebuildable())
        kept = of_article.exclude(pk__in=[claim.pk for claim in self._replaceable])
        self._kept = list(
            kept.select_related("revision")
            .defer("search", "revision__html")
            .prefetch_related("decisions")
        )
        self._anchors: list[Anchor] = []
        #: The allegations of claims that changed or went.
        self.homes: set[int] = set()

    def write(self, families: Iterable[list[Claim]]) -> None:
        """Carry over what goes on, replace what was proposed, add what is new.

        `families` are the proposals of this reading, each with those of the same words.
        """
        self._reanchor_kept()
        settled = Settled(self._kept)
        proposals = [
            proposal
            for siblings in families
            for proposal in siblings
            if not settled.repeats(proposal, siblings)
        ]
        pairs = self._paired(proposals)
        self._drop(set(pairs))
        rows = {claim.pk: claim for claim in self._replaceable}
        for pk, proposal in pairs.items():
            self._replace(rows[pk], proposal)
        Claim.objects.bulk_update([rows[pk] for pk in pairs], _READ)
        Anchor.objects.bulk_create(self._anchors, ignore_conflicts=True)
        found = set(map(id, pairs.values()))
        Claim.objects.bulk_create([p for p in proposals if id(p) not in found])

    def _reanchor_kept(self) -> None:
        """Find again in this revision what people touched, or say that it is gone."""
        taken = {_place(c) for c in self._kept if c.revision_id == self._revision.pk}
        moved = []
        for claim in self._kept:
            if claim.revision.number >= self._revision.number:
                continue
            if self._reanchor(claim, taken):
                moved.append(claim)
        Claim.objects.bulk_update(moved, _MOVED)

    def _reanchor(self, claim: Claim, taken: set[Hashable]) -> bool:
        """Move a claim to where its words are now; whether anything changed."""
        place = find_again(
            self._revision.text,
            Selector(claim.exact, claim.prefix, claim.suffix),
            claim.start_char,
        )
        if place is None:
            is_news = claim.missing_since_id is None
            claim.missing_since = claim.missing_since or self._revision
            return is_news
        before, old_text = _anchor(claim), claim.revision.text
        goal = (self._revision.pk, claim.kind, *place, *_parties(claim))
        if goal in taken:
            return False
        taken.add(goal)
        for role in ("speaker", "target", "cue"):
            _follow(claim, role, old_text, self._revision.text, place[0])
        self._anchors.append(before)
        _put(claim, self._revision, place)
        return True

    def _paired(self, proposals: list[Claim]) -> dict[int, Claim]:
        """Which claim each proposal is: the same place first, then the same words."""
        pairs: dict[int, Claim] = {}
        left = list(proposals)
        for key in (_place, _statement, _wording):
            left = _pair_by(key, self._replaceable, left, pairs)
        for proposal in left:
            alike = [
                (likeness, -claim.pk, claim)
                for claim in self._replaceable
                if claim.pk not in pairs and (likeness := _likeness(claim, proposal))
            ]
            if alike:
                pairs[max(alike)[2].pk] = proposal
        return pairs

    def _drop(self, going_on: set[int]) -> None:
        """Delete what is not proposed again; keep what only the old version said."""
        gone: list[int] = []
        missing: list[int] = []
        for claim in self._replaceable:
            if claim.pk in going_on or claim.missing_since_id is not None:
                continue
            if claim.allegation_id is not None:
                self.homes.add(claim.allegation_id)
            (missing if self._was_dropped(claim) else gone).append(claim.pk)
        Claim.objects.filter(pk__in=gone).delete()
        Claim.objects.filter(pk__in=missing).update(missing_since=self._revision)

    def _was_dropped(self, claim: Claim) -> bool:
        """Whether readers saw a claim whose words this later version doesn't have."""
        is_older = claim.revision.number < self._revision.number
        was_seen = claim.confidence is None or claim.confidence >= LIKELY
        selector = Selector(claim.exact, claim.prefix, claim.suffix)
        place = find_again(self._revision.text, selector, claim.start_char)
        return is_older and was_seen and place is None

    def _replace(self, claim: Claim, proposal: Claim) -> None:
        if claim.allegation_id is not None:
            self.homes.add(claim.allegation_id)
        if claim.revision_id != proposal.revision_id:
            self._anchors.append(_anchor(claim))
        for name in _READ:
            setattr(claim, name, getattr(proposal, name))


def _locked(claims: ClaimQuerySet) -> list[Claim]:
    keys = list(claims.select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = Claim.objects.filter(pk__in=keys).select_related("revision")
    return list(
        rows.defer("search", "revision__text", "revision__html").order_by(
            "start_char", "end_char", "pk"
        )
    )


def _pair_by(
    key: Callable[[Claim], Hashable],
    claims: Iterable[Claim],
    proposals: Iterable[Claim],
    pairs: dict[int, Claim],
) -> list[Claim]:
    """Pair what has the same key, in order; returns the proposals that are left."""
    waiting: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.pk not in pairs:
            waiting[key(claim)].append(claim)
    left = []
    for proposal in proposals:
        found = waiting.get(key(proposal))
        if found:
            pairs[found.pop(0).pk] = proposal
        else:
            left.append(proposal)
    return left


def _parties(claim: Claim) -> tuple[Any, ...]:
    return (
        *(claim.speaker_id, claim.speaker_name),
        *(claim.target_id, claim.target_name),
    )


def _place(claim: Claim) -> Hashable:
    """What the constraint claim_unique_in_revision takes for the same claim."""
    place = (claim.revision_id, claim.kind, claim.start_char, claim.end_char)
    return place + _parties(claim)


def _statement(claim: Claim) -> Hashable:
    return (_wording(claim), _parties(claim))


def _wording(claim: Claim) -> Hashable:
    return (claim.kind, tuple(claim.exact.split()))


def _likeness(claim: Claim, proposal: Claim) -> float:
    """How much of a claim is in a proposal of the same kind; 0 for too little.

    In one version of the text the places tell, across versions the words.
    """
    if claim.kind != proposal.kind:
        return 0.0
    if claim.revision_id == proposal.revision_id:
        begin = max(claim.start_char, proposal.start_char)
        common = min(claim.end_char, proposal.end_char) - begin
        longer = max(len(claim.exact), len(proposal.exact))
        likeness = common / longer
    else:
        words = claim.exact.lower().split(), proposal.exact.lower().split()
        likeness = SequenceMatcher(None, *words, autojunk=False).ratio()
    is_same_party = claim.target_id == proposal.target_id
    return likeness + 0.1 * is_same_party if likeness >= ALIKE else 0.0


def _anchor(claim: Claim) -> Anchor:
    return Anchor(
        claim=claim,
        revision_id=claim.revision_id,
        start_char=claim.start_char,
        end_char=claim.end_char,
        exact=claim.exact,
    )


def _put(claim: Claim, revision: Revision, place: tuple[int, int]) -> None:
    selector = select(revision.text, *place)
    claim.revision = revision
    claim.start_char, claim.end_char = place
    claim.exact = selector.exact
    claim.prefix = selector.prefix
    claim.suffix = selector.suffix
    claim.missing_since = None


def _follow(claim: Claim, role: str, old: str, new: str, start_char: int) -> None:
    """Move the span of a role along with the words, if it still reads the same."""
    names = f"{role}_start_char", f"{role}_end_char"
    begin, end = (getattr(claim, name) for name in names)
    if begin is None or end is None:
        return
    moved = follow(old, new, (begin, end), start_char - claim.start_char)
    for name, value in zip(names, moved or (None, None), strict=True):
        setattr(claim, name, value)
