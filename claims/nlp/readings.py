"""What the pipeline found in one text: the values that leave `claims.nlp`.

All offsets are characters into the text that was read, half-open. Names are given as
the text has them; which actor they mean is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CharSpan:
    """A stretch of the text: text[start_char:end_char]."""

    start_char: int
    end_char: int


@dataclass(frozen=True)
class MentionReading:
    """A named entity, in text order."""

    span: CharSpan
    text: str
    label: str


@dataclass(frozen=True)
class AttributionReading:
    """A source, a cue and a content; each role is in text order and may be empty."""

    source: tuple[CharSpan, ...]
    cue: tuple[CharSpan, ...]
    content: tuple[CharSpan, ...]
    #: direct, indirect or mixed: how much of the content is between quotation marks.
    quotation: str
    #: In [0, 1], not calibrated.
    confidence: float


@dataclass(frozen=True)
class PartyReading:
    """A speaker or a target, as the text has it."""

    #: The mention nearest to the claim, a pronoun perhaps; None where it is implied.
    span: CharSpan | None
    #: The words of that mention.
    text: str
    #: The fullest name or description that coreference leads to ("Khawaja Asif" for
    #: "he", "Pakistan" for "we" in a Pakistani's mouth); equals text when nothing
    #: better is known.
    name: str
    #: Entity type of the named mention (PERSON, ORG, GPE ...), "" for a description.
    label: str = ""
    #: Unnamed sources ("a senior official"): description as in the text.
    is_anonymous: bool = False
    description: str = ""
    #: The organisation or government behind the party as the text names it, or "".
    affiliation: str = ""


@dataclass(frozen=True)
class ClaimReading:
    """One proposition in matters of terrorism, as defined in docs/claims.md."""

    #: accusation, denial, claim_of_responsibility, admission or no_comment.
    kind: str
    category: str
    #: Conjoined speakers or targets are several; empty means unstated.
    speakers: tuple[PartyReading, ...]
    targets: tuple[PartyReading, ...]
    accusation: CharSpan
    evidence: CharSpan
    cue: CharSpan | None
    #: direct, indirect, mixed or narrator.
    quotation: str
    #: Partial ISO 8601 date of the utterance, "" when not stated.
    said_date: str
    is_hedged: bool
    #: Who passed it on ("USIS" in "USIS reported that Ungo admitted"), or "".
    via: str
    #: In [0, 1].
    confidence: float
    #: For the reader: which cue, pattern and model scores produced the claim.
    explanation: dict[str, str | float] = field(default_factory=dict)
    #: Index into ArticleReading.attributions, None for a claim without one.
    attribution: int | None = None


@dataclass(frozen=True)
class ArticleReading:
    """Everything that was read in one text."""

    mentions: tuple[MentionReading, ...]
    attributions: tuple[AttributionReading, ...]
    claims: tuple[ClaimReading, ...]
