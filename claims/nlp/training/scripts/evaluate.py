"""Measure a package on the test sets: evaluate.py MODEL DATA BENCH SCORES [PART …].

Nothing measured here was trained on. The scorers of attributions and claims are those
of the benchmark folder; the others are spaCy's.
"""

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import spacy
from labels import ROLES
from read_treebank import read_documents
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from treebank_docs import GAP, gold_doc

from claims.nlp import attribution, encoder, entities, frames, parsing, tagging
from claims.nlp.frames import ClaimFrame

#: Naming the modules registers their components.
COMPONENTS = (encoder, tagging, parsing, entities, attribution, frames)
NOT_SCORED_RELATIONS = ("p", "punct", GAP)
#: What no training source annotates well enough to be learned.
NEVER_SCORED_ENTITIES = {"WEAPON"}
CLAIM_SETS = ["dev", "dev-voa"]


def read_lines(path: Path) -> list[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start_char, span.end_char] for span in spans]


def told_attributions(doc: Doc) -> dict:
    return {
        "attributions": [
            {role: offsets(getattr(part, role)) for role in ROLES}
            for part in doc._.attributions
        ]
    }


def told_frames(doc: Doc) -> dict:
    claims = [
        told_frame(frame) | {"id": f"c{number}"}
        for number, frame in enumerate(doc._.claim_frames, 1)
    ]
    return {"claims": claims, "rebuttals": []}


def told_frame(frame: ClaimFrame) -> dict:
    def party(span: Span | None) -> dict:
        return {
            "span": span and [span.start_char, span.end_char],
            "name": span and span.text,
        }

    content = frame.content
    return {
        "kind": frame.kind,
        "speaker": party(frame.speaker),
        "target": party(frame.target),
        "accusation": {
            "span": [content.start_char, content.end_char],
            "text": content.text,
        },
    }


def score_with(
    scorer: Path, gold: Path, nlp: Language, tell: Callable[[Doc], dict]
) -> dict:
    """Run a benchmark's own scorer on what the pipeline tells of its documents."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as told:
        for record in read_lines(gold):
            line = {"id": record["id"]} | tell(nlp(record["text"]))
            told.write(json.dumps(line) + "\n")
        told.flush()
        command = [sys.executable, scorer, gold, told.name, "--json"]
        found = subprocess.run(command, check=True, capture_output=True, text=True)
    scores: dict = json.loads(found.stdout)
    return scores


def score_treebank(nlp: Language, path: Path) -> dict[str, float]:
    golds = [gold_doc(nlp.vocab, document) for document in read_documents(path)]
    examples = [Example(nlp(gold.text), gold) for gold in golds]
    trees = Scorer.score_deps(
        examples,
        "dep",
        getter=lambda token, attr: token.dep_.lower(),
        ignore_labels=NOT_SCORED_RELATIONS,
    )
    scores = {
        "las": trees["dep_las"],
        "uas": trees["dep_uas"],
        "upos": Scorer.score_token_attr(examples, "pos")["pos_acc"],
        "xpos": Scorer.score_token_attr(examples, "tag")["tag_acc"],
        "feats": Scorer.score_token_attr(examples, "morph")["morph_acc"],
        "lemma": Scorer.score_token_attr(examples, "lemma")["lemma_acc"],
        "sentences": Scorer.score_spans(examples, "sents")["sents_f"],
    }
    return {name: round(float(score), 4) for name, score in scores.items()}


def score_entities(nlp: Language, path: Path) -> dict[str, float]:
    """Micro F1 over labels that each source annotates; span and label must agree."""
    right = told = known = 0
    for record in read_lines(path):
        hidden = {*record["missing"], *NEVER_SCORED_ENTITIES}
        gold = {tuple(e) for e in record["entities"] if e[2] not in hidden}
        doc = nlp(record["text"])
        found = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        found = {entity for entity in found if entity[2] not in hidden}
        right += len(gold & found)
        told += len(found)
        known += len(gold)
    return {
        "precision": round(right / max(told, 1), 4),
        "recall": round(right / known, 4),
        "f1": round(2 * right / (told + known), 4),
    }


def measure_speed(nlp: Language, path: Path) -> dict[str, int]:
    """Words (not white space) a second of one core, and the process's peak so far."""
    texts = [record["text"] for record in read_lines(path)]
    started = time.process_time()
    words = sum(not t.is_space for doc in nlp.pipe(texts) for t in doc)
    return {
        "words_per_second": round(words / (time.process_time() - started)),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def evaluate(model: Path, data: Path, bench: Path, out: Path, *wanted: str) -> None:
    """Write the scores of the parts wanted, or of all."""
    nlp = spacy.load(model)
    articles = data / "polnear/dev.jsonl.gz"

    def frames_in(name: str) -> dict:
        gold = bench / f"claims/{name}.jsonl"
        return score_with(bench / "claims/score.py", gold, nlp, told_frames)

    parts: dict[str, Callable[[], dict]] = {
        "speed": lambda: measure_speed(nlp, articles),
        "attribution": lambda: score_with(
            bench / "attribution/score.py", articles, nlp, told_attributions
        ),
        "entities": lambda: score_entities(nlp, data / "ner/test.jsonl.gz"),
        "treebank": lambda: score_treebank(nlp, data / "ud/test.conllu.gz"),
        "treebank_news": lambda: score_treebank(
            nlp, data / "ud/pud-extra-test.conllu.gz"
        ),
    }
    parts |= {f"frames_{name}": partial(frames_in, name) for name in CLAIM_SETS}
    scores = {name: parts[name]() for name in wanted or parts}
    out.write_text(json.dumps(scores, indent=1))


if __name__ == "__main__":
    evaluate(*map(Path, sys.argv[1:5]), *sys.argv[5:])
