"""A claim while it is being put together from cues, contents and learned frames."""

from dataclasses import dataclass, field

from spacy.tokens import Span

#: Where a draft comes from.
LEARNED, RULE, CONTENT = "learned", "rule", "content"


@dataclass(frozen=True)
class Draft:
    """A possible claim with what one finder knows about it."""

    kind: str
    content: Span
    cue: Span | None
    speakers: tuple[Span, ...]
    targets: tuple[Span, ...]
    origin: str
    #: Name of the pattern row, or "" for the others.
    row: str = ""
    #: Whether that row settles the kind.
    decides: bool = False
    #: A denial of "the charge": it stands beside the claim that makes the charge.
    is_bare: bool = False
    #: Probability of a learned frame, else 0.
    score: float = 0.0
    category: str = ""
    quotation: str = ""
    is_hedged: bool = False
    #: Index into doc._.attributions.
    attribution: int | None = None
    scores: dict[str, float] = field(default_factory=dict)


def shared_tokens(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
