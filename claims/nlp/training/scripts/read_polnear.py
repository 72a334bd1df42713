"""PolNeAR articles as columns: role labels, and pointers content → cue → source."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from columns import NULL, Columns, mark_span, text_columns
from labels import CLASSIFIERS, ROLES, begin_of
from read_entities import entity_columns
from tokenizers import Tokenizer

from claims.nlp.pieces import Pieces, cut_pieces


def read_polnear(
    path: Path, silver_entities: Path | None, tokenizer: Tokenizer
) -> Iterator[Columns]:
    """Articles with silver entities get those labels too; the others get none."""
    silver = {}
    if silver_entities:
        with gzip.open(silver_entities, "rt", encoding="utf-8") as lines:
            silver = {record["id"]: record for record in map(json.loads, lines)}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            yield article_columns(article, silver.get(article["id"]), tokenizer)


def article_columns(
    article: dict, silver: dict | None, tokenizer: Tokenizer
) -> Columns:
    text = article["text"]
    pieces = cut_pieces(tokenizer, text)
    columns = text_columns(
        pieces, text, ["roles", "cue_of", "source_of", "entities", "unknown"]
    )
    columns["roles"][:] = 0
    for attribution in article["attributions"]:
        mark_attribution(columns, pieces, attribution)
    if silver and silver["text"] == text:
        columns |= entity_columns(silver, pieces)
    return columns


def mark_attribution(columns: Columns, pieces: Pieces, attribution: dict) -> None:
    spans = {
        role: [pieces.span_of(*offsets) for offsets in attribution[role]]
        for role in ROLES
    }
    for role in ROLES:
        for span in spans[role]:
            mark_span(columns["roles"], span, *begin_of(CLASSIFIERS["roles"], role))
    cue = min((start for start, _ in spans["cue"]), default=NULL)
    source = min((start for start, _ in spans["source"]), default=NULL)
    for start, end in spans["content"]:
        if start < end:
            columns["cue_of"][start] = cue
            # A content without a cue may still name its source.
            columns["source_of"][start] = source
    if cue != NULL:
        columns["source_of"][cue] = source
