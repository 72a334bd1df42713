"""Who is named for one attack, by whom, and what the named say to it.

The words are those of the Global Terrorism Database: whether an attack was `claimed`,
and whether claims of responsibility compete (`compclaim`). Nothing says who is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from claims.answers import BY_ACCUSED
from claims.kinds import CHARGES, REPLIES
from claims.models import Allegation, Attack, Claim, Link
from claims.selectors import Voice, allegation_links, listed_claims, voices

#: An attack of which more is said shows the latest and says so.
MOST_CLAIMS = 400


class Stand(TextChoices):
    """How a party stands to what it is named for."""

    CLAIMS = "claims", _("claims responsibility")
    BOTH = "both", _("claims responsibility, and denies it elsewhere")
    ADMITS = "admits", _("admits it")
    DENIES = "denies", _("denies it")
    NO_COMMENT = "no_comment", _("gave no comment")
    SILENT = "silent", _("no answer found")


@dataclass(frozen=True)
class Party:
    """One party that is named for an attack; all claims are in order of time."""

    allegation: Allegation
    name: str
    accusations: list[Claim]
    claimed: list[Claim]
    replies: list[Claim]

    @property
    def named_by(self) -> list[Voice]:
        return voices(self.accusations)

    @property
    def stand(self) -> Stand:
        kinds = {claim.kind for claim in self.replies}
        if self.claimed:
            return Stand.BOTH if Claim.Kind.DENIAL in kinds else Stand.CLAIMS
        for kind, stand in (
            (Claim.Kind.ADMISSION, Stand.ADMITS),
            (Claim.Kind.DENIAL, Stand.DENIES),
            (Claim.Kind.NO_COMMENT, Stand.NO_COMMENT),
        ):
            if kind in kinds:
                return stand
        return Stand.SILENT


@dataclass(frozen=True)
class Competition:
    """The parties, the first named first; `is_cut` when more is said than is shown."""

    parties: list[Party]
    is_cut: bool

    @property
    def is_claimed(self) -> bool:
        return any(party.claimed for party in self.parties)

    @property
    def is_competing(self) -> bool:
        """Whether several parties claim responsibility."""
        return sum(bool(party.claimed) for party in self.parties) > 1


def listed_attacks() -> QuerySet[Attack]:
    """Attacks for which at least two parties are named, the latest spoken of first.

    Adds party_count, first_said_on and last_said_on.
    """
    visible = Claim.objects.visible().filter(allegation=OuterRef("pk"))
    named = Allegation.objects.current().filter(Exists(visible))
    of_attack = Q(allegations__in=named)
    return (
        Attack.objects.annotate(
            party_count=Count("allegations", filter=of_attack, distinct=True),
            first_said_on=Min("allegations__first_said_on", filter=of_attack),
            last_said_on=Max("allegations__last_said_on", filter=of_attack),
        )
        .filter(party_count__gte=2)
        .order_by("-last_said_on", "-pk")
    )


def competition(attack: Attack) -> Competition:
    """The parties named for an attack. Three queries."""
    allegations = Allegation.objects.current().filter(attack=attack)
    newest = listed_claims().visible().filter(allegation__in=allegations)
    claims = list(newest[: MOST_CLAIMS + 1])
    links = allegation_links(claims[:MOST_CLAIMS])
    parties = [
        _party(allegation, claims[:MOST_CLAIMS], links)
        for allegation in allegations.select_related("target")
    ]
    named = [party for party in parties if party.accusations or party.claimed]
    return Competition(
        sorted(named, key=_first_named), is_cut=len(claims) > MOST_CLAIMS
    )


def _party(
    allegation: Allegation, claims: Sequence[Claim], links: Iterable[Link]
) -> Party:
    own = sorted(
        (claim for claim in claims if claim.allegation_id == allegation.pk),
        key=lambda claim: (claim.sort_date, claim.pk),
    )
    charges = {claim.pk: claim for claim in own if claim.kind in CHARGES}
    replies = {
        link.answer_id: link.answer
        for link in links
        if link.answered_id in charges
        and link.relation in BY_ACCUSED
        and link.answer.kind in REPLIES
    }
    replies |= {c.pk: c for c in own if c.kind in REPLIES and _speaks_for_target(c)}
    name = allegation.target.name if allegation.target else ""
    return Party(
        allegation=allegation,
        name=name or next((c.target_label for c in charges.values()), ""),
        accusations=[c for c in charges.values() if c.kind == Claim.Kind.ACCUSATION],
        claimed=[c for c in charges.values() if c.kind != Claim.Kind.ACCUSATION],
        replies=sorted(replies.values(), key=lambda c: (c.sort_date, c.pk)),
    )


def _speaks_for_target(claim: Claim) -> bool:
    """Whether the accused speaks, or the article reports the silence of the accused."""
    if claim.kind == Claim.Kind.NO_COMMENT:
        return True
    return claim.target_id is not None and claim.target_id in (
        claim.speaker_id,
        claim.speaker_body_id,
    )


def _first_named(party: Party) -> tuple[object, int]:
    days = [claim.sort_date for claim in (*party.accusations, *party.claimed)]
    return min(days), party.allegation.pk
