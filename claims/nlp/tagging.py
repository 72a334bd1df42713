"""Part of speech, tag, features and lemma of every word.

Tags are the encoder's labels; lemmas follow from a word's tag and its ending, by rules
that are learned from the same treebank.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.attrs import LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.tokens import Doc
from spacy.util import ensure_path
from thinc.types import Ints2d

from claims.nlp.encoder import Encoded

SPACE_TAG = "_SP"
LEMMAS = "lemmas.json"
#: Stands before the first letter, so that a whole word can be an ending too.
WORD_START = "^"
AS_IT_IS = "keep|0|"

#: Tag → ending → script.
LemmaRules = dict[str, dict[str, str]]


@Language.factory(
    "tagging",
    requires=["doc._.encoded"],
    assigns=["token.pos", "token.tag", "token.morph", "token.lemma"],
)
class Tagging:
    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.rules: LemmaRules = {}

    def __call__(self, doc: Doc) -> Doc:
        encoded: Encoded = doc._.encoded
        vocab = doc.vocab
        columns = np.zeros((len(doc), 4), dtype=np.uint64)
        columns[:, 0] = vocab.strings.add(SPACE_TAG)
        columns[:, 1] = IDS["SPACE"]
        columns[:, 3] = [token.orth for token in doc]
        for column, head, number in (
            (0, "xpos", vocab.strings.add),
            (1, "upos", IDS.__getitem__),
            (2, "feats", vocab.morphology.add),
        ):
            labels = encoded.heads.classifiers[head]
            known = np.array([number(label) for label in labels], dtype=np.uint64)
            columns[encoded.words, column] = known[encoded.best_tags(head)]
        columns[encoded.words, 3] = self._lemmas(doc, encoded)
        return doc.from_array([TAG, POS, MORPH, LEMMA], cast(Ints2d, columns))

    def _lemmas(self, doc: Doc, encoded: Encoded) -> NDArray[np.uint64]:
        """The lemma of each word, as numbers in the vocabulary."""
        tags = encoded.heads.classifiers["xpos"]
        found = [
            doc.vocab.strings.add(lemma_of(doc[int(word)].text, tags[tag], self.rules))
            for word, tag in zip(encoded.words, encoded.best_tags("xpos"), strict=True)
        ]
        return np.array(found, dtype=np.uint64)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        stored: bytes = srsly.msgpack_dumps(self.rules)
        return stored

    def from_bytes(self, stored: bytes, *, exclude: Iterable[str] = ()) -> "Tagging":
        self.rules = srsly.msgpack_loads(stored)
        return self

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / LEMMAS, self.rules, indent=0)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "Tagging":
        self.rules = srsly.read_json(ensure_path(path) / LEMMAS)
        return self


def lemma_of(form: str, tag: str, rules: LemmaRules) -> str:
    script = find_script(rules.get(tag, {}), WORD_START + form.lower())
    return apply_script(form, script)


def endings(form: str) -> Iterator[str]:
    """From the whole word, with its start marked, to none of it."""
    marked = WORD_START + form.lower()
    return (marked[start:] for start in range(len(marked) + 1))


def find_script(rules: dict[str, str], ending: str) -> str:
    """The script of the longest ending for which there is a rule."""
    for start in range(len(ending) + 1):
        if ending[start:] in rules:
            return rules[ending[start:]]
    return AS_IT_IS


def apply_script(form: str, script: str) -> str:
    """Make a lemma: `case|letters to cut|letters to add`; a form too short stays.

    Scripts are learned by `lemma_script` of the training.
    """
    case, cut, added = script.split("|", 2)
    kept = form if case == "keep" else form.lower()
    if int(cut) > len(form):
        return kept
    return (kept[: len(kept) - int(cut)] + added) or kept
