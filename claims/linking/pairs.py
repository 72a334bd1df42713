"""Two claims of one article, as numbers: what speaks for one answering the other."""

from __future__ import annotations

from itertools import product
from math import log

from claims.linking.facts import CHARGES, ClaimFacts, PartyFacts
from claims.linking.neighbours import Neighbours
from claims.linking.words import WordWeights, content_stems

#: A word with at least this weight names a thing rather than a sort of thing: it is in
#: fewer than about one article in sixty.
TELLING = 4.0

_KINDS = ("accusation", "denial", "claim_of_responsibility", "admission")
_KIND_PAIRS = tuple(product(_KINDS, repeat=2))
_FLAGS = ("denies", "negates", "charge", "replies", "admits")
_MANNERS = (*_FLAGS, *(f"own {flag}" for flag in _FLAGS))
#: Who answers whom when kinds alone decide; others answer what came before.
_REPLY_RANK = {"denial": 2, "admission": 1}


def in_order(one: ClaimFacts, other: ClaimFacts) -> tuple[ClaimFacts, ClaimFacts]:
    """The claim that may answer, and the one that it would answer."""
    ranks = [_REPLY_RANK.get(claim.kind, 0) for claim in (one, other)]
    if ranks[0] != ranks[1]:
        return (one, other) if ranks[0] > ranks[1] else (other, one)
    return (one, other) if _follows(one, other) else (other, one)


def _follows(one: ClaimFacts, other: ClaimFacts) -> bool:
    """Whether a claim came later; in one document the order of the text decides."""
    if one.document == other.document:
        return one.place.start_char > other.place.start_char
    if one.said_on and other.said_on and one.said_on != other.said_on:
        return one.said_on > other.said_on
    return str(one.id) > str(other.id)


def expected_relation(answer: ClaimFacts, answered: ClaimFacts) -> str | None:
    """How kinds and sides say that a claim answers another, were the issue the same."""
    is_near = answer.document == answered.document
    if answered.kind in CHARGES and answer.target.sides & answered.target.sides:
        # A hedged denial is about what stands beside it, not about all ever said.
        if answer.kind == "denial" and (is_near or not answer.is_hedged):
            return "denies"
        if answer.kind == "admission" and answered.kind == "accusation" and is_near:
            return "concedes"
    if answer.kind == answered.kind == "accusation" and accuse_each_other(
        answer, answered
    ):
        return "counter_accuses"
    return None


def accuse_each_other(one: ClaimFacts, other: ClaimFacts) -> bool:
    return bool(
        one.target.sides & other.speaker.sides
        and other.target.sides & one.speaker.sides
        and not one.target.sides & other.target.sides
    )


class PairFeatures:
    """Compares claims with those of the same article that they may answer."""

    def __init__(self, weights: WordWeights) -> None:
        self._weights = weights

    def __call__(
        self, answer: ClaimFacts, answered: ClaimFacts, around: Neighbours
    ) -> list[float]:
        """Numbers in [0, 1], always as many and in the same order."""
        return [
            *_kinds(answer, answered),
            *_parties(answer, answered),
            *self._party_words(answer, answered),
            *_manners(answer, answered),
            *self._words(answer, answered),
            *_places(answer, answered),
            *around.features(answer, answered),
        ]

    def _party_words(self, answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
        shared = self._weights.containment
        return [
            shared(answer.target.words, answered.target.words),
            shared(answer.speaker.words, answered.target.words),
            shared(answer.target.words, answered.speaker.words),
            shared(answer.words.named, answered.speaker.words),
            shared(answer.words.named, answered.target.words),
            shared(answered.words.named, answer.speaker.words),
            shared(content_stems(answer.refers_to), answered.speaker.words),
        ]

    def _words(self, answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
        weights, mine, theirs = self._weights, answer.words, answered.words
        return [
            weights.containment(mine.own, theirs.own),
            weights.cosine(mine.own, theirs.own),
            weights.containment(mine.sentence, theirs.sentence),
            weights.cosine(mine.sentence, theirs.sentence),
            weights.cosine(mine.around, theirs.around),
            min(6, self._telling(mine.sentence & theirs.sentence)) / 6,
            min(20, self._telling(mine.around & theirs.around)) / 20,
            min(1.0, weights.total(mine.own) / 60),
            min(1.0, weights.total(theirs.own) / 60),
        ]

    def _telling(self, stems: frozenset[str]) -> int:
        return sum(self._weights.weight(stem) > TELLING for stem in stems)


def _kinds(answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
    kinds = answer.kind, answered.kind
    relation = expected_relation(answer, answered)
    return [
        *(float(kinds == pair) for pair in _KIND_PAIRS),
        float(relation == "denies"),
        float(relation is not None),
        float(answer.category == answered.category),
        float((answer.category == "other") != (answered.category == "other")),
        answer.confidence,
        answered.confidence,
        answer.confidence * answered.confidence,
        float(answer.is_hedged),
        float(answered.is_hedged),
    ]


def _parties(answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
    by, of = answer.speaker, answer.target
    accuser, accused = answered.speaker, answered.target
    return [
        float(bool(of.names & accused.names)),
        _overlap(of, accused),
        _overlap(by, accused),
        _overlap(of, accuser),
        _overlap(by, accuser),
        float(bool(by.names & accuser.names)),
        _overlap(by, of),
        _overlap(accuser, accused),
        *(float(not party.sides) for party in (by, of, accuser, accused)),
        _differ(by, accuser),
        _differ(of, accused),
    ]


def _overlap(one: PartyFacts, other: PartyFacts) -> float:
    return float(bool(one.sides & other.sides))


def _differ(one: PartyFacts, other: PartyFacts) -> float:
    return float(bool(one.sides and other.sides and not one.sides & other.sides))


def _manners(answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
    return [
        float(flag in claim.manner) for claim in (answer, answered) for flag in _MANNERS
    ]


def _places(answer: ClaimFacts, answered: ClaimFacts) -> list[float]:
    mine, theirs = answer.place, answered.place
    first, second = sorted(
        (mine, theirs), key=lambda place: (place.start_char, place.end_char)
    )
    chars_apart = second.start_char - first.start_char
    gap = second.sentence_start_char - first.sentence_end_char
    return [
        min(1.0, log(1 + chars_apart / 100) / 4),
        float(first.sentence_start_char == second.sentence_start_char),
        float(0 <= gap <= 3),
        float(mine is second),
        float(second.start_char < first.end_char),
    ]
