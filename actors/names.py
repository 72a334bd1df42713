"""Names as keys: two spellings of one name give one key."""

import re
import unicodedata
from functools import lru_cache

from actors.gazetteer.words import titles, word_list

_TITLES = titles()
_LONGEST_TITLE = max(title.count(" ") + 1 for title in _TITLES)
# "General Security" and "the president's office" name bodies: what looks like a
# title before one of these words is part of the name.
_NAME_HEADS = word_list("name_head")

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´ʿʾ", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)

_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\b|\s|$|[^\w\s])")
_POSSESSIVE = re.compile(r"(?<=\w)(?:'s|(?<=s)')(?!\w)")
# Arabic articles are joined by a hyphen in names, before and after assimilation;
# Urdu and Persian link words stand between hyphens or as "-e " / " e-".
_ARTICLE = re.compile(
    r"(?:^|(?<=[\s(\-]))(?:al|el|ul|ad|ar|as|az|an|at|ash|esh|ed|er|es)-(?=\w)"
)
_LINK = re.compile(
    r"(?<=\w)(?:[- ](?:e|i|ul|al|ur|ud|us|ut|il)-|-[ei] | [ei] | ul )(?=\w)"
)
_NOT_WORD = re.compile(r"[^\w&]+")
_LEADING = ("the ", "a ", "an ")


def fold(text: str) -> str:
    """Lower the case and drop accents; apostrophes and dashes become ASCII."""
    if text.isascii():
        return text.replace("`", "'").casefold()
    text = text.translate(_APOSTROPHES).translate(_DASHES)
    text = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED)
    return "".join(c for c in text if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def key_with_title(name: str) -> str:
    """Give the key of a name, its titles kept: "Gen. Dunford" → "gen dunford".

    Case, accents, articles (English and Arabic), possessives, link words and
    punctuation are gone; "U.S." is "us". May be empty.
    """
    text = fold(name)
    if "'" in text:
        text = _POSSESSIVE.sub("", text).replace("'", "")
    if "." in text:
        text = _DOTTED.sub(r"\1", text)
    text = _LINK.sub(" ", _ARTICLE.sub("", text)).replace("_", " ")
    words = _NOT_WORD.sub(" ", text).split()
    while len(words) > 1 and words[0] in ("the", "a", "an", "al"):
        words = words[1:]
    return " ".join(word for word in words if word != "al") or " ".join(words)


@lru_cache(maxsize=50_000)
def normalise(name: str) -> str:
    """Give the key under which a name is stored and looked up.

    As `key_with_title`, and titles before a name are gone: "President al-Assad",
    "Assad" and "ASSAD" have one key. A title that stands alone stays.
    """
    words = key_with_title(name).split()
    while (length := _title_length(words)) > 0:
        words = words[length:]
    return " ".join(words)


def _title_length(words: list[str]) -> int:
    """Count the words of the title that opens a longer name; 0 if there is none."""
    for length in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        is_title = " ".join(words[:length]) in _TITLES
        if is_title and words[length] not in _NAME_HEADS:
            return length
    return 0


_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"kh|ck|c(?![eiyh])|q", "k"),
        (r"gh", "g"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"sch|sh|ch|tch", "s"),
        (r"tz|ts|z|ce|ci", "s"),
        (r"dj|j", "j"),
        (r"w", "v"),
        (r"[aeiouy]+", ""),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=50_000)
def skeleton(key: str) -> str:
    """Reduce a normalised name to what transliterations of it have in common.

    Vowels are dropped but for a word's first, as are doubled letters and the
    differences between q, k and kh: "qassem" and "qasim", "muhammad" and
    "mohammed" have one skeleton. Different names may share one: compare them too.
    """
    return " ".join(_word_skeleton(word) for word in key.split())


@lru_cache(maxsize=20_000)
def _word_skeleton(word: str) -> str:
    head = "a" if word[0] in "aeiouy" else ""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return (head + word).removesuffix("h") or head
