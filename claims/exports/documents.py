"""JSON documents that are written as they are read: a head, the items, a tail."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


def document(
    head: dict[str, Any], name: str, items: Iterable[dict[str, Any]], *, depth: int = 1
) -> Iterator[str]:
    """An object with the pairs of `head` and, under `name`, the items as a list.

    With a depth of 2 the list is in the last object of `head`, which must be a pair
    of it, and so on.
    """
    opening = json.dumps(head, ensure_ascii=False)
    yield f"{opening[:-depth]}, {json.dumps(name)}: ["
    separator = "\n"
    for item in items:
        yield separator + json.dumps(item, ensure_ascii=False)
        separator = ",\n"
    yield "\n]" + "}" * depth + "\n"
