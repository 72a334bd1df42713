"""Attacks: allegations that name different parties for one and the same attack.

Conservative, for a wrong tie says that statements compete which don't. Allegations are
tied where the very same words name both parties; else where articles tell them side by
side, about the same time, with the same deed and other telling words: two articles, or
one where a party claims the deed for itself and the two don't accuse each other. People
tie and untie the rest, and their word is final.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet

from actors.models import Alias
from claims.kinds import CHARGES
from claims.linking.issues import TELLING
from claims.linking.words import content_stems, shipped_weights
from claims.models import (
    Allegation,
    Attack,
    Category,
    Claim,
    ClaimQuerySet,
)

#: So many articles name both parties, for one may tell of two attacks …
LEAST_ARTICLES = 2
#: … or so many telling words are common where a party claims the deed.
LEAST_WORDS = 2
#: Those who are named for one attack are first named within so many days.
MOST_APART = timedelta(days=30)
#: So many of its latest charges stand for an allegation.
_CHARGES = 60
#: So many allegations that share articles with one are compared with it.
_RIVALS = 10
_COMPARED = (
    *("kind", "revision", "start_char", "end_char", "prefix", "exact", "suffix"),
    *("speaker", "speaker_body", "speaker_name", "target", "target_name"),
)
_DEED = (
    r"(?:abduction|ambush|assassination|assault|attack|blast|bombing|explosion|"
    r"hijacking|killing|kidnapping|massacre|murder|poisoning|raid|shooting|siege)"
)
_DEEDS = content_stems(_DEED[3:-1].replace("|", " "))
#: "the train bombings in Madrid", "the attack on the Indian parliament".
_NAMED_DEED = re.compile(
    rf"\b(?:the|an?)\s+((?:[\w’'-]+\s+){{0,2}}{_DEED}(?:s|es)?\b"
    r"(?:\s+(?:on|in|at|of|near)\s+(?:[a-z]+\s+){0,3}(?:[A-Z][\w’'-]*\s?){1,3})?)"
)


def tie_allegations(allegation_ids: Iterable[int]) -> None:
    """Find the attacks of allegations that have none and that nobody decided about.

    Runs inside the writer's transaction.
    """
    untied = Allegation.objects.current().filter(
        pk__in=allegation_ids,
        category=Category.COMMITS_ATTACK,
        attack=None,
        is_tie_decided=False,
    )
    for allegation in untied:
        rivals = _rivals(allegation)
        if rivals:
            _tie(allegation, rivals)


def rival_candidates(allegation: Allegation) -> QuerySet[Any]:
    """Allegations of other parties that share articles with one, the most first.

    Adds shared_articles, how many those are.
    """
    articles = _charges(allegation).values_list("revision__article", flat=True)
    rivals = Allegation.objects.current().filter(category=Category.COMMITS_ATTACK)
    if allegation.target_id is not None:
        rivals = rivals.exclude(target=allegation.target_id)
    return (
        rivals.filter(
            claims__in=Claim.objects.visible().filter(kind__in=CHARGES),
            claims__revision__article__in=list(articles[:_CHARGES]),
        )
        .exclude(pk=allegation.pk)
        .annotate(shared_articles=Count("claims__revision__article", distinct=True))
        .order_by("-shared_articles", "-pk")
    )


def name_attack(attack: Attack) -> None:
    """Give the attack the name that its charges use most, else a date."""
    charges = Claim.objects.visible().filter(
        allegation__attack=attack, kind__in=CHARGES
    )
    texts = charges.order_by("sort_date").values_list("exact", "sort_date")[:200]
    names = Counter(
        " ".join(match.group(1).split())
        for text, _ in texts
        for match in _NAMED_DEED.finditer(text)
    )
    telling = [
        name
        for name in names
        if any(map(str.isupper, name)) and not name.endswith(("'s", "’s"))
    ]
    if telling:
        attack.title = f"The {max(telling, key=lambda name: names[name])}"[:300]
    elif texts:
        attack.title = f"Attack spoken of since {texts[0][1]:%-d %B %Y}"
    attack.save()


def _charges(allegation: Allegation) -> ClaimQuerySet:
    charges = allegation.claims.visible().filter(kind__in=CHARGES)
    return charges.order_by("-sort_date", "-pk")


@dataclass(frozen=True)
class _Charges:
    """What the charges of an allegation say, for comparing it with another."""

    places: frozenset[tuple[int, int, int]]
    stems: frozenset[str]
    speakers: frozenset[int]
    target: int | None
    is_claimed: bool

    @classmethod
    def of(cls, target: int | None, rows: list[Any], names: Iterable[str]) -> _Charges:
        """`names` are those of the parties, which tell nothing of the deed."""
        text = " ".join(part for r in rows for part in (r.prefix, r.exact, r.suffix))
        speakers = {pk for r in rows for pk in (r.speaker, r.speaker_body) if pk}
        return cls(
            places=frozenset((r.revision, r.start_char, r.end_char) for r in rows),
            stems=content_stems(text) - content_stems(" ".join(names)),
            speakers=frozenset(speakers),
            target=target,
            is_claimed=any(r.kind == Claim.Kind.CLAIM_OF_RESPONSIBILITY for r in rows),
        )

    def is_same_attack(self, other: _Charges, articles: int) -> bool:
        """Whether two allegations that `articles` tell side by side surely compete."""
        if self.places & other.places:
            return True
        common = self.stems & other.stems
        weight = shipped_weights().weight
        telling = [stem for stem in common - _DEEDS if weight(stem) > TELLING]
        if not common & _DEEDS or not telling:
            return False
        if articles >= LEAST_ARTICLES:
            return True
        accuse_each_other = (
            self.target in other.speakers or other.target in self.speakers
        )
        is_claimed = self.is_claimed or other.is_claimed
        return len(telling) >= LEAST_WORDS and is_claimed and not accuse_each_other


def _rivals(allegation: Allegation) -> list[Allegation]:
    """The allegations that name other parties for what surely is the same attack."""
    first = allegation.first_said_on
    if first is None:
        return []
    near = rival_candidates(allegation).filter(
        first_said_on__range=(first - MOST_APART, first + MOST_APART)
    )
    undecided = near.exclude(is_tie_decided=True, attack=None)
    shared = {rival.pk: rival.shared_articles for rival in undecided[:_RIVALS]}
    if not shared:
        return []
    rivals = Allegation.objects.filter(pk__in=shared).select_related("attack")
    charges = _charges_of([allegation, *rivals])
    return [
        rival
        for rival in rivals
        if charges[allegation.pk].is_same_attack(charges[rival.pk], shared[rival.pk])
    ]


def _charges_of(allegations: list[Allegation]) -> dict[int, _Charges]:
    """What the latest charges of allegations say. Two queries for all of them."""
    parts = [
        _charges(allegation).values_list("allegation", *_COMPARED, named=True)[
            :_CHARGES
        ]
        for allegation in allegations
    ]
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in parts[0].union(*parts[1:], all=True):
        rows[row.allegation].append(row)
    names = _other_names(row for its_rows in rows.values() for row in its_rows)
    return {
        allegation.pk: _Charges.of(
            allegation.target_id,
            rows[allegation.pk],
            {name for row in rows[allegation.pk] for name in _names(row, names)},
        )
        for allegation in allegations
    }


def _other_names(rows: Iterable[Any]) -> dict[int, list[str]]:
    """Actors that speak or are charged → the names that they go by. One query."""
    actors = {pk for row in rows for pk in (row.target, row.speaker) if pk}
    names: dict[int, list[str]] = defaultdict(list)
    aliases = Alias.objects.filter(actor__in=actors)
    for actor, name in aliases.values_list("actor", "text"):
        names[actor].append(name)
    return names


def _names(row: Any, names: dict[int, list[str]]) -> list[str]:
    """What the parties of a charge are called, in its article and elsewhere."""
    known = [name for pk in (row.target, row.speaker) for name in names.get(pk, ())]
    return [row.speaker_name, row.target_name, *known]


def _tie(allegation: Allegation, rivals: list[Allegation]) -> None:
    known = Counter(rival.attack for rival in rivals if rival.attack)
    attack = known.most_common(1)[0][0] if known else Attack.objects.create()
    loose = [rival.pk for rival in rivals if rival.attack is None]
    Allegation.objects.filter(pk__in=[allegation.pk, *loose]).update(attack=attack)
    name_attack(attack)
