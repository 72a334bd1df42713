"""Read articles: attributions, speakers, targets, claims. spaCy only, no Django.

nlp = load_pipeline()
reading = read(nlp, text, published=date(2017, 10, 5))
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import spacy
from spacy.language import Language

from claims.nlp import (
    accusation,
    attribution,
    dates,
    encoder,
    entities,
    frames,
    groups,
    parsing,
    speakers,
    tagging,
)
from claims.nlp.lexicon import patterns_hash
from claims.nlp.reading import article_reading
from claims.nlp.readings import ArticleReading

MODEL = Path(__file__).parent / "model"
#: Importing a component's module registers it, so that the package can be loaded.
TRAINED = (encoder, tagging, parsing, entities, attribution, frames)
#: Components that are added behind the trained ones.
RULED = (groups.FACTORY, speakers.FACTORY, dates.FACTORY, accusation.FACTORY)
#: About 1.5 million words; a longer text is no article.
LONGEST_TEXT = 10_000_000


class UnreadableText(ValueError):
    """The text can't be read at all; the message says why."""


@dataclass(frozen=True)
class Item:
    """A text to read, with what is known of it."""

    text: str
    published: date | None = None
    title: str = ""
    outlet: str = ""


def model_path() -> Path:
    """Where the trained package lies: beside this file, else in CROSSCLAIM_MODEL."""
    if MODEL.is_dir():
        return MODEL
    return Path(os.environ.get("CROSSCLAIM_MODEL", MODEL))


def pipeline_version(path: Path) -> str:
    """Name and version of the trained package and of the rules; changes with either."""
    meta_path = path / "meta.json"
    if not meta_path.is_file():
        return f"untrained+{patterns_hash()}"
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    return f"{meta['lang']}_{meta['name']}-{meta['version']}+{patterns_hash()}"


PIPELINE_VERSION = pipeline_version(model_path())


def load_pipeline(path: Path | None = None) -> Language:
    """The trained package with the ruled components behind it.

    Raises OSError, with the path, when no package is there.
    """
    nlp = spacy.load(path or model_path())
    nlp.max_length = LONGEST_TEXT
    for name in RULED:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)
    return nlp


def read(
    nlp: Language,
    text: str,
    *,
    published: date | None,
    title: str = "",
    outlet: str = "",
) -> ArticleReading:
    """Read one text. Raises UnreadableText when it is no text."""
    return next(read_many(nlp, [Item(text, published, title, outlet)]))


def read_many(
    nlp: Language, items: Iterable[Item], batch_size: int = 16
) -> Iterator[ArticleReading]:
    """Read texts as a stream, in order. Raises UnreadableText at one that is none."""
    checked = ((check(item), item) for item in items)
    for doc, item in nlp.pipe(checked, as_tuples=True, batch_size=batch_size):
        yield article_reading(doc, item.published, title=item.title, outlet=item.outlet)


def check(item: Item) -> str:
    text = item.text
    if len(text) > LONGEST_TEXT:
        raise UnreadableText(
            f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are read."
        )
    controls = sum(text.count(chr(code)) for code in range(9))
    if controls > len(text) // 100:
        raise UnreadableText("This is binary data, not text.")
    return text
