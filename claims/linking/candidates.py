"""Which claims are worth comparing: those that share a side, found by index."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from claims.linking.facts import ClaimFacts, Key

#: At most so many claims of other documents are compared for each side, the nearest in
#: time: it bounds the cost where thousands of claims are about one government.
NEAREST = 200


class SideIndex:
    """Claims by the side that they are about, in order of time."""

    def __init__(self, claims: Iterable[ClaimFacts]) -> None:
        self._by_side: dict[str, list[ClaimFacts]] = defaultdict(list)
        self._by_document: dict[Key, list[ClaimFacts]] = defaultdict(list)
        self.claims = sorted(claims, key=_day)
        for claim in self.claims:
            self._by_document[claim.document].append(claim)
            for side in claim.target.sides:
                self._by_side[side].append(claim)

    def of_document(self, document: Key) -> list[ClaimFacts]:
        return self._by_document.get(document, [])

    def candidates(self, claim: ClaimFacts) -> Iterator[ClaimFacts]:
        """Claims about the party that this one is about, or that speaks; each once."""
        seen = {claim.id}
        for found in self._found(claim):
            if found.id not in seen:
                seen.add(found.id)
                yield found

    def _found(self, claim: ClaimFacts) -> Iterator[ClaimFacts]:
        yield from self.of_document(claim.document)
        for side in claim.target.sides | claim.speaker.sides:
            claims = self._by_side.get(side, [])
            middle = bisect_left(claims, _day(claim), key=_day)
            yield from claims[max(0, middle - NEAREST // 2) : middle + NEAREST // 2]


def _day(claim: ClaimFacts) -> date:
    return claim.said_on or date.min
