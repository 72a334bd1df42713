"""What people type into the search: fields, prefixes, phrases. Knows no database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Parameters of the list that can be typed as `name:value` among the words.
FIELDS = (
    *("speaker", "target", "outlet", "kind", "category"),
    *("after", "before", "status", "answered"),
)
_FIELD = re.compile(rf'(?<!\S)({"|".join(FIELDS)}):(?:"([^"]*)"|(\S+))', re.IGNORECASE)
#: Quoted words belong together, and so does what stands between blanks.
_TOKEN = re.compile(r'-?"[^"]*"?|\S+')
_PREFIX = re.compile(r"(-?)([^\W_]+)\*")


@dataclass(frozen=True)
class Part:
    """Conditions that must all hold: words of the web's syntax, and starts of words."""

    words: str
    starts: tuple[str, ...] = ()
    not_starts: tuple[str, ...] = ()


@dataclass
class _Draft:
    words: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    not_starts: list[str] = field(default_factory=list)

    def add(self, token: str) -> None:
        prefix = _PREFIX.fullmatch(token)
        if prefix is None:
            self.words.append(token)
        else:
            (self.not_starts if prefix[1] else self.starts).append(prefix[2])

    def part(self) -> Part:
        starts, not_starts = tuple(self.starts), tuple(self.not_starts)
        return Part(" ".join(self.words), starts, not_starts)


def split_fields(text: str) -> tuple[str, dict[str, str]]:
    """The words without the fields, and the fields with their values.

    >>> split_fields('port speaker:"Ana Sur" kind:denial')
    ('port', {'speaker': 'Ana Sur', 'kind': 'denial'})
    """
    found = {
        match[1].lower(): match[2] if match[3] is None else match[3]
        for match in _FIELD.finditer(text)
    }
    return " ".join(_FIELD.sub(" ", text).split()) if found else text, found


def alternatives(text: str) -> list[Part]:
    """The parts that OR joins; each holds at least something."""
    drafts = [_Draft()]
    for token in _TOKEN.findall(text):
        if token.lower() == "or":
            drafts.append(_Draft())
        else:
            drafts[-1].add(token)
    parts = [draft.part() for draft in drafts]
    return [p for p in parts if p.words or p.starts or p.not_starts] or [Part("")]
