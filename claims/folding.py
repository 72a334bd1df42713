"""Fold what copies repeat: one statement, and the outlets that printed it too.

A claim in a copy repeats the one of the original with the same kind and speaker. What
only the copy says stands by itself. Pure: reads no database, provided that the claims'
speakers and articles are loaded. `claims.copies.told_once` says the same in SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from claims.models import Claim, Link

#: Article, kind, speaker: where a claim's repetition is looked for.
_Place = tuple[int, str, str]


@dataclass
class Folded:
    """`claims` without the repetitions, in their order; those by the claim repeated."""

    claims: list[Claim]
    repeats: dict[int, list[Claim]] = field(default_factory=dict)
    _kept: dict[int, Claim] = field(default_factory=dict)

    def links(self, links: Iterable[Link]) -> list[Link]:
        """The links between the kept claims, each pair once.

        Whatever answers a repetition answers what is repeated: such links come with
        the kept claims at their ends, for showing, not for saving.
        """
        found: dict[tuple[int, int], Link] = {}
        for link in links:
            for end in ("answer", "answered"):
                if kept := self._kept.get(getattr(link, f"{end}_id")):
                    setattr(link, end, kept)
            found.setdefault((link.answer_id, link.answered_id), link)
        return [link for link in found.values() if link.answer_id != link.answered_id]


def fold(claims: Iterable[Claim], origins: Mapping[int, Collection[int]]) -> Folded:
    """Fold claims; `origins` are the articles that each copied article goes back to."""
    claims = list(claims)
    places: dict[_Place, list[Claim]] = defaultdict(list)
    for claim in claims:
        places[_place(claim, claim.revision.article_id)].append(claim)
    parents = {
        claim.pk: parent
        for claim in claims
        if (parent := _repeated(claim, origins, places))
    }
    folded = Folded([claim for claim in claims if claim.pk not in parents])
    for claim in claims:
        if claim.pk in parents:
            kept = _first(claim, parents)
            folded._kept[claim.pk] = kept
            folded.repeats.setdefault(kept.pk, []).append(claim)
    return folded


def _repeated(
    claim: Claim,
    origins: Mapping[int, Collection[int]],
    places: Mapping[_Place, list[Claim]],
) -> Claim | None:
    """The claim of an original whose words are most like those of this one."""
    candidates = [
        other
        for origin in origins.get(claim.revision.article_id, ())
        for other in places.get(_place(claim, origin), ())
    ]
    return max(candidates, key=lambda c: fuzz.ratio(c.exact, claim.exact), default=None)


def _first(claim: Claim, parents: Mapping[int, Claim]) -> Claim:
    """Where a chain of repetitions ends, or begins to go round."""
    seen = set()
    while claim.pk in parents and claim.pk not in seen:
        seen.add(claim.pk)
        claim = parents[claim.pk]
    return claim


def _place(claim: Claim, article_id: int) -> _Place:
    return article_id, claim.kind, claim.speaker_label
