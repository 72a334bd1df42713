"""Turn the shared data into training corpora: convert.py DATA ENCODER CORPUS."""

import json
import sys
from pathlib import Path

from columns import Columns, join_documents, save_corpus
from labels import CLASSIFIERS, POINTERS
from lemma_rules import learn_lemmas
from read_annotations import annotated_texts, own_articles, read_lines
from read_claims import read_claims
from read_entities import read_entities
from read_polnear import read_polnear
from read_treebank import read_documents, treebank_columns, treebank_labels

from claims.nlp.pieces import load_tokenizer

#: Every n-th document of claims is kept from training, to fit confidence on.
HELD_OUT = 8
POINTER_COLUMNS = {*POINTERS, "heads", "sentence"}


def convert(data: Path, encoder: Path, corpus: Path) -> None:
    tokenizer = load_tokenizer((encoder / "tokenizer.json").read_bytes())

    def save(name: str, documents: list[Columns]) -> None:
        joined = join_documents(documents, POINTER_COLUMNS)
        save_corpus(corpus / f"{name}.npz", joined)
        print(f"{name}: {len(documents)} documents, {len(joined['ids'])} pieces")

    silver = data / "ner/silver-polnear.jsonl.gz"
    train, dev = (data / f"polnear/{part}.jsonl.gz" for part in ("train", "dev"))
    save("attributions", list(read_polnear(train, silver, tokenizer)))
    save("attributions-dev", list(read_polnear(dev, None, tokenizer)))
    for name, part in [
        ("entities", "train"),
        ("entities-silver", "silver-gmb"),
        ("entities-dev", "dev"),
    ]:
        path = data / f"ner/{part}.jsonl.gz"
        save(name, list(read_entities(path, tokenizer)))
    claims = read_lines(data / "claims/train.jsonl.gz")
    for name, annotated in [
        ("claims", [one for at, one in enumerate(claims) if at % HELD_OUT]),
        ("claims-held-out", claims[::HELD_OUT]),
        ("claims-in-news", annotated_texts(data)),
        ("claims-in-own", own_articles()),
    ]:
        save(name, list(read_claims(annotated, tokenizer)))

    treebank = read_documents(data / "ud/train.conllu.gz")
    labels = treebank_labels(treebank)
    save("treebank", list(treebank_columns(treebank, labels, tokenizer)))
    treebank_dev = read_documents(data / "ud/dev.conllu.gz")
    save("treebank-dev", list(treebank_columns(treebank_dev, labels, tokenizer)))
    (corpus / "lemmas.json").write_text(json.dumps(learn_lemmas(treebank)))
    relations = labels.pop("relation")
    classifiers = CLASSIFIERS | labels | {"sentence_start": ["inside", "start"]}
    answers = {"classifiers": classifiers, "relations": relations}
    (corpus / "labels.json").write_text(json.dumps(answers, indent=1))


if __name__ == "__main__":
    convert(*map(Path, sys.argv[1:4]))
