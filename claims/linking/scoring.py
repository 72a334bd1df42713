"""Which claim answers which, how sure that is, and why: pure functions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from claims.linking.facts import ClaimFacts
from claims.linking.issues import IssueModel

#: From this probability of a common issue on, a link is proposed.
THRESHOLD = 0.5

#: The kinds that an answer answers.
CHARGES = frozenset({"accusation", "claim_of_responsibility"})


@dataclass(frozen=True)
class ProposedLink:
    """`answer` answers `answered`; both are ids of claims."""

    answer: Hashable
    answered: Hashable
    relation: str
    #: Probability in [0, 1] that both are about one issue.
    score: float
    #: In words, for the reader.
    explanation: str


def propose_links(
    claim: ClaimFacts, candidates: Iterable[ClaimFacts], model: IssueModel
) -> list[ProposedLink]:
    """The links between a claim and the candidates, in both directions."""
    links = (_propose(claim, candidate, model) for candidate in candidates)
    return [link for link in links if link is not None]


def _propose(
    one: ClaimFacts, other: ClaimFacts, model: IssueModel
) -> ProposedLink | None:
    for answer, answered in ((one, other), (other, one)):
        relation = relation_of(answer, answered)
        if relation is not None:
            return _weigh(answer, answered, relation, model)
    return None


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


def _weigh(
    answer: ClaimFacts, answered: ClaimFacts, relation: str, model: IssueModel
) -> ProposedLink | None:
    is_counter = relation == "counter_accuses"
    compare = model.back_and_forth if is_counter else model.same_target
    score = compare(answer, answered)
    if score < THRESHOLD:
        return None
    return ProposedLink(
        answer=answer.id,
        answered=answered.id,
        relation=relation,
        score=round(score, 3),
        explanation=_explain(answer, answered, relation, model),
    )


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
