"""Named entities as columns: a label a piece, and which labels the source lacks."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from columns import Columns, mark_span, text_columns
from labels import CLASSIFIERS, ENTITIES, begin_of
from tokenizers import Tokenizer

from claims.nlp.pieces import Pieces, cut_pieces


def read_entities(path: Path, tokenizer: Tokenizer) -> Iterator[Columns]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            pieces = cut_pieces(tokenizer, record["text"])
            columns = text_columns(pieces, record["text"], [])
            yield columns | entity_columns(record, pieces)


def entity_columns(record: dict, pieces: Pieces) -> Columns:
    """`entities`, and `unknown`: bit i set where label i may hide behind "O"."""
    entities = np.zeros(len(pieces), dtype=np.int32)
    lacks = sum(1 << ENTITIES.index(x) for x in record["missing"] if x in ENTITIES)
    for start_char, end_char, label in record["entities"] + record["auto_entities"]:
        if label in ENTITIES:
            span = pieces.span_of(start_char, end_char)
            mark_span(entities, span, *begin_of(CLASSIFIERS["entities"], label))
    unknown = np.full(len(pieces), lacks, dtype=np.int32)
    return {"entities": entities, "unknown": unknown}
