"""Single files and pasted texts to articles, at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from sources.ingest.archive import store_text
from sources.ingest.imports import continue_import, new_import
from sources.ingest.log import refuse
from sources.ingest.outlets import outlet_named
from sources.models import Fetch
from sources.parse import ParseError, parse_text


def import_file(
    path: Path, *, outlet: str = "", day: date | None = None
) -> Iterator[Fetch]:
    """Import a file, with a result for each article in it; a bad one stops no other.

    `outlet` and `day` stand in where the file itself does not tell.
    """
    started = new_import(paths=[path], outlet=outlet, day=day, in_background=False)
    yield from continue_import(started.pk)


def import_text(
    text: str,
    *,
    title: str = "",
    outlet: str = "",
    url: str = "",
    day: date | None = None,
) -> Fetch:
    """Archive a pasted text; without a title, its first line may be one."""
    origin = url or "pasted text"
    begins_with_title = text.lstrip().startswith(title)
    try:
        content = parse_text(text if begins_with_title else f"{title}\n\n{text}")
        return store_text(
            outlet_named(outlet),
            url,
            replace(content, published=day, title=title or content.title),
            origin=origin,
        )
    except (ParseError, ValueError) as error:
        return refuse(origin, error, size=len(text))
