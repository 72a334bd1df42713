"""Formats with a line for each claim: CSV, JSON Lines, citations."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from claims.exports.citation import citation
from claims.exports.record import claim_record
from claims.exports.selection import Selection

#: The columns of CSV, as paths into the record of a claim.
COLUMNS = (
    "id",
    "url",
    "kind",
    "category",
    "words",
    "speaker.name",
    "speaker.as_named",
    "speaker.is_anonymous",
    "speaker.actor.slug",
    "speaker.actor.wikidata_id",
    "speaker.speaks_for.slug",
    "target.name",
    "target.as_named",
    "target.actor.slug",
    "target.actor.wikidata_id",
    "said_on",
    "date",
    "quotation",
    "cue",
    "is_hedged",
    "via",
    "status",
    "origin",
    "confidence",
    "answers.count",
    "answers.first_on",
    "allegation.id",
    "allegation.title",
    "article.id",
    "article.title",
    "article.outlet.name",
    "article.published_at",
    "article.published_url",
    "revision.number",
    "revision.url",
    "revision.fetched_at",
    "revision.sha256",
    "revision.start_char",
    "revision.end_char",
    "citation",
)

#: What a spreadsheet takes for the start of a formula, in ASCII and full width.
_FORMULA = tuple("=+-@＝＋－＠")
_CONTROL = ("\t", "\r", "\n")


def csv_lines(selection: Selection) -> Iterator[str]:
    """A header, then a row for each claim. Texts that look like formulas get a '."""
    yield _csv([[column.replace(".", "_") for column in COLUMNS]])
    for chunk in selection.chunks():
        records = (claim_record(claim, selection) for claim in chunk)
        yield _csv([[cell(value(r, path)) for path in COLUMNS] for r in records])


def json_lines(selection: Selection) -> Iterator[str]:
    for chunk in selection.chunks():
        yield "".join(
            json.dumps(claim_record(claim, selection), ensure_ascii=False) + "\n"
            for claim in chunk
        )


def citation_lines(selection: Selection) -> Iterator[str]:
    for chunk in selection.chunks():
        yield "".join(
            citation(claim, selection.address(claim.get_absolute_url())) + "\n"
            for claim in chunk
        )


def cell(content: Any) -> Any:
    """A value as a spreadsheet may have it: words of others are never run."""
    if isinstance(content, bool):
        return "yes" if content else "no"
    if not isinstance(content, str):
        return content
    looks_like_formula = content.lstrip().startswith(_FORMULA)
    return (
        f"'{content}" if looks_like_formula or content.startswith(_CONTROL) else content
    )


def value(record: dict[str, Any], path: str) -> Any:
    """What a dotted path leads to; None where it breaks off."""
    found: Any = record
    for key in path.split("."):
        if found is None:
            return None
        found = found[key]
    return found


def _csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
