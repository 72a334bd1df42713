"""Hand-built readings: what the pipeline might have read, without a model."""

from claims.nlp.readings import (
    ArticleReading,
    AttributionReading,
    CharSpan,
    ClaimReading,
    MentionReading,
    PartyReading,
)

TEXT = (
    "Ministers trade charges over market bombing\n\n"
    "Foreign Minister Adam Brook said on Tuesday that the Northern Front bombed the "
    "market in Halden. A senior official also blamed the Northern Front.\n\n"
    "The Northern Front rejected the charge."
)


def span_of(words: str, text: str = TEXT) -> CharSpan:
    start_char = text.index(words)
    return CharSpan(start_char, start_char + len(words))


def party(words: str, name: str = "", label: str = "", **known: object) -> PartyReading:
    return PartyReading(
        span=span_of(words), text=words, name=name or words, label=label, **known
    )


BROOK = party("Adam Brook", label="PERSON")
FRONT = party("the Northern Front", "Northern Front", "ORG")
OFFICIAL = party(
    "A senior official", is_anonymous=True, description="A senior official"
)


def claim(words: str, kind: str = "accusation", **values: object) -> ClaimReading:
    """A claim in these words of TEXT; by default Brook accuses the Front."""
    defaults: dict[str, object] = {
        "category": "commits_attack",
        "speakers": (BROOK,),
        "targets": (FRONT,),
        "evidence": span_of(words),
        "cue": None,
        "quotation": "indirect",
        "said_date": "2024-05-07",
        "is_hedged": False,
        "via": "",
        "confidence": 0.8,
    }
    return ClaimReading(kind=kind, accusation=span_of(words), **(defaults | values))


ACCUSATION = claim("the Northern Front bombed the market in Halden")
BLAME = claim("blamed the Northern Front", speakers=(OFFICIAL,), said_date="")
DENIAL = claim("rejected the charge", "denial", speakers=(FRONT,))


def reading_of(*claims: ClaimReading) -> ArticleReading:
    named = (("Adam Brook", "PERSON"), ("Northern Front", "ORG"), ("Halden", "GPE"))
    said = AttributionReading(
        source=(span_of("Adam Brook"),),
        cue=(span_of("said"),),
        content=(span_of("the Northern Front bombed the market in Halden"),),
        quotation="indirect",
        confidence=0.9,
    )
    return ArticleReading(
        mentions=tuple(MentionReading(span_of(w), w, label) for w, label in named),
        attributions=(said,),
        claims=claims,
    )
