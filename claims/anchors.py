"""Quote selectors: words with their surroundings, to find them again elsewhere.

The shape is the TextQuoteSelector of the W3C Web Annotation Data Model: exact, prefix,
suffix. All offsets are characters, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Characters of context kept on each side, as annotation tools commonly do.
CONTEXT_CHARS = 32

#: What belongs to a claim stands no further from it in another version.
_FAR_CHARS = 1_000

#: Characters that people type or paste for one another.
_LOOKALIKES = ('"“”„‟«»', "'‘’‚‛ʼ`´", "-‐‑‒–—−")


@dataclass(frozen=True)
class Selector:
    """The words of a claim and what stands before and after them."""

    exact: str
    prefix: str
    suffix: str


def select(text: str, start_char: int, end_char: int) -> Selector:
    """Describe text[start_char:end_char].

    Raises ValueError when the span is empty or not inside the text.
    """
    if not 0 <= start_char < end_char <= len(text):
        raise ValueError(f"no words at {start_char} to {end_char}")
    return Selector(
        exact=text[start_char:end_char],
        prefix=text[max(0, start_char - CONTEXT_CHARS) : start_char],
        suffix=text[end_char : end_char + CONTEXT_CHARS],
    )


def find(text: str, words: str, *, limit: int = 100) -> list[tuple[int, int]]:
    """The first `limit` places of the words in the text, in order.

    White space, quotation marks and dashes may differ, as they do in what people paste,
    but only where the words as they are stand nowhere. No words are nowhere.
    """
    words = words.strip()
    if not words:
        return []
    exactly = re.compile(re.escape(words))
    return _places(exactly, text, limit) or _places(_tolerant(words), text, limit)


def find_again(
    text: str, selector: Selector, start_char: int
) -> tuple[int, int] | None:
    """Where the words of a selector stand in another version of its text, if anywhere.

    Of several places the one with the same words beside it, then the one nearest to
    `start_char`, where they stood.
    """

    def fit(place: tuple[int, int]) -> tuple[int, int]:
        before = _common(text[: place[0]][-CONTEXT_CHARS:][::-1], selector.prefix[::-1])
        after = _common(text[place[1] : place[1] + CONTEXT_CHARS], selector.suffix)
        return before + after, -abs(place[0] - start_char)

    return max(find(text, selector.exact), key=fit, default=None)


def follow(
    old: str, new: str, span: tuple[int, int], shift: int
) -> tuple[int, int] | None:
    """A span near words that were found again `shift` characters further on.

    The nearest place in the new text that reads as the span did, if it is not far.
    """
    words = old[span[0] : span[1]]
    expected = span[0] + shift
    begin = max(0, expected - _FAR_CHARS)
    window = new[begin : expected + len(words) + _FAR_CHARS]
    places = [begin + m.start() for m in re.finditer(re.escape(words), window)]
    place = min(places, key=lambda start: abs(start - expected), default=None)
    return None if place is None else (place, place + len(words))


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((n for n, (a, b) in pairs if a != b), shorter)


def nearest(
    places: Iterable[tuple[int, int]], start_char: int, end_char: int
) -> tuple[int, int]:
    """The place whose borders are the closest to the old ones.

    Raises ValueError when there is no place.
    """
    return min(
        places, key=lambda place: abs(place[0] - start_char) + abs(place[1] - end_char)
    )


def _places(pattern: re.Pattern[str], text: str, limit: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        found.append(match.span())
        if len(found) == limit:
            break
    return found


def _tolerant(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join("".join(map(_class, w)) for w in words.split()))


def _class(character: str) -> str:
    for alike in _LOOKALIKES:
        if character in alike:
            return f"[{re.escape(alike)}]"
    return re.escape(character)
