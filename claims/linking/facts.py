"""What linking knows of a claim, whether it comes from the database or from a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from actors.names import normalise
from claims.linking.words import content_stems

#: Characters on each side of a claim that count as its surroundings.
AROUND_CHARS = 600
#: Characters at the start of a text that count as its lead.
LEAD_CHARS = 300


@dataclass(frozen=True)
class PartyFacts:
    """A speaker or target by the keys of its names; several when conjoined."""

    names: frozenset[str] = frozenset()
    #: The names, and those of the bodies behind: person → government.
    sides: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], bodies: Iterable[str] = ()) -> PartyFacts:
        keys = frozenset(filter(None, map(normalise, names)))
        return cls(keys, keys | frozenset(filter(None, map(normalise, bodies))))


@dataclass(frozen=True)
class ClaimWords:
    """Content stems of a claim's words, of its sentences, and of what stands around."""

    own: frozenset[str]
    sentence: frozenset[str]
    around: frozenset[str]

    @classmethod
    def of(
        cls, exact: str, sentence: str, around: str, names: Iterable[str]
    ) -> ClaimWords:
        """Reduce the three circles of text; `names` of the parties are left out.

        Parties are compared by themselves: among words they would count twice.
        """
        parties = content_stems(" ".join(names))
        own = content_stems(exact) - parties
        in_sentence = own | content_stems(sentence) - parties
        return cls(own, in_sentence, in_sentence | content_stems(around) - parties)


@dataclass(frozen=True)
class ClaimFacts:
    """One claim, reduced to what decides which claims it answers."""

    id: Hashable
    document: Hashable
    #: Where its words start in the document.
    start_char: int
    kind: str
    category: str
    speaker: PartyFacts
    target: PartyFacts
    is_hedged: bool
    #: When it was said, else published; None when neither is known.
    said_on: date | None
    words: ClaimWords


def surroundings(text: str, start_char: int, end_char: int, title: str = "") -> str:
    """The text around a claim, and the lead, which names the event that it is about."""
    before = text[max(0, start_char - AROUND_CHARS) : start_char]
    after = text[end_char : end_char + AROUND_CHARS]
    return " ".join((title, text[:LEAD_CHARS], before, after))
