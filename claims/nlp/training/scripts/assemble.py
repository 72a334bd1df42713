"""Put an exported encoder into a spaCy package: assemble.py EXPORTED OUT."""

import sys
from pathlib import Path

import spacy
from word_cutting import cut_words_as_treebanks

from claims.nlp import attribution, encoder, entities, frames, parsing, tagging

NAME, VERSION = "crossclaim", "1.1.0"
#: Naming the modules registers their components.
COMPONENTS = [
    module.__name__.rpartition(".")[2]
    for module in (encoder, tagging, parsing, entities, attribution, frames)
]


def assemble(exported: Path, out: Path) -> None:
    nlp = spacy.blank("en")
    cut_words_as_treebanks(nlp)
    nlp.meta |= {"name": NAME, "version": VERSION}
    for component in COMPONENTS:
        nlp.add_pipe(component)
    for filled in ("encoder", "tagging"):
        nlp.get_pipe(filled).from_disk(exported)
    nlp.to_disk(out)


if __name__ == "__main__":
    assemble(*map(Path, sys.argv[1:3]))
