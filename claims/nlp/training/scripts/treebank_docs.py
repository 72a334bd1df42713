"""Treebank documents as gold docs, with an empty line between paragraphs."""

from read_treebank import Sentence, word_labels
from spacy.tokens import Doc
from spacy.vocab import Vocab

PARAGRAPH_GAP = "\n\n"
#: The relation of a paragraph gap, which the treebanks don't have.
GAP = "gap"


def gold_doc(vocab: Vocab, document: list[Sentence]) -> Doc:
    """Paragraph gaps are tokens that hang on the word before and are not scored."""
    columns: dict[str, list] = {
        name: []
        for name in ("words", "spaces", "heads", "deps", "pos", "tags", "morphs")
    }
    columns["lemmas"] = []

    def add(word: str, spaced: bool, head: int, labels: dict[str, str]) -> None:
        columns["words"].append(word)
        columns["spaces"].append(spaced)
        columns["heads"].append(head)
        columns["deps"].append(labels["relation"])
        columns["pos"].append(labels["upos"])
        columns["tags"].append(labels["xpos"])
        columns["morphs"].append(labels["feats"])
        columns["lemmas"].append(labels["lemma"])

    gap = dict.fromkeys(["upos", "xpos", "feats", "lemma"], "") | {"relation": GAP}
    for sentence in document:
        if columns["words"] and sentence.opens_paragraph:
            columns["spaces"][-1] = False
            add(PARAGRAPH_GAP, False, len(columns["words"]) - 1, gap)
        first = len(columns["words"])
        for place, word in enumerate(sentence.words):
            head = first + (word.head - 1 if word.head else place)
            add(word.form, word.spaced, head, word_labels(word) | {"lemma": word.lemma})
    columns["spaces"][-1] = False
    return Doc(vocab, **columns)
