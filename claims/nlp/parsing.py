"""Sentences and Universal Dependencies trees, from the encoder's scores."""

from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from claims.nlp.decoding import IMPOSSIBLE
from claims.nlp.encoder import Encoded, Floats, Integers

#: Longer sentences (tables, lists without a full stop) are cut where one most likely
#: starts, since a tree costs the square of its length.
LONGEST_SENTENCE = 150
#: Log odds from which a word starts a sentence; training leans towards starts.
START_FROM = 0.75
ROOT = "ROOT"
#: The relation of white space to the word before it.
SPACE_RELATION = "dep"


@Language.component(
    "parsing",
    requires=["doc._.encoded"],
    assigns=["doc.sents", "token.head", "token.dep", "token.is_sent_start"],
)
def parse(doc: Doc) -> Doc:
    encoded: Encoded = doc._.encoded
    heads, relations = np.zeros(len(doc), dtype=np.int64), [SPACE_RELATION] * len(doc)
    roots = []
    for start, end in sentence_ranges(doc, encoded):
        words = encoded.words[start:end]
        firsts = encoded.firsts[start:end]
        local = maximum_tree(encoded.pointer_scores("heads", firsts, firsts))
        heads[words] = words[local]
        for word, label in zip(words, label_words(encoded, firsts, local), strict=True):
            relations[word] = label
        roots.append(words[local == np.arange(len(words))][0])
    attach_spaces(heads, encoded.words)
    if len(doc) and not roots:
        relations[0] = ROOT
    return write_tree(doc, heads, relations)


def write_tree(doc: Doc, heads: Integers, relations: list[str]) -> Doc:
    """Sentences follow from the trees: each spans a root's words."""
    offsets = heads - np.arange(len(doc))
    labels = np.array([doc.vocab.strings.add(x) for x in relations], dtype=np.uint64)
    columns = np.stack([offsets.astype(np.int64).view(np.uint64), labels], axis=1)
    return doc.from_array([HEAD, DEP], cast(Ints2d, columns.reshape(len(doc), 2)))


def attach_spaces(heads: Integers, words: Integers) -> None:
    """White space hangs on the word before it, or at the start on the first word."""
    if not len(words):
        return
    spaces = np.setdiff1d(np.arange(len(heads)), words)
    before = np.searchsorted(words, spaces) - 1
    heads[spaces] = words[np.maximum(before, 0)]


def sentence_ranges(doc: Doc, encoded: Encoded) -> list[tuple[int, int]]:
    """Half-open ranges of positions in `encoded.words`."""
    if not len(encoded.words):
        return []
    scores = encoded.scores("sentence_start", encoded.firsts)
    likely = scores[:, 1] - scores[:, 0]
    starts = (likely > START_FROM) | after_paragraph(doc, encoded.words)
    starts[0] = True
    bounds = [*np.flatnonzero(starts).tolist(), len(starts)]
    return [
        part for start, end in pairwise(bounds) for part in cut_long(start, end, likely)
    ]


def after_paragraph(doc: Doc, words: Integers) -> NDArray[np.bool_]:
    """Whether an empty line stands before each word."""
    text = doc.text
    ends = [0] + [doc[int(word)].idx + len(doc[int(word)]) for word in words[:-1]]
    return np.array(
        [
            text.count("\n", end, doc[int(word)].idx) > 1
            for end, word in zip(ends, words, strict=True)
        ]
    )


def cut_long(start: int, end: int, likely: Floats) -> list[tuple[int, int]]:
    """Cut until nothing is too long; the cut lies in the middle half of what is cut."""
    ranges, rest = [], [(start, end)]
    while rest:
        start, end = rest.pop()
        if end - start <= LONGEST_SENTENCE:
            ranges.append((start, end))
            continue
        quarter = (end - start) // 4
        cut = start + quarter + int(likely[start + quarter : end - quarter].argmax())
        rest += [(cut, end), (start, cut)]
    return ranges


def label_words(encoded: Encoded, firsts: Integers, heads: Integers) -> list[str]:
    """The relation of each word of a sentence to its head."""
    relations = encoded.heads.relations
    scores = encoded.relation_scores(firsts, firsts[heads])
    scores[:, relations.index(ROOT)] = IMPOSSIBLE
    best = scores.argmax(axis=1)
    return [
        ROOT if head == word else relations[label]
        for word, (head, label) in enumerate(zip(heads, best, strict=True))
    ]


def maximum_tree(scores: Floats) -> Integers:
    """The head of each word in the best tree with one root, which is its own head.

    `scores[word, head]` are raw; the diagonal is the score of being the root. The root
    is the word that gains most by it; the rest is Chu-Liu-Edmonds.
    """
    scores = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    own = np.diagonal(scores).copy()
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    if len(scores) == 1:
        return np.zeros(1, dtype=np.int64)
    root = int((own - scores.max(axis=1)).argmax())
    return _arborescence(scores, root)


def _arborescence(scores: Floats, root: int) -> Integers:
    """Each word's best head; a cycle among them is made one word, and broken last."""
    heads = scores.argmax(axis=1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if cycle is None:
        return heads
    rest = np.setdiff1d(np.arange(len(heads)), cycle)
    size = len(rest)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    into = scores[np.ix_(rest, cycle)]
    smaller[:size, size] = into.max(axis=1)
    gain = scores[np.ix_(cycle, rest)] - scores[cycle, heads[cycle]][:, None]
    smaller[size, :size] = gain.max(axis=0)
    inner = _arborescence(smaller, int(np.flatnonzero(rest == root)[0]))
    for place, word in enumerate(rest):
        chosen = inner[place]
        heads[word] = cycle[into[place].argmax()] if chosen == size else rest[chosen]
    heads[root] = root
    broken_at = cycle[gain[:, inner[size]].argmax()]
    heads[broken_at] = rest[inner[size]]
    return heads


def _cycle(heads: Integers, root: int) -> Integers | None:
    """The words of one cycle, or None if all words lead to the root."""
    state = np.zeros(len(heads), dtype=np.int8)
    state[root] = 2
    for start in range(len(heads)):
        path, word = [], start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = int(heads[word])
        if state[word] == 1:
            return np.array(path[path.index(word) :])
        state[path] = 2
    return None
