"""Who has the word in a transcript or in a text that its author signs.

"[CEPEDA] In the conversation we ...", "MS. RICE: ..." open a turn; it lasts until the
next one. A turn by a reporter, or a note like [passage omitted], names nobody.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from claims.nlp.lexicon import rows

BRACKETED = re.compile(r"\[([A-Z][A-Za-z .,'’-]{2,60})\]")
LABELLED = re.compile(
    r"^((?:[A-Z][A-Z.'’-]+ ){0,3}[A-Z][A-Z.'’-]+ ?|"
    r"(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w.'’-]+): (?=\S)",
    re.MULTILINE,
)
#: Words of editors' notes, which change nothing, and of those who are no party.
NOTES, OTHERS = (
    frozenset(row["word"] for row in rows("notes.tsv") if row["class"] == kind)
    for kind in ("note", "other")
)
#: Behind it stands the name of a reporter.
REPORT = "[report]"
#: Characters before a bracket that tell whether it opens a turn.
LOOKBACK = 20


@dataclass(frozen=True)
class Turn:
    """From `start_char` on somebody speaks, as text[label_start:label_end] says."""

    start_char: int
    label_start: int
    label_end: int
    #: False for a reporter's turn or a plain narrator's again.
    is_party: bool


def find_turns(text: str) -> list[Turn]:
    """Turns in text order."""
    turns = [bracket_turn(text, match) for match in BRACKETED.finditer(text)]
    turns += [
        Turn(match.end(), *match.span(1), True) for match in LABELLED.finditer(text)
    ]
    return sorted(filter(None, turns), key=lambda turn: turn.start_char)


def bracket_turn(text: str, match: re.Match[str]) -> Turn | None:
    words = set(match.group(1).lower().replace(",", " ").split())
    if words & OTHERS:
        return Turn(match.end(), *match.span(1), False)
    if words <= NOTES or not opens_turn(text, match.start()):
        return None
    is_reporter = (
        text[max(0, match.start() - LOOKBACK) : match.start()]
        .rstrip()
        .lower()
        .endswith(REPORT)
    )
    return Turn(match.end(), *match.span(1), not is_reporter)


def opens_turn(text: str, start_char: int) -> bool:
    """At the start of a paragraph, or right behind another bracket."""
    before = text[max(0, start_char - LOOKBACK) : start_char].rstrip(" ")
    return not before or before[-1] in "\n]"


def turn_at(turns: list[Turn], char: int) -> Turn | None:
    """The turn that this character belongs to, if a party has the word."""
    index = bisect_right(turns, char, key=lambda turn: turn.start_char) - 1
    if index >= 0 and turns[index].is_party:
        return turns[index]
    return None
