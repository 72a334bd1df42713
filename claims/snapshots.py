"""The values that decisions are about, as Decision rows hold them."""

from __future__ import annotations

from typing import Any

from claims.models import Claim, Link

#: What a decision on a claim may change; Decision rows hold all of them, before and
#: after, and the names of the actors for whoever reads them without the database.
CLAIM_FIELDS = (
    "kind",
    "category",
    "speaker_id",
    "speaker_name",
    "speaker_start_char",
    "speaker_end_char",
    "speaker_body_id",
    "is_anonymous",
    "target_id",
    "target_name",
    "target_start_char",
    "target_end_char",
    "start_char",
    "end_char",
    "exact",
    "quotation",
    "said_date",
    "is_hedged",
    "status",
)
ACTOR_FIELDS = ("speaker", "speaker_body", "target")
LINK_FIELDS = ("relation", "status")


def snapshot_claim(claim: Claim) -> dict[str, Any]:
    """The decided values of a claim, ready for JSON. At most three queries."""
    actors = {name: getattr(claim, name) for name in ACTOR_FIELDS}
    names = {name: actor.name if actor else "" for name, actor in actors.items()}
    return {name: getattr(claim, name) for name in CLAIM_FIELDS} | names


def snapshot_link(link: Link) -> dict[str, Any]:
    return {name: getattr(link, name) for name in LINK_FIELDS}


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The names of the values that are not the same in two snapshots."""
    return {name for name, value in after.items() if before[name] != value}
