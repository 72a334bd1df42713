"""Who is named as the perpetrator of the attacks in a document, as MUC-4 asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from actors.gazetteer.records import GOVERNMENT, PERSON
from claims.nlp.readings import ClaimReading
from claims.parties import Party, PartyFinder

#: Kinds of claims that name a perpetrator → how sure MUC-4 calls that.
_CONFIDENCE = {
    "accusation": "SUSPECTED OR ACCUSED",
    "claim_of_responsibility": "CLAIMED OR ADMITTED",
    "admission": "CLAIMED OR ADMITTED",
}
#: An article has few perpetrators and many who are blamed for something: only claims as
#: sure as this name one. Chosen on MUC-4's development documents.
_SURE = 0.65


def describe_incidents(
    claims: Iterable[ClaimReading], finder: PartyFinder
) -> dict[str, list[dict[str, Any]]]:
    """Perpetrators of attacks: `perp_org` organisations, `perp_ind` individuals.

    Each once, by its name and the document's words; a claim of responsibility says more
    than an accusation. Parties without a name are individuals ("two gunmen").
    Governments are left out: they attack through forces that have names of their own.
    """
    accused = [
        (finder.target(party), _CONFIDENCE[claim.kind])
        for claim in claims
        if claim.kind in _CONFIDENCE
        and claim.category == "commits_attack"
        and claim.confidence >= _SURE
        for party in claim.targets
    ]
    organisations = [
        (p, how) for p, how in accused if _is_organisation(p) and not _governs(p)
    ]
    individuals = [(p, how) for p, how in accused if not _is_organisation(p)]
    return {"perp_org": _merged(organisations), "perp_ind": _merged(individuals)}


def _is_organisation(party: Party) -> bool:
    if party.actor is not None:
        return party.actor.kind != PERSON
    return party.label not in ("", "PERSON")


def _governs(party: Party) -> bool:
    return party.actor is not None and party.actor.kind == GOVERNMENT


def _merged(accused: Sequence[tuple[Party, str]]) -> list[dict[str, Any]]:
    """One entry for each name, with all words that stand for it."""
    strings: dict[str, dict[str, None]] = {}
    confidence: dict[str, str] = {}
    for party, how in accused:
        if not party.name:
            continue
        words = strings.setdefault(party.name, {party.name: None})
        if party.text and party.label:
            words[party.text] = None
        if confidence.get(party.name) != "CLAIMED OR ADMITTED":
            confidence[party.name] = how
    return [
        {"strings": list(words), "confidence": confidence[name]}
        for name, words in strings.items()
    ]
