"""Parsed docs written out by hand, so that rules are tested without a trained model."""

import spacy
from spacy.tokens import Doc, Span

from claims.nlp.attribution import AttributionSpans
from claims.nlp.frames import ClaimFrame
from claims.nlp.speakers import Cast

VOCAB = spacy.blank("en").vocab


def parsed(*sentences: str, entities: dict[str, str] | None = None) -> Doc:
    """Sentences of `word|POS|dependency|head`, heads counted from 1 in each sentence.

    `entities` maps words as they stand in the text to their labels; every occurrence is
    marked.
    """
    words, tags, labels, heads = [], [], [], []
    for sentence in sentences:
        first = len(words)
        for token in sentence.split():
            word, tag, label, head = token.split("|")
            words.append(word)
            tags.append(tag)
            labels.append(label)
            heads.append(first + int(head) - 1)
    doc = Doc(VOCAB, words=words, pos=tags, deps=labels, heads=heads)
    doc.ents = [
        span
        for name, label in (entities or {}).items()
        for span in occurrences(doc, name, label)
    ]
    doc._.attributions = []
    doc._.claim_frames = []
    return doc


def occurrences(doc: Doc, name: str, label: str) -> list[Span]:
    words = name.split()
    return [
        Span(doc, start, start + len(words), label=label)
        for start in range(len(doc) - len(words) + 1)
        if [token.text for token in doc[start : start + len(words)]] == words
    ]


def attribute(doc: Doc, source: Span, cue: Span, content: Span) -> None:
    doc._.attributions = [
        *doc._.attributions,
        AttributionSpans((source,), (cue,), (content,), 0.9),
    ]


def frame(
    content: Span,
    kind: str = "accusation",
    *,
    cue: Span | None = None,
    speaker: Span | None = None,
    target: Span | None = None,
    quotation: str = "indirect",
    confidence: float = 0.9,
) -> ClaimFrame:
    category = "commits_attack"
    return ClaimFrame(
        content, kind, category, quotation, False, cue, speaker, target, confidence, {}
    )


def cast_of(doc: Doc) -> Cast:
    doc._.cast = Cast(doc)
    return doc._.cast
