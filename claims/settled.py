"""What people settled in an article, and which new proposals repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from actors.names import normalise
from claims.models import Claim

#: Speaker and target, each the actor's id or, without an actor, the name's key.
Parties = tuple[int | str, int | str]


class Settled:
    """The claims of an article that the pipeline may not touch, nor propose again.

    Needs the claims' decisions prefetched. Conjoined parties make several claims of the
    same words, so what was settled about one of them says nothing about the others: it
    is repeated only by the proposal with its own speaker and target, as they are now or
    as they were before a correction.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = [(claim, _parties_ever(claim)) for claim in claims]

    def repeats(self, proposal: Claim, siblings: Iterable[Claim]) -> bool:
        """Whether people have settled what `proposal` says.

        `siblings` are all claims that were read in the same words.
        """
        own = _parties(vars(proposal))
        others = {_parties(vars(sibling)) for sibling in siblings} - {own}
        return any(
            (own in parties or not parties & others)
            and _is_same_place(proposal, claim, own in parties)
            for claim, parties in self._claims
        )


def _is_same_place(one: Claim, other: Claim, has_same_parties: bool) -> bool:
    """Whether two claims of one article stand for the same words in it.

    In one revision offsets tell; across revisions the words do, with what stands beside
    them or with who is said to have said them.
    """
    same_words = one.exact.split() == other.exact.split()
    if one.revision_id != other.revision_id:
        beside = one.prefix == other.prefix or one.suffix == other.suffix
        return same_words and (beside or has_same_parties)
    overlap = one.start_char < other.end_char and other.start_char < one.end_char
    return overlap and (same_words or one.kind == other.kind)


def _parties_ever(claim: Claim) -> set[Parties]:
    """The parties of a claim now, and before each decision about it."""
    before = {_parties(d.before) for d in claim.decisions.all() if d.before}
    return before | {_parties(vars(claim))}


def _parties(values: Mapping[str, Any]) -> Parties:
    return (
        values["speaker_id"] or normalise(values["speaker_name"]),
        values["target_id"] or normalise(values["target_name"]),
    )
