"""The formats by name, as addresses and commands have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.exports.annotations import web_annotations
from claims.exports.jsonld import jsonld
from claims.exports.lines import citation_lines, csv_lines, json_lines
from claims.exports.selection import Selection
from claims.exports.stix import stix


@dataclass(frozen=True)
class Format:
    """A way to write claims; `write` yields pieces of text of any length."""

    name: str
    label: str | Promise
    content_type: str
    extension: str
    write: Callable[[Selection], Iterator[str]]


FORMATS = {
    form.name: form
    for form in (
        Format("csv", _("CSV table"), "text/csv", "csv", csv_lines),
        Format("jsonl", _("JSON Lines"), "application/x-ndjson", "jsonl", json_lines),
        Format(
            "jsonld", _("schema.org JSON-LD"), "application/ld+json", "jsonld", jsonld
        ),
        Format(
            "stix",
            _("STIX 2.1 bundle"),
            "application/stix+json;version=2.1",
            "stix.json",
            stix,
        ),
        Format(
            "annotations",
            _("W3C Web Annotations"),
            'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"',
            "annotations.jsonld",
            web_annotations,
        ),
        Format("citations", _("Citations"), "text/plain", "txt", citation_lines),
    )
}
