"""Universal Dependencies documents as columns, read from the text as written.

Every label stands at the piece that stands for its word. `heads` points to the head's
piece, and to the word itself for a root; `sentence` to the sentence's first piece.
"""

import gzip
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from columns import NO_LABEL, PARAGRAPH, SENTENCE, Columns, text_columns
from numpy.typing import NDArray
from tokenizers import Tokenizer

from claims.nlp.pieces import cut_pieces

PARAGRAPH_GAPS = ["\n\n", "\n\n", "\n", " "]
WORD_LABELS = ["upos", "xpos", "feats", "relation"]
SEEDED_WITH = 7


@dataclass
class Word:
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    relation: str
    spaced: bool = True


@dataclass
class Sentence:
    words: list[Word] = field(default_factory=list)
    opens_document: bool = False
    opens_paragraph: bool = False


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Sentences of syntactic words; a split word has no white space inside."""
    sentence, split_until, split_spaced = Sentence(), 0, True
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in map(str.rstrip, lines):
            fields = line.split("\t")
            if not line and sentence.words:
                yield sentence
                sentence, split_until = Sentence(), 0
            elif line.startswith("# newdoc"):
                sentence.opens_document = True
            elif line.startswith("# newpar"):
                sentence.opens_paragraph = True
            elif len(fields) == 10 and "-" in fields[0]:
                split_until = int(fields[0].split("-")[1])
                split_spaced = "SpaceAfter=No" not in fields[9]
            elif len(fields) == 10 and fields[0].isdigit():
                word = word_of(fields)
                if int(fields[0]) <= split_until:
                    word.spaced = split_spaced and int(fields[0]) == split_until
                sentence.words.append(word)


def word_of(fields: list[str]) -> Word:
    _, form, lemma, upos, xpos, feats, head, relation, _, misc = fields
    return Word(
        form=form.replace(" ", ""),
        lemma=form if lemma == "_" else lemma,
        upos=upos,
        xpos=upos if xpos == "_" else xpos,
        feats="" if feats == "_" else feats,
        head=int(head),
        relation="ROOT" if head == "0" else relation,
        spaced="SpaceAfter=No" not in misc,
    )


def read_documents(path: Path) -> list[list[Sentence]]:
    documents: list[list[Sentence]] = []
    for sentence in read_sentences(path):
        if sentence.opens_document or not documents:
            documents.append([])
        documents[-1].append(sentence)
    return documents


def lemma_script(form: str, lemma: str) -> str:
    """How to make a lemma of a form: keep or lower, letters to cut, letters to add."""
    lowered = form.lower()
    plain, kept = _shared_prefix(lowered, lemma), _shared_prefix(form, lemma)
    case, shared = ("keep", kept) if kept > plain else ("lower", plain)
    return f"{case}|{len(form) - shared}|{lemma[shared:]}"


def _shared_prefix(left: str, right: str) -> int:
    for position, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return position
    return min(len(left), len(right))


def word_labels(word: Word) -> dict[str, str]:
    return {
        "upos": word.upos,
        "xpos": word.xpos,
        "feats": word.feats,
        "relation": word.relation,
    }


def treebank_labels(
    documents: list[list[Sentence]], *, rare_below: int = 3
) -> dict[str, list[str]]:
    """The labels of each word head; those seen fewer times are left out."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in WORD_LABELS}
    for document in documents:
        for sentence in document:
            for word in sentence.words:
                for name, label in word_labels(word).items():
                    counts[name][label] += 1
    return {
        name: sorted(label for label, n in counter.items() if n >= rare_below)
        for name, counter in counts.items()
    }


def document_text(
    document: list[Sentence], paragraph_gap: str
) -> tuple[str, list[list[tuple[int, int]]]]:
    """The text, and each sentence's word offsets in it."""
    parts: list[str] = []
    offsets: list[list[tuple[int, int]]] = []
    length = 0
    for number, sentence in enumerate(document):
        if number and sentence.opens_paragraph:
            parts[-1] = paragraph_gap
            length = sum(map(len, parts))
        offsets.append([])
        for word in sentence.words:
            offsets[-1].append((length, length + len(word.form)))
            parts += [word.form, " " if word.spaced else ""]
            length += len(word.form) + word.spaced
    return "".join(parts), offsets


def treebank_columns(
    documents: list[list[Sentence]], labels: dict[str, list[str]], tokenizer: Tokenizer
) -> Iterator[Columns]:
    chance = random.Random(SEEDED_WITH)
    numbers = {
        name: {label: number for number, label in enumerate(known)}
        for name, known in labels.items()
    }
    for document in documents:
        text, offsets = document_text(document, chance.choice(PARAGRAPH_GAPS))
        pieces = cut_pieces(tokenizer, text)
        columns = text_columns(
            pieces, text, [*WORD_LABELS, "heads", "sentence", "sentence_start"]
        )
        columns["breaks"][:] = 0
        for sentence, words in zip(document, offsets, strict=True):
            firsts = pieces.first_of(*np.array(words).T)
            mark_sentence(columns, sentence, firsts, numbers)
        yield columns


def mark_sentence(
    columns: Columns,
    sentence: Sentence,
    firsts: NDArray[np.int64],
    numbers: dict[str, dict[str, int]],
) -> None:
    columns["breaks"][firsts[0]] = PARAGRAPH if sentence.opens_paragraph else SENTENCE
    columns["sentence_start"][firsts] = 0
    columns["sentence_start"][firsts[0]] = 1
    columns["sentence"][firsts] = firsts[0]
    # Backwards, so that of two words in one piece the first keeps it.
    for word, first in zip(reversed(sentence.words), firsts[::-1], strict=True):
        for name, label in word_labels(word).items():
            columns[name][first] = numbers[name].get(label, NO_LABEL)
        head = firsts[word.head - 1] if word.head else first
        columns["heads"][first] = head
        if word.head and head == first:
            columns["heads"][first] = NO_LABEL
