"""Part of speech, tag, features and lemma of every word, from the encoder's labels."""

from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.tokens import Doc
from thinc.types import Ints2d

from claims.nlp.encoder import Encoded

SPACE_TAG = "_SP"


@Language.component(
    "tagging",
    requires=["doc._.encoded"],
    assigns=["token.pos", "token.tag", "token.morph", "token.lemma"],
)
def tag(doc: Doc) -> Doc:
    encoded: Encoded = doc._.encoded
    vocab = doc.vocab
    columns = np.zeros((len(doc), 4), dtype=np.uint64)
    columns[:, 0] = vocab.strings.add(SPACE_TAG)
    columns[:, 1] = IDS["SPACE"]
    columns[:, 3] = [token.orth for token in doc]
    words = encoded.words
    for column, head, number in (
        (0, "xpos", vocab.strings.add),
        (1, "upos", IDS.__getitem__),
        (2, "feats", vocab.morphology.add),
    ):
        known = np.array(
            [number(label) for label in encoded.heads.classifiers[head]],
            dtype=np.uint64,
        )
        columns[words, column] = known[encoded.best_tags(head)]
    columns[words, 3] = lemmas(doc, encoded)
    return doc.from_array([TAG, POS, MORPH, LEMMA], cast(Ints2d, columns))


def lemmas(doc: Doc, encoded: Encoded) -> NDArray[np.uint64]:
    """The lemma of each word, as numbers in the vocabulary."""
    scripts = encoded.heads.classifiers["lemma"]
    found = [
        doc.vocab.strings.add(apply_script(doc[int(word)].text, scripts[label]))
        for word, label in zip(encoded.words, encoded.best_tags("lemma"), strict=True)
    ]
    return np.array(found, dtype=np.uint64)


def apply_script(form: str, script: str) -> str:
    """Make a lemma: `case|letters to cut|letters to add`; a form too short stays.

    Scripts are learned by `lemma_script` of the training.
    """
    case, cut, added = script.split("|", 2)
    kept = form if case == "keep" else form.lower()
    if int(cut) > len(form):
        return kept
    return (kept[: len(kept) - int(cut)] + added) or kept
