"""Which claim answers which, how sure that is, and why: pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from claims.linking.candidates import SideIndex
from claims.linking.facts import ClaimFacts, Key
from claims.linking.issues import IssueModel

#: From this probability of a common issue on, a link is proposed; chosen by F1 on
#: held-out folds of the training documents. Two that accuse each other in one article
#: hardly ever speak of two things; an admission often does.
WITHIN = {"denies": 0.45, "counter_accuses": 0.1, "concedes": 0.6}
ACROSS = {"denies": 0.55, "counter_accuses": 0.3}

#: The kinds that an answer answers.
CHARGES = frozenset({"accusation", "claim_of_responsibility"})


@dataclass(frozen=True)
class ProposedLink:
    """`answer` answers `answered`; both are ids of claims."""

    answer: Key
    answered: Key
    relation: str
    #: Probability in [0, 1] that both are about one issue.
    score: float
    #: In words, for the reader.
    explanation: str


class Linker:
    """Proposes links among the claims of an index."""

    def __init__(self, index: SideIndex, model: IssueModel) -> None:
        self._index = index
        self._model = model
        self._known: dict[frozenset[Key], float] = {}

    def links(self, claim: ClaimFacts) -> list[ProposedLink]:
        """What a claim answers and what answers it; the other end may be any claim."""
        found = (self._link(claim, other) for other in self._index.candidates(claim))
        return [link for link in found if link is not None]

    def _link(self, one: ClaimFacts, other: ClaimFacts) -> ProposedLink | None:
        for answer, answered in ((one, other), (other, one)):
            relation = relation_of(answer, answered)
            if relation is not None:
                return self._weigh(answer, answered, relation)
        return None

    def _weigh(
        self, answer: ClaimFacts, answered: ClaimFacts, relation: str
    ) -> ProposedLink | None:
        is_near = answer.document == answered.document
        if relation == "counter_accuses":
            score = self._model.back_and_forth(answer, answered)
        elif is_near:
            score = self._same_target(answer, answered)
        else:
            score = self._from_afar(answer, answered)
        if score < (WITHIN if is_near else ACROSS)[relation]:
            return None
        return ProposedLink(
            answer=answer.id,
            answered=answered.id,
            relation=relation,
            score=round(score, 3),
            explanation=_explain(answer, answered, relation, self._model),
        )

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
            self._known[pair] = self._model.same_target(one, other)
        return self._known[pair]


def relation_of(answer: ClaimFacts, answered: ClaimFacts) -> str | None:
    """How one claim answers another if both are about one issue; None if it doesn't."""
    if answer.id == answered.id:
        return None
    if answered.kind in CHARGES and answer.target.sides & answered.target.sides:
        return _answer_about_target(answer, answered)
    if answer.kind == answered.kind == "accusation" and _accuse_each_other(
        answer, answered
    ):
        return "counter_accuses" if _follows(answer, answered) else None
    return None


def _answer_about_target(answer: ClaimFacts, answered: ClaimFacts) -> str | None:
    is_near = answer.document == answered.document
    # A hedged denial is about what stands beside it, not about all that was ever said.
    if answer.kind == "denial" and (is_near or not answer.is_hedged):
        return "denies"
    if answer.kind == "admission" and answered.kind == "accusation" and is_near:
        return "concedes"
    return None


def _accuse_each_other(one: ClaimFacts, other: ClaimFacts) -> bool:
    return bool(
        one.target.sides & other.speaker.sides
        and other.target.sides & one.speaker.sides
        and not one.target.sides & other.target.sides
    )


def _follows(answer: ClaimFacts, answered: ClaimFacts) -> bool:
    """Whether the answer came later; in one document the order of the text decides."""
    if answer.document == answered.document:
        return answer.start_char > answered.start_char
    if answer.said_on and answered.said_on and answer.said_on != answered.said_on:
        return answer.said_on > answered.said_on
    return str(answer.id) > str(answered.id)


_OPENINGS = {
    "denies": "denies a charge against the same party",
    "concedes": "concedes a charge against the same party",
    "counter_accuses": "the accused accuses the accuser",
}


def _explain(
    answer: ClaimFacts, answered: ClaimFacts, relation: str, model: IssueModel
) -> str:
    reasons = [_OPENINGS[relation]]
    if answer.category == answered.category:
        reasons.append("the same kind of charge")
    if answer.document == answered.document:
        reasons.append("in the same article")
    elif answer.said_on and answered.said_on:
        reasons.append(_distance((answer.said_on - answered.said_on).days))
    if words := model.common_words(answer, answered):
        reasons.append(f"words in common: {', '.join(words)}")
    return "; ".join(reasons)


def _distance(days: int) -> str:
    if days == 0:
        return "on the same day"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'later' if days > 0 else 'earlier'}"
