"""When a claim was said: the date that belongs to its cue, not to the deed."""

from bisect import bisect_left, bisect_right
from datetime import date

from spacy.tokens import Doc, Span, Token

from claims.nlp.dates import TimeMention, resolve_time
from claims.nlp.phrases import ancestors

#: Verbs between a date and the cue: none, or the date tells of another event.
VERBAL = frozenset({"VERB", "AUX"})
#: A date so near to the cue, in tokens, belongs to it whatever the parse says.
BESIDE = 2


class SaidDates:
    """Dates of statements in one text; a speaker's next words have his last date."""

    def __init__(self, doc: Doc, published: date | None) -> None:
        self.doc = doc
        self.published = published
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
        """The date that hangs on the cue, or "" without one."""
        sentence = cue.sent
        first = bisect_left(self.starts, sentence.start_char)
        last = bisect_left(self.starts, sentence.end_char)
        for time in self.times[first:last]:
            span = self.doc.char_span(
                time.start_char, time.end_char, alignment_mode="expand"
            )
            if span is not None and belongs_to_cue(span, cue, content):
                return resolve_time(time, self.published)
        return ""


def belongs_to_cue(time: Span, cue: Span, content: Span) -> bool:
    """Whether a date hangs on the cue, or stands right beside it."""
    in_content = content.start <= time.start < content.end
    if in_content and not content.start <= cue.start < content.end:
        return False
    gap = max(time.start - cue.end, cue.start - time.end)
    return gap <= BESIDE or governing_verb(time.root) in {token.i for token in cue}


def governing_verb(token: Token) -> int:
    """The nearest verb above, -1 without one."""
    return next((head.i for head in ancestors(token) if head.pos_ in VERBAL), -1)
