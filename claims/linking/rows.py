"""Claims of the database as facts, and those worth comparing with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat, Greatest, Substr

from actors.models import Actor, Affiliation
from claims.linking.candidates import NEAREST
from claims.linking.facts import (
    AROUND_CHARS,
    LEAD_CHARS,
    ClaimFacts,
    ClaimWords,
    PartyFacts,
    Passage,
)
from claims.linking.manner import manner_of, reference_in
from claims.models import Claim, ClaimQuerySet, Origin, Status

#: An answer may come long after, and a charge be repeated; what lies further apart is
#: hardly ever one issue.
MOST_DAYS_APART = timedelta(days=3 * 365)
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


def comparable(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Other claims that these may answer or be answered by, or say the same as.

    Those of the same articles; and in others, those about the same side or about that
    of the speaker, the nearest in time. Rejected claims are nobody's answer. Five
    queries and the one that is returned.
    """
    rows = list(claims.select_related("revision").defer(*HEAVY))
    articles = {claim.revision.article_id for claim in rows}
    visible = Claim.objects.visible().exclude(pk__in=[claim.pk for claim in rows])
    elsewhere = visible.exclude(revision__article__in=articles).filter(
        target__in=_same_side(rows)
    )
    day = sorted(claim.sort_date for claim in rows)[len(rows) // 2]
    earlier = elsewhere.filter(sort_date__range=(day - MOST_DAYS_APART, day)).order_by(
        "-sort_date", "-pk"
    )
    later = elsewhere.filter(
        sort_date__gt=day, sort_date__lte=day + MOST_DAYS_APART
    ).order_by("sort_date", "pk")
    near = [*_keys(earlier), *_keys(later)]
    return visible.filter(Q(revision__article__in=articles) | Q(pk__in=near))


def _keys(claims: ClaimQuerySet) -> QuerySet[Claim, int]:
    return claims.values_list("pk", flat=True)[: NEAREST // 2]


def _same_side(claims: Iterable[Claim]) -> set[int]:
    """The parties of claims, the bodies behind them, and whoever belongs to those."""
    parties = {
        actor_id
        for claim in claims
        for actor_id in (claim.target_id, claim.speaker_id, claim.speaker_body_id)
        if actor_id is not None
    }
    bodies = Affiliation.objects.filter(member__in=parties)
    side = parties | set(bodies.values_list("body", flat=True))
    members = Affiliation.objects.filter(body__in=side)
    return side | set(members.values_list("member", flat=True))


def load_facts(claims: ClaimQuerySet) -> list[ClaimFacts]:
    """The facts of claims, in order. Six queries at most; texts only around claims."""
    rows = list(claims.select_related("revision").defer(*HEAVY))
    passages = _passages(claims)
    sides = Sides(
        actor_id
        for row in rows
        for actor_id in (row.speaker_id, row.speaker_body_id, row.target_id)
        if actor_id is not None
    )
    return [_facts(row, passages[row.pk], sides) for row in rows]


def _passages(claims: ClaimQuerySet) -> dict[int, Passage]:
    before_from = Greatest(F("start_char") - AROUND_CHARS, 0)
    text = "revision__text"
    rows = claims.values_list(
        "pk",
        "exact",
        Substr(text, before_from + 1, F("start_char") - before_from),
        Substr(text, F("end_char") + 1, Value(AROUND_CHARS)),
        Concat("revision__title", Value("\n"), Substr(text, 1, LEAD_CHARS)),
    )
    return {pk: Passage(*parts) for pk, *parts in rows}


def _facts(row: Claim, passage: Passage, sides: Sides) -> ClaimFacts:
    speaker = _party(row, sides, row.speaker_id, row.speaker_name, row.speaker_body_id)
    target = _party(row, sides, row.target_id, row.target_name, None)
    return ClaimFacts(
        id=row.pk,
        document=row.revision.article_id,
        place=passage.place(row.start_char),
        kind=row.kind,
        category=row.category,
        speaker=speaker,
        target=target,
        is_hedged=row.is_hedged,
        confidence=_confidence(row),
        said_on=row.sort_date,
        words=ClaimWords.of(passage, speaker.sides | target.sides),
        manner=manner_of(passage),
        refers_to=reference_in(passage),
    )


def _confidence(row: Claim) -> float:
    """What the machine thinks of its claim; people are sure of theirs."""
    is_proposal = row.origin == Origin.MACHINE and row.status == Status.PROPOSED
    return row.confidence if is_proposal and row.confidence is not None else 1.0


def _party(
    row: Claim, sides: Sides, actor_id: int | None, name: str, body_id: int | None
) -> PartyFacts:
    bodies = {body_id} if body_id else set()
    for member in filter(None, (actor_id, body_id)):
        bodies |= sides.bodies(member, row.sort_date)
    names = [sides.name(body) for body in bodies]
    if actor_id is not None:
        return PartyFacts.of([sides.name(actor_id)], names, name)
    if name:
        return PartyFacts.described(name, row.revision.article_id, names)
    return PartyFacts.of([], names)
