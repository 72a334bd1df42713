"""Which language a text is in, so far as that decides whether we can read it."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sources.parse.errors import NotEnglish

#: Below this a handful of foreign names outweighs the words.
MIN_WORDS = 20
#: On 946 English news texts cut to 20 words, wrong guesses had at most 0.4.
MIN_CONFIDENCE = 0.6
#: The first part tells as much as the whole, which may be a book.
SAMPLE_CHARACTERS = 20_000


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def require_english(text: str) -> None:
    """Raise NotEnglish when the text is surely in another language.

    Texts under MIN_WORDS words pass: too short to tell.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if len(sample.split()) < MIN_WORDS:
        return
    language, confidence = _identifier().classify(sample)
    if language != "en" and confidence >= MIN_CONFIDENCE:
        raise NotEnglish(
            f"Its text is not English (it looks like '{language}'). Only English is "
            "read so far: give an English version."
        )
