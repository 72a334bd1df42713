"""Titles of allegations, made from the words of their claims.

"Afghanistan accused of letting militants operate from its soil": a title says what is
said, never that it is so. Pure: the words go through patterns, not through a model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.gerunds import active, as_gerund
from claims.linking.words import WordWeights
from claims.models import Category, Claim

#: What a title says where no claim's words can be put into it.
_PLAIN = {
    Category.COMMITS_ATTACK: "of an attack",
    Category.SUPPORTS_TERRORISM: "of supporting terrorism",
    Category.HARBOURS: "of harbouring terrorists",
    Category.BELONGS_COLLABORATES: "of ties with armed groups",
    Category.FAILS_TO_ACT: "of failing to act",
    Category.OTHER: "of involvement in violence",
}
#: A headline's length.
_MOST_CHARS = 80
#: Words that only make sense in the mouth of the speaker.
_SPEAKERS_OWN = frozenset({"i", "me", "my", "we", "us", "our", "you", "your", "these"})
#: Nouns of deeds: somebody is blamed for one.
_DEED = re.compile(
    r"^(?:(?:the|an?|its|his|her|their|last|several|numerous|all|both)\s+)*"
    r"(?:(?!(?:of|to|in|for|on|by|at|with|the|an?)\b)[\w’'-]+\s+){0,3}?"
    r"(?:abductions?|ambush(?:es)?|assassinations?|assaults?|atrocit(?:y|ies)|"
    r"attacks?|attempts?|blasts?|bloodshed|bombings?|bombs?|crimes?|deaths?|"
    r"disappearances?|explosions?|genocide|hijackings?|incidents?|killings?|"
    r"kidnappings?|massacres?|murders?|offensives?|plots?|raids?|shelling|shootings?|"
    r"slaughter|slayings?|strikes?|torture|violence)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^['’]?s\s+")
_TIES = re.compile(
    r"^(?:(?:has|have|had|having|its|their|his|close|suspected|alleged|possible)\s+)*"
    r"(?P<ties>(?:links?|ties|contacts?|connections?|relations)\s+(?:to|with)\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:that|of|for|in|by|to|with|it|they|he|she|who|which|also|and|but|allegedly|"
    r"reportedly|repeatedly|probably|possibly|the group|[,;:–—-]|"
    r"(?:being\s+)?(?:behind|responsible for)|responsibility for|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+",
    re.IGNORECASE,
)
#: Where a headline may end.
_BREAK = re.compile(
    r"\s*(?:[,;:(\[]|\.\s|\s[–—-]{1,2}\s|\b(?:which|who|while|whereas|although|because|"
    r"and then|adding|saying|according|since|as well as)\b)"
)
_FINITE = re.compile(r"\s+(?:is|are|was|were|has|have|had|will|would|can|could)\b")
_DANGLING = re.compile(
    r"(?:\s+(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|that|its|his|their|near|"
    r"into|against|as|than|more|least|some|having|being))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Charge:
    """The words of one claim that makes the allegation."""

    words: str
    stems: frozenset[str]
    kind: str = Claim.Kind.ACCUSATION
    #: How many characters of the words name the accused before the verb, or "accused"
    #: and the accused: what is behind them is the charge.
    opening_chars: int = 0


@dataclass(frozen=True)
class _Phrase:
    """What follows the accused in a title, and how well it reads: 2, 1, or 0 if not."""

    text: str
    grade: int


def title_of(
    target: str, category: str, charges: Sequence[Charge], weights: WordWeights
) -> str:
    """ "Northland accused of supplying weapons to the rebels in the south".

    Among the claims whose words make a title, that which has most in common with the
    others gives it. Where the party itself says so, it "claims responsibility".
    """
    admits = [c for c in charges if c.kind == Claim.Kind.CLAIM_OF_RESPONSIBILITY]
    is_own = 2 * len(admits) > len(charges)
    phrases = {charge: _phrase(charge, target, is_own=is_own) for charge in charges}
    best = max(
        charges,
        key=lambda charge: (
            phrases[charge].grade,
            sum(weights.cosine(charge.stems, other.stems) for other in charges),
            weights.total(charge.stems),
        ),
    )
    phrase = phrases[best].text or _plain(Category(category), is_own=is_own)
    named = target or "An unnamed party"
    return f"{named[0].upper()}{named[1:]} {phrase}"


def _plain(category: Category, *, is_own: bool) -> str:
    return "claims responsibility" if is_own else f"accused {_PLAIN[category]}"


def _phrase(charge: Charge, target: str, *, is_own: bool) -> _Phrase:
    opening = "claims responsibility for" if is_own else "accused of"
    text = _opened(charge.words[charge.opening_chars :], target)
    is_possessed = bool(_POSSESSIVE.match(text))
    text = _POSSESSIVE.sub("", text)
    is_loud = charge.words.isupper()
    is_behind = bool(charge.opening_chars) or not charge.words.endswith(text)
    if _DEED.match(text) and not as_gerund(text, has_subject=False):
        deed = _FINITE.split(_without_agent(text, target))[0]
        return _graded(opening if is_own else "blamed for", deed, is_loud=is_loud)
    if ties := _TIES.match(text):
        return _graded(opening, text[ties.start("ties") :], is_loud=is_loud)
    has_subject = is_behind and not is_possessed
    act = as_gerund(text, has_subject=has_subject) or active(charge.words)
    if act is None or " " not in act:
        return _Phrase("", 0)
    return _graded(opening, act, is_loud=is_loud)


def _graded(opening: str, subject: str, *, is_loud: bool) -> _Phrase:
    """Doubtful is what is cut short, needs its speaker, or was in capitals.

    In capitals names can't be told from words: all get small letters.
    """
    headline = _headline(subject.lower() if is_loud else subject)
    if len(headline) < 8:
        return _Phrase("", 0)
    is_own = bool(_SPEAKERS_OWN & set(headline.lower().split()))
    is_doubtful = is_own or is_loud or "…" in headline
    return _Phrase(f"{opening} {headline}", 1 if is_doubtful else 2)


def _opened(words: str, target: str) -> str:
    """The words without the target and what opens them before the verb or the deed."""
    text = re.sub(r"[\"“”]", "", " ".join(words.split())).strip(" .,;:[]()‘'")
    accused = (
        r"(?:(?:ha[sd]|have|is|are|was|were)\s+)?(?:accus|blam|charg)(?:e[ds]?|ing)\s+"
    )
    party = rf"^(?:{accused})?(?:the\s+)?{re.escape(target)}\s+"
    name = re.compile(party, re.IGNORECASE)
    before = None
    while before != text:
        before = text
        text = _OPENING.sub("", name.sub("", text) if target else text)
    return text


def _without_agent(deed: str, target: str) -> str:
    """A deed without "by the target", which the title has named."""
    if not target:
        return deed
    done = r"(?:(?:committed|perpetrated|launched|carried out)\s+)?"
    agent = rf"\s+{done}by\s+(?:the\s+)?{re.escape(target)}"
    return re.sub(agent, "", deed, flags=re.IGNORECASE)


def _headline(text: str) -> str:
    """The text to its first good end before _MOST_CHARS; else cut at a word."""
    ends = [m.start() for m in _BREAK.finditer(text) if 24 <= m.start() <= _MOST_CHARS]
    if ends:
        return _DANGLING.sub("", text[: ends[0]])
    if len(text) <= _MOST_CHARS:
        return _DANGLING.sub("", text)
    return _DANGLING.sub("", text[:_MOST_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:")) + " …"
