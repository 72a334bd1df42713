"""Verb phrases as headlines want them: "has armed rebels" → "having armed rebels".

Rules, and the verbs of a word list (gerunds.tsv and the charges of the language part);
where they can't tell, None.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from claims.inflection import VERBS, doubles, verb_forms

#: Verbs of charges that the lists of the language part don't hold, one a line, with
#: their irregular forms.
_VERBS = Path(__file__).with_name("gerunds.txt")
#: Read as a file: the package around it would bring the language model along.
_CHARGES = Path(__file__).parent / "nlp/patterns/charges.tsv"
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been"})
_HAVE = frozenset({"have", "has", "had", "having"})
#: A base form follows these.
_MODALS = frozenset({"to", "do", "does", "did", "will", "would", "can", "could", "may"})
_MODALS |= {"might", "shall", "should", "must"}
_NEGATIONS = frozenset({"not", "never"})
_FILLERS = frozenset({"also", "still", "now", "long", "always", "even", "ever"})
_NO_VERBS = frozenset({"during", "nothing", "something", "according", "including"})
#: What can follow "being" as it stands.
_COMPLEMENTS = frozenset({"behind", "responsible", "part", "tied", "linked"})
#: What happens to suspects is no charge against them.
_LEGAL = frozenset({"arrested", "jailed", "charged", "convicted", "sentenced", "held"})
#: Behind one of these words a form that can be a noun is one: "attacks by rebels".
_AFTER_NOUNS = re.compile("of|by|on|in|at|against|to|for|with|from|as|are|is")
_PASSIVE = re.compile(
    r"^(?P<victims>[^,;:]{3,70}?)\s+(?:was|were|is|are|(?:has|have|had)\s+been|been)\s+"
    r"(?:also\s+|\w+ly\s+)?(?P<verb>\w+)\s+by\b",
    re.IGNORECASE,
)


@cache
def _bases() -> dict[str, str]:
    """Form of a known verb → the verb."""
    found: dict[str, str] = {}
    with _CHARGES.open(encoding="utf-8", newline="") as lines:
        charges = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in charges:
        if row["part"] == "verb" and " " not in row["words"]:
            found |= dict.fromkeys(verb_forms(row["words"]), row["words"])
    for line in _VERBS.read_text(encoding="utf-8").splitlines():
        verb, *irregular = line.split()
        found |= dict.fromkeys((*verb_forms(verb), *irregular), verb)
    for verb, forms in VERBS.items():
        found |= dict.fromkeys((verb, *forms), verb)
    return found


@cache
def gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return (base + base[-1] if doubles(base) else base) + "ing"


def as_gerund(text: str, *, has_subject: bool) -> str | None:
    """A text that begins with a verb, to the same with an -ing form.

    `has_subject` says that who does it stood right before; then "attacks villages" is
    a deed, else it may be a noun. None where the beginning is no verb that is known.
    """
    words = text.split()
    lower = [word.lower() for word in words]
    at, negation, has_auxiliary = 0, "", False
    while at < len(words) - 1 and (
        _is_auxiliary(lower, at) or lower[at] in _NEGATIONS or _is_adverb(lower, at)
    ):
        has_auxiliary |= _is_auxiliary(lower, at)
        negation = "not " if lower[at] in _NEGATIONS else negation
        at += 1
    if at >= len(words):
        return None
    before = next((w for w in reversed(lower[:at]) if w in _BE | _HAVE | _MODALS), "")
    verb = _in_gerund(lower[at], before)
    if verb is None or not (has_subject or has_auxiliary or _is_verb(lower)):
        return None
    return negation + " ".join([verb, *words[at + 1 : _next_clause(lower, at)]])


def active(text: str) -> str | None:
    """ "two reporters were shot by" … → "having shot two reporters"; None elsewhere."""
    match = _PASSIVE.match(text)
    if match is None or not _is_past(match["verb"].lower()):
        return None
    return f"having {match['verb'].lower()} {match['victims']}"


def _is_auxiliary(lower: list[str], at: int) -> bool:
    """Whether a word helps the verb behind it; "has links" has no other verb."""
    word, rest = lower[at], [w for w in lower[at + 1 :] if not w.endswith("ly")][:2]
    if word in _HAVE and at + 1 < len(lower):
        follows = [w for w in rest if w not in _NEGATIONS | _FILLERS][:1]
        return bool(follows) and (
            follows[0] in _BE | _HAVE | {"to"} or _is_past(follows[0])
        )
    return word in _BE or word in _MODALS


def _is_adverb(lower: list[str], at: int) -> bool:
    return lower[at] in _FILLERS or (lower[at].endswith("ly") and len(lower[at]) > 4)


def _next_clause(lower: list[str], at: int) -> int:
    """Where "and" joins another finite verb, which an -ing form can't; else the end."""
    for position in range(at + 2, len(lower) - 1):
        following = lower[position + 1]
        is_finite = following in _BE | _HAVE | _MODALS or _is_past(following)
        if lower[position] in ("and", "but") and is_finite:
            return len(lower) if following.endswith("ing") else position
    return len(lower)


def _in_gerund(word: str, auxiliary: str) -> str | None:
    if auxiliary in _BE:
        if word.endswith("ing"):
            return word
        is_done = _is_past(word) and word not in _LEGAL
        return f"being {word}" if word in _COMPLEMENTS or is_done else None
    if auxiliary in _HAVE:
        return f"having {word}" if _is_past(word) else None
    if auxiliary in _MODALS:
        return gerund(word) if word.isalpha() and len(word) > 2 else None
    if word.endswith("ing") and len(word) > 5:
        return None if word in _NO_VERBS else word
    if word in _HAVE:
        return "having"
    if word in _bases():
        return gerund(_bases()[word])
    return f"having {word}" if word.endswith("ed") and len(word) > 4 else None


def _is_past(word: str) -> bool:
    return word.endswith("ed") or (word in _bases() and word != _bases()[word])


def _is_verb(lower: list[str]) -> bool:
    """Whether a first word without subject and auxiliary is a verb beyond doubt."""
    if lower[0] in _COMPLEMENTS:
        return False
    if lower[0].endswith("ing"):
        return len(lower) > 1 and lower[1] not in ("of", "by")
    return len(lower) > 1 and not _AFTER_NOUNS.fullmatch(lower[1])
