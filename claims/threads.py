"""Arrange statements as a conversation: each accusation with its answers beneath it.

Links are exhaustive (a denial answers every telling of the accusation), so each answer
is shown once, where a reader expects it, and only referred to elsewhere. Pure: reads no
database, provided that the links' claims are loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.models import Claim, Link


@dataclass
class Thread:
    """A statement, the answers shown beneath it, and those shown elsewhere."""

    claim: Claim
    answers: list[Link] = field(default_factory=list)
    elsewhere: list[Link] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return bool(self.answers or self.elsewhere)


def threads(claims: Iterable[Claim], links: Iterable[Link]) -> list[Thread]:
    """One thread per claim in order of date; mere answers to others have none."""
    by_answered = {claim.pk: Thread(claim) for claim in claims}
    by_answer: dict[int, list[Link]] = {}
    for link in links:
        if link.answered_id in by_answered:
            by_answer.setdefault(link.answer_id, []).append(link)
    for same_answer in by_answer.values():
        home = min(same_answer, key=lambda link: _distance(link, by_answered))
        for link in same_answer:
            thread = by_answered[link.answered_id]
            (thread.answers if link is home else thread.elsewhere).append(link)
    top = [t for pk, t in by_answered.items() if t.is_answered or pk not in by_answer]
    return sorted(top, key=lambda thread: (thread.claim.sort_date, thread.claim.pk))


def _distance(link: Link, by_answered: dict[int, Thread]) -> tuple[bool, bool, int]:
    """Smaller is closer: the same text, then not before it was said, then few days."""
    answered = by_answered[link.answered_id].claim
    days = link.answer.days_after(answered)
    return link.answer.revision_id != answered.revision_id, days < 0, abs(days)
