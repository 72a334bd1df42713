"""Why a link is proposed, in words for the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.linking.facts import ClaimFacts

_OPENINGS = {
    "denies": "denies a charge",
    "concedes": "concedes a charge",
    "counter_accuses": "the accused accuses the accuser",
    "disputes": "says otherwise",
    "corroborates": "says the same of the same party",
}


def explain(
    answer: ClaimFacts, answered: ClaimFacts, relation: str, common: Sequence[str]
) -> str:
    return "; ".join(filter(None, _reasons(answer, answered, relation, common)))


def _reasons(
    answer: ClaimFacts, answered: ClaimFacts, relation: str, common: Sequence[str]
) -> Iterator[str]:
    yield _OPENINGS[relation]
    if answer.refers_to:
        yield f"refers to “{answer.refers_to}”"
    if relation != "corroborates" and answer.target.sides & answered.target.sides:
        yield "about the same party"
    if answer.category == answered.category:
        yield "the same kind of charge"
    yield _distance(answer, answered)
    if common:
        yield f"words in common: {', '.join(common)}"


def _distance(answer: ClaimFacts, answered: ClaimFacts) -> str:
    if answer.document == answered.document:
        return "in the same article"
    if not answer.said_on or not answered.said_on:
        return ""
    days = (answer.said_on - answered.said_on).days
    if days == 0:
        return "on the same day"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'later' if days > 0 else 'earlier'}"
