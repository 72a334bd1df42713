"""Which claim answers which, how sure that is, and why: pure functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from claims.linking.boosting import Trees
from claims.linking.candidates import SideIndex
from claims.linking.explaining import explain
from claims.linking.facts import CHARGES, ClaimFacts, Key
from claims.linking.issues import IssueModel
from claims.linking.issues import shipped_model as shipped_issue_model
from claims.linking.neighbours import Neighbours
from claims.linking.pairs import (
    PairFeatures,
    accuse_each_other,
    expected_relation,
    in_order,
)
from claims.linking.words import WordWeights, shipped_weights

TREES = Path(__file__).with_name("trees.json")

#: From this probability on, a link within an article is proposed; chosen by F1 on
#: held-out folds of the training documents, first for claims that people gave or
#: confirmed. Of those that the machine read a third is wrong: what is missed there is
#: lost, so more doubtful ones are worth showing. Below .25 F1 hardly rises any more,
#: and more links are wrong.
WITHIN_CERTAIN = 0.45
WITHIN = 0.25
#: From this probability of a common issue on, a link across articles is proposed; also
#: chosen by F1, on training documents of events that several tell of. Whether claims
#: are given or read, below it wrong links grow faster than right ones.
ACROSS = {"denies": 0.6, "counter_accuses": 0.3}


@dataclass(frozen=True)
class ProposedLink:
    """`answer` answers `answered`; both are ids of claims."""

    answer: Key
    answered: Key
    relation: str
    #: Probability in [0, 1] that the one answers the other.
    score: float
    #: In words, for the reader.
    explanation: str


class Linker:
    """Proposes links among the claims of an index."""

    def __init__(self, index: SideIndex, model: LinkModel) -> None:
        self._index = index
        self._model = model
        self._known: dict[frozenset[Key], float] = {}

    def links(self, claim: ClaimFacts) -> list[ProposedLink]:
        """What a claim answers and what answers it; the other end may be any claim."""
        near = self._index.of_document(claim.document)
        afar = (
            other
            for other in self._index.candidates(claim)
            if other.document != claim.document
        )
        return [*self._within(claim, near), *self._across(claim, afar)]

    def _within(
        self, claim: ClaimFacts, others: Sequence[ClaimFacts]
    ) -> Iterator[ProposedLink]:
        """In one article much may be an answer.

        What was read wrongly about one claim, the other and their distance make good.
        """
        pairs = [
            in_order(claim, other)
            for other in others
            if other.id != claim.id and "no_comment" not in (claim.kind, other.kind)
        ]
        scores = self._model.within(pairs, others)
        for (answer, answered), score in zip(pairs, scores, strict=True):
            is_certain = answer.confidence == answered.confidence == 1
            if score >= (WITHIN_CERTAIN if is_certain else WITHIN):
                relation = relation_of(answer, answered)
                yield self._propose(answer, answered, relation, score)

    def _across(
        self, claim: ClaimFacts, others: Iterable[ClaimFacts]
    ) -> Iterator[ProposedLink]:
        """Across articles kinds and parties must fit, and the issue be the same."""
        for other in others:
            answer, answered = in_order(claim, other)
            relation = expected_relation(answer, answered)
            if relation is None:
                continue
            if relation == "counter_accuses":
                score = self._model.issues.back_and_forth(answer, answered)
            else:
                score = self._from_afar(answer, answered)
            if score >= ACROSS[relation]:
                yield self._propose(answer, answered, relation, score)

    def _from_afar(self, answer: ClaimFacts, answered: ClaimFacts) -> float:
        """How sure it is that a denial answers a charge of another document.

        "It denied the charge" says little; the charges that it answers where it stands
        say more: the mean of how like those are to the other, weighted by how surely
        they are answered.
        """
        near = [
            (self._same_target(answer, charge), self._same_target(charge, answered))
            for charge in self._index.of_document(answer.document)
            if charge.kind in CHARGES
            and charge.target.sides & answer.target.sides & answered.target.sides
        ]
        if not near:
            return self._same_target(answer, answered)
        return sum(w * p for w, p in near) / sum(w for w, _ in near)

    def _same_target(self, one: ClaimFacts, other: ClaimFacts) -> float:
        """The model's word, asked once for each pair."""
        pair = frozenset((one.id, other.id))
        if pair not in self._known:
            self._known[pair] = self._model.issues.same_target(one, other)
        return self._known[pair]

    def _propose(
        self, answer: ClaimFacts, answered: ClaimFacts, relation: str, score: float
    ) -> ProposedLink:
        common = self._model.issues.common_words(answer, answered)
        return ProposedLink(
            answer=answer.id,
            answered=answered.id,
            relation=relation,
            score=round(score, 3),
            explanation=explain(answer, answered, relation, common),
        )


class LinkModel:
    """Probabilities that one claim answers another of its article, or of any."""

    def __init__(self, within: Trees, issues: IssueModel, words: WordWeights) -> None:
        self._trees = within
        self._features = PairFeatures(words)
        self.issues = issues

    def within(
        self,
        pairs: Sequence[tuple[ClaimFacts, ClaimFacts]],
        claims: Iterable[ClaimFacts],
    ) -> list[float]:
        """One probability for each pair (answer, answered) of one article's claims."""
        if not pairs:
            return []
        around = Neighbours(claims)
        rows = np.array([self._features(*pair, around) for pair in pairs])
        return self._trees.probabilities(rows).tolist()


@lru_cache(maxsize=1)
def shipped_model() -> LinkModel:
    trees = Trees.from_json(json.loads(TREES.read_text(encoding="utf-8")))
    return LinkModel(trees, shipped_issue_model(), shipped_weights())


def relation_of(answer: ClaimFacts, answered: ClaimFacts) -> str:
    """What a claim does to another that it is known to answer."""
    if answer.kind == "denial":
        return "denies" if answered.kind in CHARGES else "disputes"
    has_same_target = bool(answer.target.sides & answered.target.sides)
    if answer.kind in ("admission", "claim_of_responsibility"):
        return "concedes" if has_same_target else "disputes"
    if has_same_target and answer.kind == answered.kind:
        return "disputes" if "own denies" in answer.manner else "corroborates"
    if answered.kind == "accusation" and _turns_back(answer, answered):
        return "counter_accuses"
    return "disputes"


def _turns_back(answer: ClaimFacts, answered: ClaimFacts) -> bool:
    """Whether the accused, or somebody unknown, accuses the accuser, or vice versa."""
    return bool(
        accuse_each_other(answer, answered)
        or answer.target.sides & answered.speaker.sides
        or answer.speaker.sides & answered.target.sides
    )
