"""Documents and claims as lines of JSON: what `manage.py extract` reads and writes."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from claims.linking.facts import ClaimFacts, ClaimWords, PartyFacts, Passage
from claims.linking.manner import manner_of, reference_in


class BadLine(ValueError):
    """A line is no document; the message says which and why."""


@dataclass(frozen=True)
class Document:
    """One line of input."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    published: date | None = None
    #: Claims that the line brings along, in the format of the output.
    claims: tuple[dict[str, Any], ...] = ()


def open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def parse_line(line: str, number: int) -> Document:
    """Raises BadLine."""
    try:
        values = json.loads(line)
    except ValueError as error:
        raise BadLine(f"line {number} is not JSON: {error}") from error
    if not isinstance(values, dict):
        raise BadLine(f"line {number} is not a JSON object")
    for name in ("id", "text"):
        if not isinstance(values.get(name), str):
            raise BadLine(f"line {number} has no {name} (a string)")
    return Document(
        id=values["id"],
        text=values["text"],
        title=_string(values, "title", number),
        source=_string(values, "source", number),
        published=_date(values, number),
        claims=tuple(values.get("claims") or ()),
    )


def _string(values: dict[str, Any], name: str, number: int) -> str:
    value = values.get(name) or ""
    if not isinstance(value, str):
        raise BadLine(f"line {number}: {name} is not a string")
    return value


def _date(values: dict[str, Any], number: int) -> date | None:
    """The day that the date begins with; a time of day may follow it."""
    text = _string(values, "date", number)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise BadLine(f"line {number}: {text!r} is not an ISO date") from error


def claim_id(document: Document, claim: dict[str, Any]) -> str:
    """The id of a claim among all documents: "DOC#c1"."""
    return f"{document.id}#{claim['id']}"


def facts_of(document: Document, claim: dict[str, Any]) -> ClaimFacts:
    """What linking knows of a claim in the format of the output."""
    start_char, end_char = claim["accusation"]["span"]
    passage = Passage.of(document.text, start_char, end_char, document.title)
    speaker = _party(document, claim["speaker"], "affiliation")
    target = _party(document, claim["target"], "side")
    return ClaimFacts(
        id=claim_id(document, claim),
        document=document.id,
        place=passage.place(start_char),
        kind=claim["kind"],
        category=claim["accusation"]["category"],
        speaker=speaker,
        target=target,
        is_hedged=claim["hedged"],
        confidence=claim.get("confidence") or 1.0,
        said_on=_first_day(claim["utterance_date"]) or document.published,
        words=ClaimWords.of(passage, speaker.sides | target.sides),
        manner=manner_of(passage),
        refers_to=reference_in(passage),
    )


def _party(document: Document, party: dict[str, Any], body: str) -> PartyFacts:
    bodies = (party.get(body) or "").split(" & ")
    if party["names"] or not party["text"]:
        return PartyFacts.of(party["names"], bodies, party["text"] or "")
    return PartyFacts.described(party["text"], document.id, bodies)


def _first_day(partial: str | None) -> date | None:
    """The first day of a partial ISO date."""
    return date.fromisoformat((partial + "-01-01")[:10]) if partial else None
