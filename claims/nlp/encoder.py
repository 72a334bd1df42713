"""The trained encoder: reads a text once, for all components after it.

It leaves its outputs in `doc._.encoded`; `frames`, the last component that needs them,
lets them go.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import ensure_path
from tokenizers import Tokenizer

from claims.nlp.pieces import (
    CLS_ID,
    SEP_ID,
    Pieces,
    Window,
    cut_pieces,
    load_tokenizer,
    overlapping_windows,
    piece_types,
)

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

FILES = GRAPH, WEIGHTS, MEANING, PIECES = (
    "encoder.onnx",
    "heads.npz",
    "heads.json",
    "tokenizer.json",
)

Doc.set_extension("encoded", default=None, force=True)


@dataclass(frozen=True)
class Heads:
    """What the outputs of the graph mean, and the weights that are applied after it."""

    classifiers: dict[str, list[str]]
    relations: list[str]
    #: The heads of which only the best label is kept.
    tags: list[str]
    #: Head → its columns, half-open, in the outputs.
    layout: dict[str, tuple[int, int]]
    #: Distance, in pieces, from which all distances count the same.
    farthest: int
    weights: dict[str, Floats]

    @property
    def width(self) -> int:
        return max(end for _, end in self.layout.values())


@dataclass(frozen=True)
class Encoded:
    """The outputs for one doc: a row a piece, and which piece stands for each token."""

    heads: Heads
    pieces: Pieces
    tags: NDArray[np.int16]
    outputs: NDArray[np.float16]
    #: Tokens that are words, that is not white space …
    words: Integers
    #: … and the piece that each of these reads its labels from.
    firsts: Integers

    def scores(self, head: str, rows: Integers) -> Floats:
        """Log probabilities of a classifier, (row, label)."""
        logits = self._columns(head)[rows].astype(np.float32)
        logits -= logits.max(axis=-1, keepdims=True)
        return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))

    def best_tags(self, head: str) -> Integers:
        """The number of the best label of each word."""
        column = self.tags[:, self.heads.tags.index(head)]
        return column[self.firsts].astype(np.int64)

    def pointer_scores(self, head: str, queries: Integers, keys: Integers) -> Floats:
        """How well each key answers each query, (query, key), as raw scores."""
        vectors = self._columns(head)
        width = (vectors.shape[1] - 1) // 2
        query = vectors[queries, :width].astype(np.float32)
        key = vectors[keys, width : 2 * width].astype(np.float32)
        prior = vectors[keys, 2 * width].astype(np.float32)
        farthest = self.heads.farthest
        offsets = np.clip(keys[None, :] - queries[:, None], -farthest, farthest)
        distance = self.heads.weights[f"distance.{head}"][offsets + farthest]
        scores: Floats = query @ key.T + prior + distance
        return scores

    def null_scores(self, head: str, queries: Integers) -> Floats:
        """The score of "nothing" for each query of a pointer that may answer so."""
        return self._columns(head)[queries, -1].astype(np.float32)

    def relation_scores(self, words: Integers, heads: Integers) -> Floats:
        """Scores of the relation between each word and its head, (word, label)."""
        vectors = self._columns("relation")
        width = vectors.shape[1] // 2
        joined = vectors[words, :width].astype(np.float32)
        joined += vectors[heads, width:].astype(np.float32)
        weights = self.heads.weights
        scores: Floats = (
            np.maximum(joined, 0) @ weights["relation.weight"].T
            + weights["relation.bias"]
        )
        return scores

    def _columns(self, head: str) -> NDArray[np.float16]:
        start, end = self.heads.layout[head]
        return self.outputs[:, start:end]


@Language.factory(
    "encoder",
    default_config={"window": 256, "context": 32, "threads": 1},
    assigns=["doc._.encoded"],
)
class Encoder:
    """Runs the ONNX graph over windows of word pieces.

    Its files stay in memory as bytes, so that it can be written anywhere again.
    """

    def __init__(
        self, nlp: Language, name: str, window: int, context: int, threads: int
    ) -> None:
        self.name = name
        self.window, self.context, self.threads = window, context, threads
        self.files: dict[str, bytes] = {}

    def __call__(self, doc: Doc) -> Doc:
        pieces = cut_pieces(self.tokenizer, doc.text)
        tags = np.zeros((len(pieces), len(self.heads.tags)), dtype=np.int16)
        outputs = np.zeros((len(pieces), self.heads.width), dtype=np.float16)
        for window in overlapping_windows(
            pieces, doc.text, size=self.window, context=self.context
        ):
            kept = slice(window.keep_start, window.keep_end)
            tags[kept], outputs[kept] = self._run(pieces, window)
        words, firsts = read_words(doc, pieces)
        doc._.encoded = Encoded(self.heads, pieces, tags, outputs, words, firsts)
        return doc

    def _run(self, pieces: Pieces, window: Window) -> list[NDArray[Any]]:
        """The tags and outputs of the pieces that the window keeps."""
        read = slice(window.start, window.end)
        ids = np.array([CLS_ID, *pieces.ids[read], SEP_ID])
        types = piece_types(pieces.shapes[read], pieces.gaps[read])
        inputs = {
            "ids": ids[None],
            "types": np.pad(types, 1)[None],
            "mask": np.ones_like(ids)[None],
        }
        first = 1 + window.keep_start - window.start
        last = 1 + window.keep_end - window.start
        return [part[0, first:last] for part in self.session.run(None, inputs)]

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        stored: bytes = srsly.msgpack_dumps(self.files)
        return stored

    def from_bytes(self, stored: bytes, *, exclude: Iterable[str] = ()) -> "Encoder":
        return self._open(srsly.msgpack_loads(stored))

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "Encoder":
        folder = ensure_path(path)
        return self._open({name: (folder / name).read_bytes() for name in FILES})

    def _open(self, files: dict[str, bytes]) -> "Encoder":
        """Take these files; what was made of earlier ones is made anew when needed."""
        self.files = files
        for made in ("session", "tokenizer", "heads"):
            self.__dict__.pop(made, None)
        return self

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            self.files[GRAPH], options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def tokenizer(self) -> Tokenizer:
        return load_tokenizer(self.files[PIECES])

    @cached_property
    def heads(self) -> Heads:
        return read_heads(self.files[MEANING], self.files[WEIGHTS])


def read_heads(meaning: bytes, weights: bytes) -> Heads:
    told = json.loads(meaning)
    layout = told["layout"].items()
    with np.load(BytesIO(weights)) as stored:
        return Heads(
            classifiers=told["classifiers"],
            relations=told["relations"],
            tags=told["tags"],
            layout={name: (first, end) for name, (first, end) in layout},
            farthest=told["farthest"],
            weights=dict(stored),
        )


def read_words(doc: Doc, pieces: Pieces) -> tuple[Integers, Integers]:
    """The tokens that are words, and the piece that stands for each."""
    found = [(t.i, t.idx, t.idx + len(t)) for t in doc if not t.is_space]
    if not found or not len(pieces):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    words, start_chars, end_chars = np.array(found, dtype=np.int64).T
    return words, pieces.first_of(start_chars, end_chars)
