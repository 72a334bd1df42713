"""Quote selectors: words with their surroundings, to find them again elsewhere.

The shape is the TextQuoteSelector of the W3C Web Annotation Data Model: exact, prefix,
suffix.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Characters of context kept on each side, as annotation tools commonly do.
CONTEXT_CHARS = 32


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
