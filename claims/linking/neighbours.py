"""What stands around two claims of an article: few answer across many others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from claims.linking.facts import CHARGES, ClaimFacts

#: Above these counts more make no difference.
_CLAIMS, _DENIALS, _BETWEEN, _TARGETS, _CATEGORIES = 20, 8, 4, 6, 4


class Neighbours:
    """The claims of one article in the order of its text."""

    def __init__(self, claims: Iterable[ClaimFacts]) -> None:
        self._claims = sorted(
            claims, key=lambda claim: (claim.place.start_char, claim.place.end_char)
        )
        self._position = {claim.id: n for n, claim in enumerate(self._claims)}
        charges = [claim for claim in self._claims if claim.kind in CHARGES]
        kinds = Counter(claim.kind for claim in self._claims)
        self._crowd = [
            _share(len({claim.target.sides for claim in charges}), _TARGETS),
            _share(len({claim.category for claim in charges}), _CATEGORIES),
            _share(len(self._claims), _CLAIMS),
            _share(kinds["denial"], _DENIALS),
        ]

    def features(self, answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
        """Numbers in [0, 1]: how much stands between two, and how much in the whole."""
        positions = [self._position[claim.id] for claim in (answer, answered)]
        first, last = sorted(positions)
        between = self._claims[first + 1 : last]
        charges = sum(claim.kind in CHARGES for claim in between)
        denials = sum(claim.kind == "denial" for claim in between)
        return [
            _share(len(between), 2 * _BETWEEN),
            _share(charges, _BETWEEN),
            _share(denials, _BETWEEN),
            *self._crowd,
            *(float(position == 0) for position in positions),
        ]


def _share(count: int, most: int) -> float:
    return min(count, most) / most
