"""W3C Web Annotations: each claim as a mark on the page that states it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claims.exports.documents import document
from claims.exports.record import revision_address
from claims.exports.selection import Selection
from claims.models import Claim

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def web_annotations(selection: Selection) -> Iterator[str]:
    """An AnnotationCollection whose first page has everything."""
    address = selection.address("/claims/")
    head = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": "Claims",
        "first": {"id": f"{address}#all", "type": "AnnotationPage", "startIndex": 0},
    }
    marks = (
        annotation(claim, selection) for chunk in selection.chunks() for claim in chunk
    )
    return document(head, "items", marks, depth=2)


def annotation(claim: Claim, selection: Selection) -> dict[str, Any]:
    address = selection.address(claim.get_absolute_url())
    return {
        "id": address,
        "type": "Annotation",
        "motivation": "identifying",
        "created": claim.created_at.isoformat(),
        "body": [
            _tag(claim.kind),
            _tag(claim.category),
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "value": f"{claim.speaker_label}: {claim.get_kind_display()}, "
                f"{claim.get_category_display()}, {claim.target_label}",
            },
        ],
        "target": _target(claim, selection),
    }


def _tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _target(claim: Claim, selection: Selection) -> dict[str, Any]:
    """The words by themselves, and by their place in the archived text.

    The page may have changed: `state` says which version of it was read, and when.
    """
    archived = revision_address(claim, selection)
    return {
        "type": "SpecificResource",
        "source": claim.revision.article.url or archived.partition("#")[0],
        "state": {
            "type": "TimeState",
            "sourceDate": claim.revision.fetched_at.isoformat(),
            "cached": archived,
        },
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": claim.exact,
                "prefix": claim.prefix,
                "suffix": claim.suffix,
            },
            {
                "type": "TextPositionSelector",
                "start": claim.start_char,
                "end": claim.end_char,
            },
        ],
    }
