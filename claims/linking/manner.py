"""How a sentence answers: by denying, by naming a charge, by saying whose it was."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from claims.linking.facts import Passage

_WORD = re.compile(r"[a-z]+")
_SHORT_NOT = re.compile(r"n['’]t\b")

_CHARGE = (
    r"accusations?|allegations?|assertions?|assessments?|charges?|claims?|comments?|"
    r"criticisms?|insinuations?|remarks?|reports?|statements?|suggestions?|suspicions?"
)
#: "rejected Hanan's latest charges", "in response to the remarks made by the envoy".
_REFERENCE = re.compile(
    r"\b(?:(?:respon|repl|react)[a-z]* to|answer(?:s|ed|ing)?|counter(?:s|ed|ing)?|"
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|"
    r"disput(?:es?|ed|ing)|refut(?:es?|ed|ing)|rebut(?:s|ted|ting)?|"
    r"(?:brush|laugh|shrug)[a-z]* off)\s+"
    rf"(?P<charge>(?:[\w’'.-]+\s+){{0,5}}?(?:{_CHARGE})\b"
    r"(?:\s+(?:made\s+|levell?ed\s+)?(?:by|of|from)(?:\s+[\w’'.-]*\w){1,4})?)",
    re.IGNORECASE,
)


def _flags() -> dict[str, set[str]]:
    """Words → what they show of a sentence."""
    flags: dict[str, set[str]] = defaultdict(set)
    path = Path(__file__).with_name("manner_words.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        flag, _, words = line.partition(":")
        for word in words.split():
            flags[word].add(flag)
    return flags


_FLAGS = _flags()


def manner_of(passage: Passage) -> frozenset[str]:
    """What a claim's sentence shows, and its own words ("own denies")."""
    own = {f"own {flag}" for flag in _shown(passage.exact)}
    return frozenset(own | _shown(passage.sentence))


def _shown(text: str) -> set[str]:
    words = _WORD.findall(_SHORT_NOT.sub(" not", text.lower()))
    return {flag for word in words for flag in _FLAGS.get(word, ())}


def reference_in(passage: Passage) -> str:
    """The words with which a sentence names the charge that it answers, or ""."""
    found = _REFERENCE.search(passage.sentence)
    return " ".join(found["charge"].split()) if found else ""
