"""What linking knows of a claim, whether it comes from the database or from a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actors.names import normalise
from claims.linking.words import content_stems

#: What tells claims or documents apart: a row's id, or the name that a file gives it.
Key = int | str

#: Characters on each side of a claim that count as its surroundings.
AROUND_CHARS = 600
#: Characters at the start of a text that count as its lead.
LEAD_CHARS = 300

#: The kinds that an answer answers.
CHARGES = frozenset({"accusation", "claim_of_responsibility"})

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+|\n+")


@dataclass(frozen=True)
class PartyFacts:
    """A speaker or target by the keys of its names; several when conjoined."""

    names: frozenset[str] = frozenset()
    #: The names, and those of the bodies behind: person → government.
    sides: frozenset[str] = frozenset()
    #: Content stems of the names and of the article's words for the party.
    words: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, names: Iterable[str], bodies: Iterable[str] = (), text: str = ""
    ) -> PartyFacts:
        names = list(names)
        keys = frozenset(filter(None, map(normalise, names)))
        sides = keys | frozenset(filter(None, map(normalise, bodies)))
        return cls(keys, sides, content_stems(" ".join((*names, text))))

    @classmethod
    def described(
        cls, text: str, document: Key, bodies: Iterable[str] = ()
    ) -> PartyFacts:
        """A party without a name: "the group" is another one in every document.

        A pronoun that nobody could follow stands for nobody.
        """
        words = content_stems(text)
        party = cls.of([f"{text} in {document}"] if words else [], bodies)
        return cls(party.names, party.sides, words)


@dataclass(frozen=True)
class Place:
    """Where a claim's words are in its document, and the sentences that hold them."""

    start_char: int
    end_char: int
    sentence_start_char: int
    sentence_end_char: int


@dataclass(frozen=True)
class Passage:
    """A claim's words in their text; `before` and `after` are AROUND_CHARS at most."""

    exact: str
    before: str
    after: str
    #: Headline and beginning of the text, which name the event that it is about.
    lead: str

    @classmethod
    def of(cls, text: str, start_char: int, end_char: int, title: str = "") -> Passage:
        return cls(
            exact=text[start_char:end_char],
            before=text[max(0, start_char - AROUND_CHARS) : start_char],
            after=text[end_char : end_char + AROUND_CHARS],
            lead=f"{title}\n{text[:LEAD_CHARS]}",
        )

    @property
    def opening(self) -> str:
        """What stands before the words in their sentence."""
        begins = [match.end() for match in _SENTENCE_END.finditer(self.before)]
        return self.before[begins[-1] if begins else 0 :]

    @property
    def closing(self) -> str:
        """What stands after the words in their sentence."""
        ends = _SENTENCE_END.search(self.after)
        return self.after[: ends.start() if ends else None]

    @property
    def sentence(self) -> str:
        """The words with what stands around them in their sentences."""
        return self.opening + self.exact + self.closing

    def place(self, start_char: int) -> Place:
        end_char = start_char + len(self.exact)
        return Place(
            start_char=start_char,
            end_char=end_char,
            sentence_start_char=start_char - len(self.opening),
            sentence_end_char=end_char + len(self.closing),
        )


@dataclass(frozen=True)
class ClaimWords:
    """Content stems of a claim's words, of its sentences, and of what stands around."""

    own: frozenset[str]
    sentence: frozenset[str]
    around: frozenset[str]
    #: Stems of the sentence with the names of the parties, which the others lack.
    named: frozenset[str]

    @classmethod
    def of(cls, passage: Passage, names: Iterable[str]) -> ClaimWords:
        """Reduce the circles of text; `names` of the parties are left out.

        Parties are compared by themselves: among words they would count twice.
        """
        parties = content_stems(" ".join(names))
        around = " ".join((passage.lead, passage.before, passage.exact, passage.after))
        named = content_stems(passage.sentence)
        return cls(
            own=content_stems(passage.exact) - parties,
            sentence=named - parties,
            around=content_stems(around) - parties,
            named=named,
        )


@dataclass(frozen=True)
class ClaimFacts:
    """One claim, reduced to what decides which claims it answers."""

    id: Key
    document: Key
    place: Place
    kind: str
    category: str
    speaker: PartyFacts
    target: PartyFacts
    is_hedged: bool
    #: How sure it is that this is a claim at all; 1 when a person says so.
    confidence: float
    #: When it was said, else published; None when neither is known.
    said_on: date | None
    words: ClaimWords
    #: How its sentence speaks; see claims.linking.manner.
    manner: frozenset[str]
    #: The words with which the sentence names what it answers, or "".
    refers_to: str = ""
