"""Which language a text is in, so far as that decides whether we can read it."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sources.parse.errors import NotEnglish

#: In UTF-8, about twenty English words: below, names outweigh the words around them.
MIN_BYTES = 120
#: The beginnings of this length of 900 English news texts had 0.005 and more, where
#: datelines full of Spanish names had least; Spanish itself has under 0.00005.
MIN_PROBABILITY = 0.001
#: The first part tells as much as the whole, which may be a book.
SAMPLE_CHARACTERS = 20_000


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def require_english(text: str) -> None:
    """Raise NotEnglish when the text is surely in another language.

    Texts under MIN_BYTES pass: too short to tell.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if len(sample.encode()) < MIN_BYTES:
        return
    ranking = _identifier().rank(sample)
    if dict(ranking)["en"] < MIN_PROBABILITY:
        raise NotEnglish(
            f"Its text is not English (it looks like '{ranking[0][0]}'). Only English "
            "is read so far: give an English version."
        )
