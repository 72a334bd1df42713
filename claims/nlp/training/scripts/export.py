"""Export a trained network for run time: export.py ENCODER CORPUS STATE OUT.

OUT gets the graph (ONNX, int8 per channel), the weights of what run time computes
itself (heads.npz), what each output means (heads.json), the tokenizer and the rules for
lemmas.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from network import FARTHEST, GROUP_OF, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from srsly import read_json
from torch import Tensor, nn

from claims.nlp.pieces import PIECE_TYPES

#: The most likely label is all that run time needs of these.
TAGS = ["upos", "xpos", "feats"]
INPUTS, OUTPUTS = ["ids", "types", "mask"], ["tags", "outputs"]


class Graph(nn.Module):
    """The network as run time sees it: two matrix products after the encoder.

    Outputs (row, piece, …): the numbers of the best `TAGS`, and all scores and vectors
    side by side in the order of `layout`.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.tag_sizes = [network.classifiers[tag].out_features for tag in TAGS]
        heads = [
            *[(name, [part]) for name, part in network.classifiers.items()],
            *[(name, pointer_parts(part)) for name, part in network.pointers.items()],
            ("relation", [network.relation.word, network.relation.head]),
        ]
        self.tags = joined([network.classifiers[tag] for tag in TAGS])
        syntax = [h for h in heads if GROUP_OF[h[0]] == "syntax" and h[0] not in TAGS]
        others = [h for h in heads if GROUP_OF[h[0]] != "syntax"]
        self.syntax = joined([part for _, parts in syntax for part in parts])
        self.others = joined([part for _, parts in others for part in parts])
        self.layout = {}
        start = 0
        for name, parts in syntax + others:
            end = start + sum(part.out_features for part in parts)
            self.layout[name] = [start, end]
            start = end

    def forward(
        self, ids: Tensor, types: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        layers = self.network.layers(ids, types, mask)
        mixed = self.network.read(list(layers), "heads")
        split = self.tags(mixed).split(self.tag_sizes, dim=-1)
        tags = torch.stack([scores.argmax(-1) for scores in split], dim=-1)
        return tags.int(), torch.cat([self.syntax(mixed), self.others(layers[-1])], -1)


def pointer_parts(pointer: nn.Module) -> list[nn.Linear]:
    """Query (scaled), key, prior and, where there is one, null."""
    query = nn.Linear(pointer.query.in_features, pointer.query.out_features)
    query.weight.data = pointer.query.weight.data * pointer.scale
    query.bias.data = pointer.query.bias.data * pointer.scale
    null = [pointer.null] if pointer.null else []
    return [query, pointer.key, pointer.prior, *null]


def joined(parts: list[nn.Linear]) -> nn.Linear:
    whole = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    whole.weight.data = torch.cat([part.weight.data for part in parts])
    whole.bias.data = torch.cat([part.bias.data for part in parts])
    return whole


def export_graph(graph: Graph, path: Path) -> None:
    """Write the int8 graph; per channel, since per tensor costs two points of F1."""
    ids = torch.randint(1000, 2000, (2, 16))
    shape = {0: "row", 1: "piece"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            graph,
            (ids, torch.randint(0, PIECE_TYPES, ids.shape), torch.ones_like(ids)),
            str(full),
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes=dict.fromkeys([*INPUTS, *OUTPUTS], shape),
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True)


def export(encoder: Path, corpus: Path, state: Path, out: Path) -> None:
    answers = read_json(corpus / "labels.json")
    network = Network(encoder, answers)
    network.load_state_dict(torch.load(state, weights_only=True))
    graph = Graph(network.eval()).eval()
    out.mkdir(parents=True, exist_ok=True)
    export_graph(graph, out / "encoder.onnx")
    distances = {name: part.distance for name, part in network.pointers.items()}
    label = network.relation.label
    weights = {f"distance.{name}": table for name, table in distances.items()}
    weights |= {"relation.weight": label.weight, "relation.bias": label.bias}
    np.savez(out / "heads.npz", **{k: v.detach().numpy() for k, v in weights.items()})
    meaning = answers | {"tags": TAGS, "layout": graph.layout, "farthest": FARTHEST}
    (out / "heads.json").write_text(json.dumps(meaning, indent=1))
    shutil.copy(encoder / "tokenizer.json", out / "tokenizer.json")
    shutil.copy(corpus / "lemmas.json", out / "lemmas.json")


if __name__ == "__main__":
    export(*map(Path, sys.argv[1:5]))
