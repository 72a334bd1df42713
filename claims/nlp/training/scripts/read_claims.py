"""Annotated claims as columns: spans, and from each accusation its parts and labels."""

from collections.abc import Iterable, Iterator

from columns import NULL, Columns, mark_span, text_columns
from labels import CATEGORIES, CLASSIFIERS, QUOTATIONS, begin_of
from tokenizers import Tokenizer

from claims.nlp.pieces import Pieces, cut_pieces

#: Part of a claim → the column of its span, its label there, the pointer to it.
PARTS = {
    "speaker": ("speakers", "speaker", "speaker_of"),
    "target": ("targets", "target", "target_of"),
    "cue": ("claim_cues", "cue", "claim_cue_of"),
}
SPANS = ["kinds", "claim_cues", "speakers", "targets"]
READ_AT_START = ["category", "quotation", "hedged"]


def read_claims(documents: Iterable[dict], tokenizer: Tokenizer) -> Iterator[Columns]:
    return (document_columns(document, tokenizer) for document in documents)


def document_columns(document: dict, tokenizer: Tokenizer) -> Columns:
    pieces = cut_pieces(tokenizer, document["text"])
    pointers = [pointer for _, _, pointer in PARTS.values()]
    columns = text_columns(pieces, document["text"], SPANS + READ_AT_START + pointers)
    for name in SPANS:
        columns[name][:] = 0
    # The longest first, so that a claim inside another's words keeps its own label.
    for claim in sorted(document["claims"], key=accusation_length, reverse=True):
        mark_claim(columns, pieces, claim)
    return columns


def accusation_length(claim: dict) -> int:
    start_char, end_char = claim["accusation"]["span"]
    return end_char - start_char


def mark_claim(columns: Columns, pieces: Pieces, claim: dict) -> None:
    span = pieces.span_of(*claim["accusation"]["span"])
    start, end = span
    if start >= end:
        return
    mark_span(columns["kinds"], span, *begin_of(CLASSIFIERS["kinds"], claim["kind"]))
    columns["hedged"][start] = int(claim["hedged"])
    if claim["accusation"].get("category") in CATEGORIES:
        columns["category"][start] = CATEGORIES.index(claim["accusation"]["category"])
    if claim["attribution"] in QUOTATIONS:
        columns["quotation"][start] = QUOTATIONS.index(claim["attribution"])
    for part, (name, label, pointer) in PARTS.items():
        offsets = claim[part].get("span")
        part_span = pieces.span_of(*offsets) if offsets else (NULL, NULL)
        mark_span(columns[name], part_span, *begin_of(CLASSIFIERS[name], label))
        columns[pointer][start] = part_span[0]
