"""Written forms of English words, so that word lists need no trained lemmatizer.

All-capitals newswire and unknown words mislead a lemmatizer; a list of forms does not.
"""

from functools import cache

VOWELS = "aeiou"

VERBS = {
    "be": ("am", "is", "are", "was", "were", "been", "being"),
    "have": ("has", "had", "having"),
    "do": ("does", "did", "done", "doing"),
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "take": ("takes", "took", "taken", "taking"),
    "hold": ("holds", "held", "holding"),
    "lay": ("lays", "laid", "laying"),
    "put": ("puts", "putting"),
    "give": ("gives", "gave", "given", "giving"),
    "send": ("sends", "sent", "sending"),
    "shoot": ("shoots", "shot", "shooting"),
    "blow": ("blows", "blew", "blown", "blowing"),
    "burn": ("burns", "burned", "burnt", "burning"),
    "find": ("finds", "found", "finding"),
    "bear": ("bears", "bore", "borne", "bearing"),
    "make": ("makes", "made", "making"),
    "write": ("writes", "wrote", "written", "writing"),
    "think": ("thinks", "thought", "thinking"),
    "let": ("lets", "letting"),
    "hide": ("hides", "hid", "hidden", "hiding"),
    "lead": ("leads", "led", "leading"),
    "set": ("sets", "setting"),
    "plead": ("pleads", "pleaded", "pled", "pleading"),
    "seek": ("seeks", "sought", "seeking"),
    "beat": ("beats", "beaten", "beating"),
    "slay": ("slays", "slew", "slain", "slaying"),
    "fight": ("fights", "fought", "fighting"),
    "begin": ("begins", "began", "begun", "beginning"),
    "cut": ("cuts", "cutting"),
    "buy": ("buys", "bought", "buying"),
    "sell": ("sells", "sold", "selling"),
    "feed": ("feeds", "fed", "feeding"),
    "stand": ("stands", "stood", "standing"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "shed": ("sheds", "shedding"),
    "fuel": ("fuels", "fueled", "fuelled", "fueling", "fuelling"),
}
PLURALS = {
    "man": "men",
    "woman": "women",
    "spokesman": "spokesmen",
    "spokeswoman": "spokeswomen",
    "gunman": "gunmen",
    "newsman": "newsmen",
}
#: Verbs of more than one syllable that double their last letter.
DOUBLING = frozenset({"kidnap", "admit", "rebut", "abet", "commit", "refer"})


def doubles(word: str) -> bool:
    if word in DOUBLING:
        return True
    return (
        len(word) in (3, 4)
        and word[-1] not in VOWELS + "wxy"
        and word[-2] in VOWELS
        and word[-3] not in VOWELS
    )


@cache
def verb_forms(word: str) -> frozenset[str]:
    """The verb itself and its third person, past, participle and -ing form."""
    if word in VERBS:
        return frozenset((word, *VERBS[word]))
    if word.endswith("y") and word[-2] not in VOWELS:
        stem = word[:-1]
        return frozenset((word, stem + "ies", stem + "ied", word + "ing"))
    if word.endswith("e"):
        return frozenset((word, word + "s", word + "d", word[:-1] + "ing"))
    stem = word + word[-1] if doubles(word) else word
    third = word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return frozenset((word, third, stem + "ed", stem + "ing"))


@cache
def noun_forms(word: str) -> frozenset[str]:
    """The noun itself and its plural."""
    if word in PLURALS:
        return frozenset((word, PLURALS[word]))
    if word.endswith("y") and word[-2] not in VOWELS:
        return frozenset((word, word[:-1] + "ies"))
    ending = "es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return frozenset((word, word + ending))


def forms(word: str, part: str) -> frozenset[str]:
    """All forms of a listed word; what is neither verb nor noun stays as it is."""
    if part == "verb":
        return verb_forms(word)
    return noun_forms(word) if part == "noun" else frozenset((word,))
