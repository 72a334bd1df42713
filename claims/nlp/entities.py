"""Named entities, from the encoder's labels."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from claims.nlp.decoding import LabelledSpan, decode_spans
from claims.nlp.encoder import Encoded


@Language.component(
    "entities",
    requires=["doc._.encoded"],
    assigns=["doc.ents", "token.ent_type", "token.ent_iob"],
)
def find_entities(doc: Doc) -> Doc:
    encoded: Encoded = doc._.encoded
    text = doc.text
    found = decode_spans(encoded, "entities")
    spans = [span for part in found for span in token_spans(doc, text, encoded, part)]
    doc.set_ents(spans)
    return doc


def token_spans(
    doc: Doc, text: str, encoded: Encoded, found: LabelledSpan
) -> Iterator[Span]:
    """The tokens of a span of words; no name goes on over a line break."""
    words = encoded.words[found.start : found.end]
    start = int(words[0])
    for before, word in zip(words[:-1], words[1:], strict=True):
        if "\n" in text[doc[int(before)].idx : doc[int(word)].idx]:
            yield Span(doc, start, int(before) + 1, label=found.label)
            start = int(word)
    yield Span(doc, start, int(words[-1]) + 1, label=found.label)
