"""What the encoder would have said of a doc, written by hand: a piece a word."""

import numpy as np
from spacy.lang.en import English
from spacy.tokens import Doc

from claims.nlp.encoder import Encoded, Heads
from claims.nlp.pieces import Pieces

#: One that knows what white space is.
VOCAB = English().vocab
SURE = 12.0
FARTHEST = 8


def pieces_of(doc: Doc) -> Pieces:
    words = [token for token in doc if not token.is_space]
    starts = np.array([token.idx for token in words], dtype=np.int64)
    lengths = np.array([len(token) for token in words], dtype=np.int64)
    nothing = np.zeros(len(words), dtype=np.int64)
    return Pieces(nothing, starts, starts + lengths, nothing, nothing)


def label_columns(labels: list[str], answers: list[str]) -> np.ndarray:
    """Logits (word, label) that leave no doubt."""
    rows = [[known == answer for known in labels] for answer in answers]
    return SURE * np.array(rows).reshape(len(answers), len(labels))


def pointed_columns(
    size: int, answers: dict[int, int], *, with_null: bool
) -> np.ndarray:
    """One-hot queries and keys; a word without an answer points to nothing."""
    queries, null = np.zeros((size, size)), np.full((size, 1), SURE / 2)
    for word, key in answers.items():
        queries[word, key] = SURE
    parts = [queries, np.eye(size), np.zeros((size, 1))]
    return np.hstack(parts + ([null] if with_null else []))


def encode(
    doc: Doc,
    *,
    labels: dict[str, tuple[list[str], list[str]]] | None = None,
    pointers: dict[str, dict[int, int]] | None = None,
    tags: dict[str, list[str]] | None = None,
    relations: list[str] | None = None,
) -> Encoded:
    """`labels` has a head's labels and its answers, `tags` the answers, a word each.

    `pointers` go from word to word; "heads" has no null. `relations` are the answers.
    """
    pieces = pieces_of(doc)
    size, tags = len(pieces), tags or {}
    columns = {name: label_columns(*told) for name, told in (labels or {}).items()}
    for name, answers in (pointers or {}).items():
        columns[name] = pointed_columns(size, answers, with_null=name != "heads")
    classifiers = {name: known for name, (known, _) in (labels or {}).items()}
    classifiers |= {name: sorted(set(answers)) for name, answers in tags.items()}
    weights = {
        f"distance.{name}": np.zeros(2 * FARTHEST + 1, dtype=np.float32)
        for name in pointers or {}
    }
    known_relations = sorted({*(relations or []), "ROOT"})
    if relations:
        of_words = label_columns(known_relations, relations)
        columns["relation"] = np.hstack([of_words, np.zeros_like(of_words)])
        weights["relation.weight"] = np.eye(len(known_relations), dtype=np.float32)
        weights["relation.bias"] = np.zeros(len(known_relations), dtype=np.float32)
    layout, start = {}, 0
    for name, part in columns.items():
        layout[name] = (start, start + part.shape[1])
        start += part.shape[1]
    numbers = [[classifiers[name].index(x) for x in tags[name]] for name in tags]
    words = np.array([t.i for t in doc if not t.is_space], dtype=np.int64)
    return Encoded(
        Heads(classifiers, known_relations, list(tags), layout, FARTHEST, weights),
        pieces,
        np.array(numbers, dtype=np.int16).reshape(len(tags), size).T,
        np.hstack([np.zeros((size, 0)), *columns.values()]).astype(np.float16),
        words,
        np.arange(size),
    )
