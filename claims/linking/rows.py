"""Claims of the database as facts, read from their articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Greatest, Substr

from actors.models import Actor, Affiliation
from actors.names import normalise
from claims.linking.facts import (
    AROUND_CHARS,
    LEAD_CHARS,
    ClaimFacts,
    ClaimWords,
    PartyFacts,
    Passage,
)
from claims.linking.manner import manner_of, reference_in
from claims.linking.words import content_stems
from claims.models import Claim, ClaimQuerySet, Origin, Status

#: Columns that are long and not looked at.
HEAVY = ("search", "explanation", "revision__text", "revision__html")
#: A person serves a ministry, the ministry a government: further up nobody answers.
_MOST_STEPS = 3


class Sides:
    """Which bodies actors belong to, read once for a set of actors.

    One query for each step from member to body, three at most.
    """

    def __init__(self, actor_ids: Iterable[int]) -> None:
        self._memberships: dict[int, list[Affiliation]] = defaultdict(list)
        self._names: dict[int, str] = {}
        unknown = set(actor_ids)
        self._names |= _names(unknown)
        for _ in range(_MOST_STEPS):
            memberships = Affiliation.objects.filter(member__in=unknown)
            for membership in memberships.select_related("body"):
                self._memberships[membership.member_id].append(membership)
                self._names[membership.body_id] = membership.body.name
            known = self._memberships.keys() | unknown
            unknown = {m.body_id for ms in self._memberships.values() for m in ms}
            unknown -= known

    def name(self, actor_id: int) -> str:
        return self._names[actor_id]

    def names(self, keys: Iterable[str]) -> list[str]:
        """The names of the actors behind the keys of sides."""
        return [self._names[int(key[1:])] for key in keys if key.startswith("#")]

    def bodies(self, actor_id: int, on: date) -> set[int]:
        """The bodies behind an actor on a day, and the bodies behind those."""
        found: set[int] = set()
        waiting = [actor_id]
        while waiting:
            for membership in self._memberships.get(waiting.pop(), ()):
                if membership.body_id not in found and _is_valid(membership, on):
                    found.add(membership.body_id)
                    waiting.append(membership.body_id)
        return found


def _names(actor_ids: set[int]) -> dict[int, str]:
    actors = Actor.objects.filter(pk__in=actor_ids)
    return dict(actors.values_list("pk", "name"))


def _is_valid(membership: Affiliation, on: date) -> bool:
    """Whether a membership with partial dates may have been in force on a day."""
    day = on.isoformat()
    start, end = membership.start, membership.end
    return day[: len(start)] >= start and (not end or day[: len(end)] <= end)


def load_facts(claims: ClaimQuerySet) -> list[ClaimFacts]:
    """The facts of claims, in order. Five queries at most; texts only around claims."""
    rows = list(_with_passages(claims.select_related("revision").defer(*HEAVY)))
    sides = Sides(
        actor_id
        for row in rows
        for actor_id in (row.speaker_id, row.speaker_body_id, row.target_id)
        if actor_id is not None
    )
    return [_facts(row, sides) for row in rows]


def _with_passages(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Add what stands around claims, as in Passage."""
    before_from = Greatest(F("start_char") - AROUND_CHARS, 0)
    text = "revision__text"
    return claims.annotate(
        before=Substr(text, before_from + 1, F("start_char") - before_from),
        after=Substr(text, F("end_char") + 1, Value(AROUND_CHARS)),
        lead=Concat("revision__title", Value("\n"), Substr(text, 1, LEAD_CHARS)),
    )


def _facts(row: Any, sides: Sides) -> ClaimFacts:
    passage = Passage(row.exact, row.before, row.after, row.lead)
    speaker = _party(row, sides, row.speaker_id, row.speaker_name, row.speaker_body_id)
    target = _party(row, sides, row.target_id, row.target_name, None)
    names = sides.names(speaker.sides | target.sides)
    return ClaimFacts(
        id=row.pk,
        document=row.revision.article_id,
        place=passage.place(row.start_char),
        kind=row.kind,
        category=row.category,
        speaker=speaker,
        target=target,
        is_hedged=row.is_hedged,
        confidence=confidence_of(row),
        said_on=row.sort_date,
        words=ClaimWords.of(passage, [*names, row.speaker_name, row.target_name]),
        manner=manner_of(passage),
        refers_to=reference_in(passage),
    )


def confidence_of(row: Claim) -> float:
    """What the machine thinks of its claim; people are sure of theirs."""
    is_proposal = row.origin == Origin.MACHINE and row.status == Status.PROPOSED
    return row.confidence if is_proposal and row.confidence is not None else 1.0


def _party(
    row: Claim, sides: Sides, actor_id: int | None, name: str, body_id: int | None
) -> PartyFacts:
    """A party by the keys of its actors; one without an actor is this article's own."""
    members = {member for member in (actor_id, body_id) if member is not None}
    bodies = {member for member in members if member != actor_id}
    for member in members:
        bodies |= sides.bodies(member, row.sort_date)
    named = [sides.name(actor_id)] if actor_id is not None else []
    words = content_stems(" ".join((*named, name)))
    own = {side_key(actor_id)} if actor_id is not None else set()
    if not own and content_stems(name):
        own = {f"{normalise(name)} in {row.revision.article_id}"}
    return PartyFacts(
        names=frozenset(own),
        sides=frozenset(own | {side_key(body) for body in bodies}),
        words=words,
    )


def side_key(actor_id: int) -> str:
    """The key of an actor among sides."""
    return f"#{actor_id}"


def side_ids(party: PartyFacts) -> list[int]:
    """The actors among a party's sides."""
    return sorted(int(key[1:]) for key in party.sides if key.startswith("#"))
