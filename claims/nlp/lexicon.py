"""The word lists in patterns/: each rule is a row of data, read once."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from claims.inflection import forms

PATTERNS = Path(__file__).parent / "patterns"


@dataclass(frozen=True)
class Charge:
    """A word that can state an act in scope; a weak one needs other signs beside it."""

    category: str
    part: str
    is_strong: bool


@dataclass(frozen=True)
class Condition:
    """One of these words is `before` or `after` a cue, its `subject` or a `child`."""

    where: str
    words: frozenset[str]


@dataclass(frozen=True)
class FrameRow:
    """A cue word and where its parts hang on the parse (paths: `phrases.follow`)."""

    name: str
    kind: str
    part: str
    speaker: tuple[str, ...]
    target: tuple[str, ...]
    content: tuple[str, ...]
    #: argument: the content alone; clause: cue and what follows; through: that with all
    #: that is joined to it; phrase: the cue's phrase; head: the clause it stands in.
    span: str
    #: What must hold, and what must not; None for no condition.
    needs: Condition | None
    unless: Condition | None
    #: Whether the cue alone settles the kind, whatever a learned frame says.
    decides: bool


def rows(name: str) -> Iterator[dict[str, str]]:
    with (PATTERNS / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def patterns_hash() -> str:
    """Changes whenever a row in any of the lists does."""
    digest = sha256()
    for path in sorted(PATTERNS.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def read_charges() -> dict[str, tuple[Charge, ...]]:
    """Written form → the charges that it can state."""
    found: dict[str, tuple[Charge, ...]] = {}
    for row in rows("charges.tsv"):
        charge = Charge(row["category"], row["part"], row["strength"] == "strong")
        for form in forms(row["words"], row["part"]):
            if charge not in found.get(form, ()):
                found[form] = (*found.get(form, ()), charge)
    return found


def read_frames() -> dict[str, tuple[FrameRow, ...]]:
    """Written form of a cue → the frames that it can open."""
    found: dict[str, tuple[FrameRow, ...]] = {}
    for row in rows("frames.tsv"):
        frame = frame_of(row)
        for word in row["words"].split(","):
            for form in forms(word, frame.part):
                found[form] = (*found.get(form, ()), frame)
    return found


def frame_of(row: dict[str, str]) -> FrameRow:
    speaker, target, content = (
        tuple(path for path in row[role].split("|") if path)
        for role in ("speaker", "target", "content")
    )
    return FrameRow(
        row["name"],
        row["kind"],
        row["part"],
        speaker,
        target,
        content,
        row["span"],
        condition_of(row["needs"]),
        condition_of(row["unless"]),
        row["decides"] == "yes",
    )


def condition_of(written: str) -> Condition | None:
    """ "before:neither,nor" as a condition; None where nothing is written."""
    where, _, words = written.partition(":")
    return Condition(where, frozenset(words.split(","))) if where else None


def read_words(name: str, part: str = "noun") -> frozenset[str]:
    """All forms of the words in a list that has a column `word`."""
    return frozenset(form for row in rows(name) for form in forms(row["word"], part))


def read_roles() -> dict[str, str]:
    """Written form of a role noun → person, group or document."""
    return {
        form: row["class"]
        for row in rows("roles.tsv")
        for form in forms(row["word"], "noun")
    }


def read_context() -> frozenset[str]:
    return frozenset(
        form for row in rows("context.tsv") for form in forms(row["word"], row["part"])
    )


CHARGES = read_charges()
FRAMES = read_frames()
ROLES = read_roles()
CONTEXT = read_context()
MEMBERS = read_words("members.tsv")
#: What a bare denial denies: "the charge".
DENIABLE = read_words("deniable.tsv")
#: Of these, what somebody said and not what was done: "the allegation".
SAID = frozenset(
    form
    for row in rows("deniable.tsv")
    if row["class"] == "charge"
    for form in forms(row["word"], "noun")
)
HEDGES = read_words("hedges.tsv", "")
#: Where something is said: "interview".
OCCASIONS = read_words("occasions.tsv")
