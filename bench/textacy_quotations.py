"""What textacy finds in articles, in the form of `manage.py extract`: IN OUT.

Run by `make bench` in an environment of its own. textacy has no parser; it gets the
project's own parse, paragraph by paragraph, since one quotation mark too many makes it
refuse the whole text.
"""

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from spacy.tokens import Doc
from textacy.extract import direct_quotations

from claims.nlp import load_pipeline

Offsets = list[list[int]]


def stretches(places: list[int], doc: Doc) -> Offsets:
    """Character offsets of the runs in a list of token numbers."""
    runs = groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    found = []
    for _, run in runs:
        tokens = [doc[place] for _, place in run]
        found.append([tokens[0].idx, tokens[-1].idx + len(tokens[-1])])
    return found


def quotations(doc: Doc) -> Iterator[dict[str, Offsets]]:
    try:
        for found in direct_quotations(doc):
            parts = {
                "source": found.speaker,
                "cue": found.cue,
                "content": found.content,
            }
            yield {
                role: stretches([token.i for token in part], doc)
                for role, part in parts.items()
            }
    except ValueError:  # a quotation mark without its fellow
        return


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line.rstrip("\n")
        start += len(line)


def moved(found: dict[str, Offsets], by: int) -> dict[str, Offsets]:
    return {
        role: [[start + by, end + by] for start, end in spans]
        for role, spans in found.items()
    }


def main(source: Path, target: Path) -> None:
    nlp = load_pipeline()
    with source.open(encoding="utf-8") as articles, target.open("w") as out:
        for article in map(json.loads, articles):
            attributions = [
                moved(found, start)
                for start, text in paragraphs(article["text"])
                for found in quotations(nlp(text))
            ]
            row = {"id": article["id"], "attributions": attributions}
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
