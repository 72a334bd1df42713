"""How the wording of an allegation drifts as it is retold.

"may have links" → "has links" → "runs": each telling beside the one before it, with the
hedges and the new words marked, and in words how sure it sounds and how much it says.
What words mean is data (drift.tsv). Pure; knows no HTML.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from claims.inflection import forms
from claims.models import Claim

WORDS = Path(__file__).with_name("drift.tsv")
#: Less alike than this, two tellings have so few words in common that marking the new
#: ones would mark nearly all.
LEAST_ALIKE = 0.25

#: A word or a mark, with the space behind it.
_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*\s*|[^\w\s]\s*|\s+")


class Certainty(TextChoices):
    """How sure the words sound, the least sure first."""

    POSSIBLE = "possible", _("says it may be")
    LIKELY = "likely", _("says it is likely")
    STATED = "stated", _("says it is so")
    SURE = "sure", _("says it is certain")


class Involvement(TextChoices):
    """How much the words charge the party with, the least first; UNSAID for neither."""

    UNSAID = "", ""
    TIES = "ties", _("ties")
    SUPPORT = "support", _("support")
    COMMAND = "command", _("in command")


@dataclass(frozen=True)
class Piece:
    """A stretch of a telling's words; `is_new` where the one before had others."""

    text: str
    is_hedge: bool = False
    is_new: bool = False


@dataclass
class Telling:
    """The words of a claim, and of those that repeated them before they changed."""

    claim: Claim
    certainty: Certainty
    involvement: Involvement
    pieces: list[Piece]
    #: Against the telling before: "more", "less", or "" when it sounds as sure.
    surer: str = ""
    #: The same for how much it charges.
    graver: str = ""
    #: What the same speaker said before, where it sounded more or less sure.
    own_line: Telling | None = None
    repeats: list[Claim] = field(default_factory=list)


def tellings(claims: Iterable[Claim]) -> list[Telling]:
    """The claims in order of time; the same words again are no telling of their own.

    Time grows with the words of each claim squared at worst, not with their number.
    """
    found: list[Telling] = []
    by_speaker: dict[object, Telling] = {}
    for claim in sorted(claims, key=lambda one: (one.sort_date, one.pk)):
        previous = found[-1] if found else None
        if previous and _key(previous.claim.exact) == _key(claim.exact):
            previous.repeats.append(claim)
            continue
        telling = _telling(claim, previous)
        speaker = claim.speaker_id or claim.speaker_name
        earlier = by_speaker.get(speaker)
        if speaker and earlier and earlier.certainty != telling.certainty:
            telling.own_line = earlier
        by_speaker[speaker] = telling
        found.append(telling)
    return found


def certainty_of(claim: Claim) -> Certainty:
    """How sure the claim's words, and the words that report them, sound."""
    said = {word for text in (claim.exact, claim.cue) for word in _words(text)}
    levels = {_levels("certainty").get(word) for word in said}
    for level in (Certainty.POSSIBLE, Certainty.LIKELY):
        if level in levels:
            return level
    if claim.is_hedged:
        return Certainty.POSSIBLE
    return Certainty.SURE if Certainty.SURE in levels else Certainty.STATED


def involvement_of(text: str) -> Involvement:
    """The most that the words charge the party with."""
    levels = {_levels("involvement").get(word) for word in _words(text)}
    found = [level for level in Involvement if level in levels]
    return found[-1] if found else Involvement.UNSAID


def _telling(claim: Claim, previous: Telling | None) -> Telling:
    certainty, involvement = certainty_of(claim), involvement_of(claim.exact)
    old = previous.claim.exact if previous else claim.exact
    telling = Telling(claim, certainty, involvement, _pieces(old, claim.exact))
    if previous is not None:
        telling.surer = _compared(list(Certainty), previous.certainty, certainty)
        if previous.involvement and involvement:
            telling.graver = _compared(
                list(Involvement), previous.involvement, involvement
            )
    return telling


def _compared(scale: Sequence[object], before: object, after: object) -> str:
    step = scale.index(after) - scale.index(before)
    return "more" if step > 0 else "less" if step < 0 else ""


def _pieces(old: str, new: str) -> list[Piece]:
    """The new words, in stretches that are marked alike."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(
        a=[token.strip().lower() for token in before],
        b=[token.strip().lower() for token in after],
        autojunk=False,
    )
    changed: set[int] = set()
    if matcher.ratio() >= LEAST_ALIKE:
        for tag, _i1, _i2, start, end in matcher.get_opcodes():
            if tag in ("insert", "replace"):
                changed |= set(range(start, end))
    pieces: list[Piece] = []
    for position, token in enumerate(after):
        is_hedge = _is_hedge(token)
        is_new = position in changed
        last = pieces[-1] if pieces else None
        if last and (last.is_hedge, last.is_new) == (is_hedge, is_new):
            pieces[-1] = Piece(last.text + token, is_hedge, is_new)
        else:
            pieces.append(Piece(token, is_hedge, is_new))
    return pieces


def _is_hedge(token: str) -> bool:
    (word,) = _words(token) or [""]
    level = _levels("certainty").get(word)
    return level in (Certainty.POSSIBLE, Certainty.LIKELY)


def _words(text: str) -> list[str]:
    """Small letters, except that the month of May is no doubt."""
    tokens = (token.strip() for token in _TOKEN.findall(text))
    return [token.lower() for token in tokens if token != "May"]


def _key(text: str) -> list[str]:
    return [word for word in _words(text) if word[:1].isalnum()]


@cache
def _levels(scale: str) -> dict[str, str]:
    """Written form of a word → what it says on the scale."""
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines, delimiter="\t") if r["scale"] == scale]
    return {
        form: row["level"] for row in rows for form in forms(row["words"], row["part"])
    }
