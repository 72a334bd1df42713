"""The project's own annotations of claims, with the texts they belong to.

`annotations/articles.jsonl` has articles that were written to be annotated;
`annotations/standoff.jsonl` has offsets into texts of the shared data, by their number.
"""

import gzip
import json
from pathlib import Path

ANNOTATIONS = Path(__file__).parents[1] / "annotations"
BROADCASTS, NEWSPAPERS = "voa", "polnear"


def read_lines(path: Path) -> list[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def own_articles() -> list[dict]:
    return read_lines(ANNOTATIONS / "articles.jsonl")


def annotated_texts(data: Path) -> list[dict]:
    """The stand-off annotations, each with the text it was made on.

    Raises ValueError when a text is another than the one that was annotated.
    """
    sentences = {
        int(record["id"].removeprefix("gmb-")): record["text"]
        for record in read_lines(data / "ner/silver-gmb.jsonl.gz")
    }
    articles = {
        record["id"]: record["text"]
        for record in read_lines(data / "polnear/train.jsonl.gz")
    }
    documents = read_lines(ANNOTATIONS / "standoff.jsonl")
    for document in documents:
        corpus, _, number = document["id"].partition("-")
        if corpus == BROADCASTS:
            first, last = map(int, number.split("-"))
            numbers = range(first, last + 1)
            text = "\n".join(sentences[n] for n in numbers if n in sentences)
        else:
            text = articles[number]
        if len(text) != document["length"]:
            raise ValueError(f"{document['id']} is not the text that was annotated")
        document["text"] = text
    return documents
