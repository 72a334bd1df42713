"""Doubt and negation around a claim."""

from spacy.tokens import Span

from claims.nlp.lexicon import HEDGES

NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})
#: "It was not the FMLN", "we have nothing to do with it", "there is no evidence".
REBUFFS = frozenset(
    [
        "false",
        "untrue",
        "baseless",
        "unfounded",
        "groundless",
        "absurd",
        "ridiculous",
        "preposterous",
        "lie",
        "lies",
        "fabrication",
        "fabrications",
        "fabricated",
        "slander",
        "slanderous",
        "scapegoat",
        "scapegoating",
        "innocent",
        "nonsense",
        "ludicrous",
        "outrageous",
        "untruthful",
        "erroneous",
        "propaganda",
        "montage",
        "unjustified",
        "irresponsible",
        "acquitted",
        "exonerated",
        "cleared",
        "nothing",
        "rumors",
    ]
)


def hedge_in(span: Span) -> str:
    """The first word of doubt, or ""."""
    for token in span:
        if token.lower_ in HEDGES and not is_month(token.text):
            return token.lower_
    return ""


def is_month(word: str) -> bool:
    return word == "May"


def negations_in(span: Span) -> int:
    return sum(token.lower_ in NEGATIONS for token in span)


def is_negated(span: Span) -> bool:
    """Whether the main clause says that it is not so."""
    root = span.root
    heads = [root, *(child for child in root.children if child.dep_ == "nsubj")]
    return any(
        child.lower_ in NEGATIONS and span.start <= child.i < span.end
        for head in heads
        for child in head.children
    )


def rebuffs_in(span: Span) -> int:
    return sum(token.lower_ in REBUFFS for token in span)
