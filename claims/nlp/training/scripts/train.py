"""Train the encoder and its heads: train.py ENCODER CORPUS OUT --minutes N.

The learning rate falls with the clock, so that training ends on time on any machine.
The state is saved every few minutes, and judged on the development corpora.
"""

import argparse
import random
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from batches import Batch, Corpus, endless_batches
from columns import load_corpus
from convert import POINTER_COLUMNS
from judge import judge
from losses import losses
from network import Network
from srsly import read_json, write_json
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

SEED = 20
ROWS = 8
#: Corpus → passes over it in a full run, and how much its entity labels count.
PLAN = {
    "attributions": (3, 0.15),
    "treebank": (5, 1.0),
    "entities": (4, 1.0),
    "entities-silver": (1, 0.5),
    "claims": (5, 1.0),
    "claims-in-news": (3, 1.0),
    "claims-in-own": (6, 1.0),
}
JUDGED = ["attributions-dev", "treebank-dev", "entities-dev", "claims-held-out"]
ENCODER_RATE, HEAD_RATE = 1.5e-4, 8e-4
WARM_UP_STEPS = 100
LARGEST_GRADIENT = 1.0
#: The state that is kept is a moving mean of the weights.
AVERAGED = 0.998
REPORT_EVERY_STEPS = 50
RECORDED_PACKAGES = ["torch", "transformers", "spacy", "numpy", "tokenizers"]


def read_corpora(folder: Path, names: list[str]) -> list[Corpus]:
    return [
        Corpus(
            name,
            load_corpus(folder / f"{name}.npz"),
            *PLAN.get(name, (1, 1.0)),
            frozenset(POINTER_COLUMNS),
        )
        for name in names
    ]


def make_optimizer(network: Network) -> torch.optim.Optimizer:
    learned = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    encoder = [p for n, p in learned if n.startswith("encoder.")]
    heads = [p for n, p in learned if not n.startswith("encoder.")]
    groups = [
        {"params": encoder, "lr": ENCODER_RATE, "peak": ENCODER_RATE},
        {"params": heads, "lr": HEAD_RATE, "peak": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def learn(network: Network, optimizer: torch.optim.Optimizer, batch: Batch) -> dict:
    """One step; returns each head's loss."""
    network.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = dict(losses(network, batch))
    torch.stack(list(found.values())).sum().backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
    optimizer.step()
    optimizer.zero_grad()
    return {name: float(loss.detach()) for name, loss in found.items()}


def train(
    encoder: Path,
    corpus: Path,
    out: Path,
    *,
    minutes: float,
    start: Path | None,
    rates: tuple[float, float],
    save: float,
) -> None:
    """`rates` are shares of the full learning rates, at the start and at the end."""
    for seeded in (random.seed, np.random.seed, torch.manual_seed):
        seeded(SEED)
    network = Network(encoder, read_json(corpus / "labels.json"))
    if start:
        network.load_state_dict(torch.load(start, weights_only=True))
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    optimizer = make_optimizer(network)
    judged = read_corpora(corpus, JUDGED)
    batches = endless_batches(read_corpora(corpus, list(PLAN)), ROWS, SEED)
    started = saved = time.monotonic()
    sums: dict[str, list[float]] = defaultdict(list)
    pieces = 0
    for step, batch in enumerate(batches):
        spent = (time.monotonic() - started) / (60 * minutes)
        if spent >= 1:
            break
        rate = min(1.0, (step + 1) / WARM_UP_STEPS)
        rate *= rates[0] + (rates[1] - rates[0]) * spent
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        for name, loss in learn(network, optimizer, batch).items():
            sums[name].append(loss)
        averaged.update_parameters(network)
        pieces += int(batch.mask.sum())
        if step % REPORT_EVERY_STEPS == 0:
            shown = " ".join(f"{n} {sum(x) / len(x):.3f}" for n, x in sums.items())
            seconds = time.monotonic() - started
            print(f"{step} {spent:.1%} {pieces / seconds:.0f}/s | {shown}", flush=True)
            sums.clear()
        if time.monotonic() - saved > 60 * save:
            saved = time.monotonic()
            torch.save(averaged.module.state_dict(), out)
            print("judged", judge(averaged.module, judged), flush=True)
    torch.save(averaged.module.state_dict(), out)
    write_record(out, minutes=minutes, steps=step, pieces=pieces)
    print(f"{pieces} pieces; judged", judge(averaged.module, judged), flush=True)


def write_record(out: Path, **facts: float) -> None:
    """What was run, beside the state, for the model card."""
    versions = {name: version(name) for name in RECORDED_PACKAGES}
    record = {"seed": SEED, "schedule": "one run", **facts, "versions": versions}
    write_json(out.with_suffix(".json"), record)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--start", type=Path, help="a state to go on from")
    parser.add_argument("--rates", type=float, nargs=2, default=(1.0, 0.0))
    parser.add_argument("--save-minutes", type=float, default=10)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train(
        options.encoder,
        options.corpus,
        options.out,
        minutes=options.minutes,
        start=options.start,
        rates=options.rates,
        save=options.save_minutes,
    )


if __name__ == "__main__":
    main()
