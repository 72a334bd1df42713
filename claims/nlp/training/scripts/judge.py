"""A cheap look at how well each head does on the development corpora while training.

Accuracy counts only pieces whose right answer is not "O"; the benchmarks that count are
run on the finished package by evaluate.py.
"""

from collections import defaultdict

import torch
from batches import Batch, Corpus, make_batch
from losses import IMPOSSIBLE, sentence_words
from network import Network
from torch import Tensor

ROWS = 16
#: Every n-th window is judged.
SAMPLED = 4
OUTSIDE_IS_EASY = {"roles", "entities", "kinds", "sentence_start"}


@torch.no_grad()
def judge(network: Network, corpora: list[Corpus]) -> dict[str, float]:
    """Head → accuracy."""
    network.eval()
    right: dict[str, int] = defaultdict(int)
    seen: dict[str, int] = defaultdict(int)
    for corpus in corpora:
        samples = [
            (corpus, start, end) for start, end in corpus.windows(None)[::SAMPLED]
        ]
        for at in range(0, len(samples), ROWS):
            batch = make_batch(samples[at : at + ROWS])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                for name, correct in correct_answers(network, batch):
                    right[name] += int(correct.sum())
                    seen[name] += len(correct)
    return {name: round(right[name] / seen[name], 4) for name in seen}


def correct_answers(network: Network, batch: Batch) -> list[tuple[str, Tensor]]:
    """For each head, whether it is right on each piece that counts."""
    layers = network.layers(batch.ids, batch.types, batch.mask)
    results = []
    for name, (rows, answers) in batch.answers.items():
        if name not in network.classifiers and name not in network.pointers:
            continue
        head = (
            network.classifiers if name in network.classifiers else network.pointers
        )[name]
        scores = head(network.read([layer[rows] for layer in layers], name))
        if name == "heads":
            sentences = sentence_words(batch)
            same = sentences[:, :, None] == sentences[:, None, :]
            scores = scores.masked_fill(~same, IMPOSSIBLE)
        counted = answers >= (1 if name in OUTSIDE_IS_EASY else 0)
        results.append((name, (scores.argmax(-1) == answers)[counted]))
    return results
