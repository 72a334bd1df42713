"""Attributions: who (source) says (cue) what (content), after PARC 3.0 and PolNeAR."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span

from claims.nlp.decoding import LabelledSpan, decode_spans
from claims.nlp.encoder import Encoded
from claims.nlp.pointing import Pointing, Preference, read_places

Quotation = Literal["direct", "indirect", "mixed"]

STORED = "attributions"
#: Chosen for attribution F1 on PolNeAR; flat around these values.
CUE_PREFERENCE = Preference(
    trust=0.25, near=1.0, same_line=4.0, same_sentence=2.0, none=-2.0
)
SOURCE_PREFERENCE = Preference(
    trust=0.5, near=0.5, same_line=8.0, same_sentence=1.0, none=4.0
)
MARK_OR_WORD = re.compile(
    "(?P<mark>[\u201c\u201e\u00ab\u201d\u00bb\"\n]|``|'')"
    "|(?P<word>\\w+(?:['\u2019\\-\u2010\u2011]\\w+)*)"
)
OPENING, EITHER = {"\u201c", "\u201e", "\u00ab", "``"}, {'"'}
#: In tokens; keeps a text without line breaks from being read over and over.
LONGEST_LINE = 2000


@dataclass(frozen=True)
class AttributionSpans:
    """The three roles, each in text order and each possibly empty but the content.

    `confidence` is a product of probabilities in [0, 1], not calibrated.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float

    @property
    def quotation(self) -> Quotation:
        """Direct when all words stand in quotation marks, indirect when none does."""
        states = {state for span in self.content for state in quoted_words(span)}
        if len(states) > 1:
            return "mixed"
        return "direct" if True in states else "indirect"


@dataclass
class Joined:
    """A cue, if any, and the contents that hang on it."""

    cue: LabelledSpan | None
    contents: list[LabelledSpan] = field(default_factory=list)
    confidence: float = 1.0


@Language.component(
    "attribution",
    requires=["doc._.encoded", "doc.sents"],
    assigns=["doc._.attributions"],
)
def find_attributions(doc: Doc) -> Doc:
    encoded: Encoded = doc._.encoded
    pointing = Pointing(encoded, read_places(doc, encoded))
    roles: dict[str, list[LabelledSpan]] = {"source": [], "cue": [], "content": []}
    for found in decode_spans(encoded, "roles"):
        roles[found.label].append(found)
    attributions = []
    for joined in join_contents(pointing, roles["content"], roles["cue"]):
        source, chance = pointing.choose(
            "source_of",
            SOURCE_PREFERENCE,
            joined.cue or joined.contents[0],
            roles["source"],
        )
        attributions.append(
            AttributionSpans(
                source=token_spans(doc, encoded, [source] if source else []),
                cue=token_spans(doc, encoded, [joined.cue] if joined.cue else []),
                content=token_spans(doc, encoded, joined.contents),
                confidence=joined.confidence * chance,
            )
        )
    doc._.attributions = attributions
    return doc


def token_spans(
    doc: Doc, encoded: Encoded, found: Iterable[LabelledSpan]
) -> tuple[Span, ...]:
    words = encoded.words
    return tuple(
        Span(doc, int(words[part.start]), int(words[part.end - 1]) + 1)
        for part in found
    )


def join_contents(
    pointing: Pointing, contents: list[LabelledSpan], cues: list[LabelledSpan]
) -> list[Joined]:
    """Contents of one cue are one attribution; one without a cue stands alone."""
    joined: dict[LabelledSpan, Joined] = {}
    for content in contents:
        cue, chance = pointing.choose("cue_of", CUE_PREFERENCE, content, cues)
        part = joined.setdefault(cue or content, Joined(cue))
        part.contents.append(content)
        part.confidence = min(part.confidence, content.confidence * chance)
    return list(joined.values())


def quoted_words(span: Span) -> list[bool]:
    """For each word of a span, whether it stands within double quotation marks.

    Quotation marks are read from the start of the line, and a line break closes them.
    """
    line = span.doc[line_start(span) : span.end]
    own_start = span.start_char - line.start_char
    states, is_open = [], False
    for match in MARK_OR_WORD.finditer(line.text):
        found = match.group()
        if match.lastgroup == "word":
            if match.start() >= own_start:
                states.append(is_open)
        elif found in EITHER:
            is_open = not is_open
        else:
            is_open = found in OPENING
    return states


def line_start(span: Span) -> int:
    """The token after the last line break; at most so far back as lines are long."""
    lowest = max(0, span.start - LONGEST_LINE)
    for place in range(span.start - 1, lowest - 1, -1):
        if "\n" in span.doc[place].text:
            return place + 1
    return lowest


def stored_spans(doc: Doc) -> list[AttributionSpans]:
    def opened(role: list[list[int]]) -> tuple[Span, ...]:
        return tuple(Span(doc, start, end) for start, end in role)

    return [
        AttributionSpans(opened(source), opened(cue), opened(content), confidence)
        for source, cue, content, confidence in doc.user_data.get(STORED, [])
    ]


def store_spans(doc: Doc, attributions: list[AttributionSpans]) -> None:
    """Kept as numbers, so that a doc can still be written to bytes."""

    def closed(role: tuple[Span, ...]) -> list[list[int]]:
        return [[span.start, span.end] for span in role]

    doc.user_data[STORED] = [
        [closed(part.source), closed(part.cue), closed(part.content), part.confidence]
        for part in attributions
    ]


Doc.set_extension("attributions", getter=stored_spans, setter=store_spans, force=True)
