"""Who has the word in a transcript or in a text that its author signs.

"[CEPEDA] In the conversation we ...", "MS. RICE: ..." open a turn; it lasts until the
next one. A turn by a reporter, or a note like [passage omitted], names nobody. A
statement that is signed at its end is a turn of who signs it.
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
#: A last line that is a name, with "signed" before it or without.
SIGNATURE = re.compile(
    r"\n\s*(?P<signed>\[?(?i:signed)\b[\]:]*\s*)?(?P<name>[A-Z][\w.,'’ -]{2,80})"
    r"(?:\s+(?i:dated)\b[^\n]*)?\s*\Z"
)
#: "[COMMUNIQUE]", "[STATEMENT]": the text that follows is nothing else.
DOCUMENT = re.compile(r"\[(?:COMMUNIQUE|STATEMENT|DECLARATION|MESSAGE|LETTER)\]")
#: Characters of a text in which such a note stands, and words of a name at most.
OPENING, LONGEST_NAME = 300, 10
#: Words of editors' notes, which change nothing, and of those who are no party.
NOTES, OTHERS = (
    frozenset(row["word"] for row in rows("notes.tsv") if row["class"] == kind)
    for kind in ("note", "other")
)
#: Words that open a sentence like "IN CONCLUSION: ...", never a name.
OPENERS = frozenset(
    row["word"] for row in rows("notes.tsv") if row["class"] == "opener"
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
    turns += [labelled_turn(match) for match in LABELLED.finditer(text)]
    found = sorted(filter(None, turns), key=lambda turn: turn.start_char)
    signed = signed_turn(text) if not any(turn.is_party for turn in found) else None
    return [signed, *found] if signed is not None else found


def signed_turn(text: str) -> Turn | None:
    """The turn of who signs the text, from the last paragraph that announces it on."""
    match = SIGNATURE.search(text)
    if match is None or len(match["name"].split()) > LONGEST_NAME:
        return None
    if match["signed"] is None and not DOCUMENT.search(text, 0, OPENING):
        return None
    announced = text.rfind(":\n", 0, match.start())
    return Turn(announced + 1, *match.span("name"), True)


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


def labelled_turn(match: re.Match[str]) -> Turn | None:
    words = match.group(1).lower().split()
    if words[0] in OPENERS | NOTES:
        return None
    return Turn(match.end(), *match.span(1), not OTHERS.intersection(words))


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
