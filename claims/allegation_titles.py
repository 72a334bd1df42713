"""Titles of allegations, made from the words of their claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.linking.words import WordWeights
from claims.models import Category

#: What the target is alleged to have done; the reader is told what is claimed, not that
#: it is so.
_ALLEGED = {
    Category.COMMITS_ATTACK: "alleged to be behind an attack",
    Category.SUPPORTS_TERRORISM: "alleged to support terrorism",
    Category.HARBOURS: "alleged to harbour terrorists",
    Category.BELONGS_COLLABORATES: "alleged to have ties with armed groups",
    Category.FAILS_TO_ACT: "alleged to have failed to act",
    Category.OTHER: "alleged to be involved in violence",
}
#: A headline's length.
_MOST_CHARS = 90

_OPENING = re.compile(
    r"^(?:that|of|for|in|by|to|with|is|are|was|were|has|have|had|be|been|being|it|they|"
    r"he|she|may|might|could|would|did|does|also|and|the group|[,;:–—-]|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Charge:
    """The words of one claim that makes the allegation."""

    words: str
    stems: frozenset[str]


def title_of(
    target: str, category: str, charges: Sequence[Charge], weights: WordWeights
) -> str:
    """ "Northland alleged to support terrorism: weapons for the rebels in the south".

    The words are those of the claim that has most in common with the others.
    """
    opening = f"{target or 'An unnamed party'} {_ALLEGED[Category(category)]}"
    subject = _subject(_central(charges, weights).words, target)
    return f"{opening}: {subject}" if " " in subject else opening


def _central(charges: Sequence[Charge], weights: WordWeights) -> Charge:
    """The charge most like all others; of equals the one that says most."""
    return max(
        charges,
        key=lambda charge: (
            sum(weights.cosine(charge.stems, other.stems) for other in charges),
            weights.total(charge.stems),
        ),
    )


def _subject(words: str, target: str) -> str:
    """The words without the target and the verb forms that open them, cut to a line."""
    text = " ".join(words.split()).strip(" .,;:\"'“”‘’")
    name = re.compile(rf"^(?:the\s+)?{re.escape(target)}(?:['’]s)?\s+", re.IGNORECASE)
    before = None
    while before != text:
        before = text
        text = _OPENING.sub("", name.sub("", text) if target else text)
    if text.isupper():
        text = text.lower()
    if len(text) <= _MOST_CHARS:
        return text
    return text[:_MOST_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
