"""When a claim was said: the date that belongs to its cue, not to the deed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import islice

from spacy.tokens import Doc, Span, Token

from claims.nlp.dates import TimeMention, dateline, resolve_time
from claims.nlp.lexicon import OCCASIONS, ROLES
from claims.nlp.phrases import ancestors

#: Verbs between a date and the cue: none, or the date tells of another event.
VERBAL = frozenset({"VERB", "AUX"})
#: A date so near to the cue, in tokens, belongs to it whatever the parse says.
BESIDE = 2
#: Words up from a date to the occasion that it dates ("a statement released Monday").
ABOVE = 3


class SaidDates:
    """Dates of statements in one text; a speaker's next words have his last date.

    Without a day of publication the text's own dateline counts as that.
    """

    def __init__(self, doc: Doc, published: date | None) -> None:
        self.doc = doc
        self.published = published or dateline(doc.text)
        self.times: list[TimeMention] = doc._.times
        self.starts = [time.start_char for time in self.times]
        #: Name of a speaker → tokens of his dated cues, and their dates.
        self.dated: dict[str, list[tuple[int, str]]] = {}

    def note(self, name: str, cue: Span, content: Span) -> None:
        """Remember a statement in text order, if it is dated."""
        stated = self.stated(cue, content)
        if stated:
            self.dated.setdefault(name, []).append((cue.start, stated))

    def of(self, names: list[str], cue: Span | None, content: Span) -> str:
        """The date beside the cue, the speaker's last one, or that of publication."""
        if cue is not None and (stated := self.stated(cue, content)):
            return stated
        for name in names:
            earlier = self.dated.get(name, [])
            index = bisect_right(earlier, content.start, key=lambda dated: dated[0])
            if index:
                return earlier[index - 1][1]
        return self.published.isoformat() if self.published else ""

    def stated(self, cue: Span, content: Span) -> str:
        """The date that hangs on the cue or on an occasion beside it, or ""."""
        near = [
            (time, span)
            for time, span in self._times_in(cue.sent)
            if not is_told(span, cue, content)
        ]
        own = next((time for time, span in near if belongs_to_cue(span, cue)), None)
        other = next((time for time, span in near if dates_occasion(span)), None)
        found = own or other
        return resolve_time(found, self.published) if found else ""

    def _times_in(self, sentence: Span) -> Iterator[tuple[TimeMention, Span]]:
        first = bisect_left(self.starts, sentence.start_char)
        last = bisect_left(self.starts, sentence.end_char)
        for time in self.times[first:last]:
            span = self.doc.char_span(
                time.start_char, time.end_char, alignment_mode="expand"
            )
            if span is not None:
                yield time, span


def is_told(time: Span, cue: Span, content: Span) -> bool:
    """Whether a date is part of what was said, and so dates the deed."""
    in_content = content.start <= time.start < content.end
    return in_content and not content.start <= cue.start < content.end


def belongs_to_cue(time: Span, cue: Span) -> bool:
    """Whether a date hangs on the cue, or stands right beside it."""
    gap = max(time.start - cue.end, cue.start - time.end)
    return gap <= BESIDE or governing_verb(time.root) in {token.i for token in cue}


def dates_occasion(time: Span) -> bool:
    """Whether a date says when a statement, an interview or the like took place."""
    return any(
        head.lower_ in OCCASIONS or ROLES.get(head.lower_) == "document"
        for head in islice(ancestors(time.root), ABOVE)
    )


def governing_verb(token: Token) -> int:
    """The nearest verb above, -1 without one."""
    return next((head.i for head in ancestors(token) if head.pos_ in VERBAL), -1)
