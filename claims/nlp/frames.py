"""Claim frames: accusations, denials and the like with their parts, as they are read.

The last component that needs the encoder's outputs: it lets them go.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from claims.nlp.decoding import LabelledSpan, decode_spans
from claims.nlp.encoder import Encoded
from claims.nlp.pointing import Places, Pointing, Preference, read_places

STORED = "claim_frames"
#: Doubtful frames are wanted too: what is right is decided later, by all finders. On
#: the public development documents 1.0 found a tenth more claims; F1 rose by .02.
EAGERNESS = 2.0
#: Part of a frame → the head that finds such spans, and the pointer to one of them.
PARTS = {
    "cue": ("claim_cues", "claim_cue_of"),
    "speaker": ("speakers", "speaker_of"),
    "target": ("targets", "target_of"),
}
#: At most so many words of the same sentence may part two pieces of one claim ...
WIDEST_GAP = 12
#: ... and so much likelier must the second go on than begin, in log odds.
GOES_ON = 0.5
#: In words. Before an accusation so short a piece is its cue: "accused | Iran of ...".
LONGEST_CUE = 3
PREFERENCE = Preference(trust=1.0, near=0.5, same_line=2.0, same_sentence=1.0, none=2.0)


@dataclass(frozen=True)
class ClaimFrame:
    """One claim as read, before anybody is known by name.

    `confidence` is the probability of the kind, in [0, 1], not calibrated; `scores` has
    the probability of each thing that was read: kind, category, quotation, hedged, cue,
    speaker, target.
    """

    content: Span
    kind: str
    category: str
    quotation: str
    hedged: bool
    cue: Span | None
    speaker: Span | None
    target: Span | None
    confidence: float
    scores: dict[str, float]


@Language.component(
    "frames", requires=["doc._.encoded"], assigns=["doc._.claim_frames"]
)
def find_frames(doc: Doc) -> Doc:
    encoded: Encoded = doc._.encoded
    pointing = Pointing(encoded, read_places(doc, encoded))
    found = {part: decode_spans(encoded, head) for part, (head, _) in PARTS.items()}
    doc._.claim_frames = [
        read_frame(doc, pointing, content, found)
        for content in find_contents(doc, pointing)
    ]
    doc._.encoded = None
    return doc


def find_contents(doc: Doc, pointing: Pointing) -> list[LabelledSpan]:
    """The words of each claim, in text order; what was broken is joined again."""
    encoded = pointing.encoded
    contents: list[LabelledSpan] = []
    for found in decode_spans(encoded, "kinds", eagerness=EAGERNESS):
        for part in lines_of(found, pointing.places):
            before = contents[-1] if contents else None
            if before is not None and is_continued(pointing, before, part):
                contents[-1] = joined(before, part)
            else:
                contents.append(part)
    return contents


def lines_of(found: LabelledSpan, places: Places) -> list[LabelledSpan]:
    """The span cut where a line ends with its sentence: no claim goes on behind it."""
    lines, sentences = places.lines, places.sentences
    ends = [
        word
        for word in range(found.start + 1, found.end)
        if lines[word - 1] != lines[word] and sentences[word - 1] != sentences[word]
    ]
    return [
        replace(found, start=start, end=end)
        for start, end in pairwise([found.start, *ends, found.end])
    ]


def is_continued(pointing: Pointing, one: LabelledSpan, other: LabelledSpan) -> bool:
    """Whether two neighbouring spans with the same label are one claim."""
    gap = other.start - one.end
    sentences = pointing.places.sentences
    if (
        one.label != other.label
        or gap > WIDEST_GAP
        or sentences[one.end - 1] != sentences[other.start]
    ):
        return False
    return gap == 0 or goes_on(pointing.encoded, other) > GOES_ON


def goes_on(encoded: Encoded, found: LabelledSpan) -> float:
    """Log odds that the first word goes on with a claim instead of beginning one."""
    begin = encoded.heads.classifiers["kinds"].index(f"B-{found.label}")
    scores = encoded.scores("kinds", encoded.firsts[found.start : found.start + 1])[0]
    return float(scores[begin + 1] - scores[begin])


def joined(one: LabelledSpan, other: LabelledSpan) -> LabelledSpan:
    """Both spans and what is between; a cue right before an accusation is left out."""
    is_cue = one.end == other.start and one.end - one.start <= LONGEST_CUE
    if is_cue and other.label == "accusation":
        return other
    sizes = one.end - one.start, other.end - other.start
    confidence = one.confidence * sizes[0] + other.confidence * sizes[1]
    return LabelledSpan(one.start, other.end, one.label, confidence / sum(sizes))


def read_frame(
    doc: Doc,
    pointing: Pointing,
    content: LabelledSpan,
    found: dict[str, list[LabelledSpan]],
) -> ClaimFrame:
    encoded = pointing.encoded
    scores = {"kind": content.confidence}
    labels, spans = {}, {}
    for head in ("category", "quotation", "hedged"):
        labels[head], scores[head] = read_label(encoded, head, content.start)
    for part, (_, pointer) in PARTS.items():
        chosen, scores[part] = pointing.choose(
            pointer, PREFERENCE, content, found[part]
        )
        spans[part] = token_span(doc, encoded, chosen) if chosen else None
    return ClaimFrame(
        content=token_span(doc, encoded, content),
        kind=content.label,
        category=labels["category"],
        quotation=labels["quotation"],
        hedged=labels["hedged"] == "hedged",
        **spans,
        confidence=content.confidence,
        scores=scores,
    )


def read_label(encoded: Encoded, head: str, word: int) -> tuple[str, float]:
    """The likeliest label of a classifier at a word, and its probability."""
    scores = encoded.scores(head, encoded.firsts[word : word + 1])[0]
    best = int(scores.argmax())
    return encoded.heads.classifiers[head][best], float(np.exp(scores[best]))


def token_span(doc: Doc, encoded: Encoded, found: LabelledSpan) -> Span:
    words = encoded.words
    return Span(doc, int(words[found.start]), int(words[found.end - 1]) + 1)


def stored_frames(doc: Doc) -> list[ClaimFrame]:
    def opened(value: Any) -> Any:
        return Span(doc, *value) if isinstance(value, list | tuple) else value

    return [
        ClaimFrame(**{name: opened(value) for name, value in stored.items()})
        for stored in doc.user_data.get(STORED, [])
    ]


def store_frames(doc: Doc, frames: list[ClaimFrame]) -> None:
    """Kept as numbers, so that a doc can still be written to bytes."""

    def closed(value: Any) -> Any:
        return [value.start, value.end] if isinstance(value, Span) else value

    doc.user_data[STORED] = [
        {name: closed(getattr(frame, name)) for name in ClaimFrame.__annotations__}
        for frame in frames
    ]


Doc.set_extension("claim_frames", getter=stored_frames, setter=store_frames, force=True)
