"""One small encoder with many heads.

Classifiers label pieces; pointers score pairs of pieces by a low-rank bilinear form and
their distance; the relation head labels a word and its head.
"""

from pathlib import Path

import torch
from labels import POINTERS
from torch import Tensor, nn
from transformers import BertModel

from claims.nlp.pieces import PIECE_TYPES

#: How far apart two pieces can be before all distances count the same.
FARTHEST = 96
POINTER_WIDTH = 48
ARC_WIDTH = 128
RELATION_WIDTH = 96
#: The last layers that syntax mixes: it is learned lower down than meaning.
MIXED_LAYERS = 3
DROPOUT = 0.1

#: Heads that learn the same thing, and so stand in the same corpora.
GROUPS = {
    "attribution": ["roles", "cue_of", "source_of"],
    "entities": ["entities"],
    "syntax": ["upos", "xpos", "feats", "sentence_start", "heads", "relation"],
    "claims": [
        *["kinds", "claim_cues", "speakers", "targets"],
        *["category", "quotation", "hedged"],
        *["speaker_of", "target_of", "claim_cue_of"],
    ],
}
GROUP_OF = {head: group for group, heads in GROUPS.items() for head in heads}


class Pointer(nn.Module):
    """Scores query → key; without `with_null` the diagonal stands for "no other"."""

    def __init__(self, size: int, width: int, *, with_null: bool) -> None:
        super().__init__()
        self.query = nn.Linear(size, width)
        self.key = nn.Linear(size, width)
        self.prior = nn.Linear(size, 1)
        self.null = nn.Linear(size, 1) if with_null else None
        self.distance = nn.Parameter(torch.zeros(2 * FARTHEST + 1))
        self.scale = width**-0.5

    def vectors(self, states: Tensor) -> Tensor:
        """Query, key and prior side by side (and null), as run time reads them."""
        parts = [self.query(states) * self.scale, self.key(states), self.prior(states)]
        return torch.cat(parts + ([self.null(states)] if self.null else []), dim=-1)

    def forward(self, states: Tensor) -> Tensor:
        """Scores (row, query, key); with a null, its score is the last key."""
        length = states.shape[1]
        places = torch.arange(length)
        offsets = (places[None, :] - places[:, None]).clamp(-FARTHEST, FARTHEST)
        scores = (self.query(states) * self.scale) @ self.key(states).transpose(1, 2)
        scores = scores.float() + self.prior(states).float().transpose(1, 2)
        scores = scores + self.distance[offsets + FARTHEST]
        if self.null:
            scores = torch.cat([scores, self.null(states).float()], dim=-1)
        return scores


class Relations(nn.Module):
    """Labels a word and its head from the sum of their projections."""

    def __init__(self, size: int, labels: int) -> None:
        super().__init__()
        self.word = nn.Linear(size, RELATION_WIDTH)
        self.head = nn.Linear(size, RELATION_WIDTH)
        self.label = nn.Linear(RELATION_WIDTH, labels)

    def vectors(self, states: Tensor) -> Tensor:
        return torch.cat([self.word(states), self.head(states)], dim=-1)

    def forward(self, words: Tensor, heads: Tensor) -> Tensor:
        return self.label(torch.relu(self.word(words) + self.head(heads)))


class Network(nn.Module):
    def __init__(
        self, encoder: Path, answers: dict, *, attention: str = "eager"
    ) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            encoder,
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
            attn_implementation=attention,
        )
        self._widen_types()
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        size = self.encoder.config.hidden_size
        self.mixture = nn.Parameter(torch.tensor([0.0] * (MIXED_LAYERS - 1) + [2.0]))
        self.dropout = nn.Dropout(DROPOUT)
        self.classifiers = nn.ModuleDict(
            {
                name: nn.Linear(size, len(labels))
                for name, labels in answers["classifiers"].items()
            }
        )
        self.pointers = nn.ModuleDict(
            {name: Pointer(size, POINTER_WIDTH, with_null=True) for name in POINTERS}
        )
        self.pointers["heads"] = Pointer(size, ARC_WIDTH, with_null=False)
        self.relation = Relations(size, len(answers["relations"]))

    def _widen_types(self) -> None:
        """Give case and spacing to an encoder that knows neither."""
        embeddings = self.encoder.embeddings
        old = embeddings.token_type_embeddings.weight.data[0]
        table = nn.Embedding(PIECE_TYPES, old.shape[0])
        table.weight.data = old + 0.005 * torch.randn(PIECE_TYPES, old.shape[0])
        embeddings.token_type_embeddings = table
        self.encoder.config.type_vocab_size = PIECE_TYPES

    def layers(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """The last layers' states, each (row, piece, size)."""
        return self.encoder(
            input_ids=ids,
            token_type_ids=types,
            attention_mask=mask,
            output_hidden_states=True,
        ).hidden_states[-MIXED_LAYERS:]

    def read(self, layers: list[Tensor], head: str) -> Tensor:
        """What a head sees: the last layer, or for syntax the mixed last layers."""
        if GROUP_OF[head] != "syntax":
            return self.dropout(layers[-1])
        weights = self.mixture.softmax(0)
        mixed = sum(w * layer for w, layer in zip(weights, layers, strict=True))
        return self.dropout(mixed)
