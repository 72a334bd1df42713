"""What each head is told about its answers in a batch."""

from collections.abc import Iterator

import torch
from batches import Batch
from columns import NO_LABEL
from labels import ENTITIES, POINTERS
from network import GROUP_OF, Network
from torch import Tensor
from torch.nn.functional import cross_entropy

#: Columns that are no head's answers.
COMPANIONS = {"unknown", "sentence"}
IMPOSSIBLE = -1e4

#: How much each head counts. Claims are what the site is about and have few documents;
#: labels that are read once a claim are few and easy; few words start a sentence.
WEIGHTS = {"sentence_start": 3.0, "feats": 0.5, "upos": 0.5, "xpos": 0.5}
WEIGHTS |= {"category": 0.3, "quotation": 0.3, "hedged": 0.3}
WEIGHTS |= dict.fromkeys(["kinds", "claim_cues", "speakers", "targets"], 4.0)
WEIGHTS |= dict.fromkeys(POINTERS, 0.3)
WEIGHTS |= {"speaker_of": 0.6, "target_of": 0.6, "claim_cue_of": 0.6, "entities": 2.0}


def losses(network: Network, batch: Batch) -> Iterator[tuple[str, Tensor]]:
    """The mean loss of each head over its pieces, times the share of rows it has."""
    layers = network.layers(batch.ids, batch.types, batch.mask)
    states: dict[str, Tensor] = {}
    for name, (rows, answers) in batch.answers.items():
        if name in COMPANIONS or not bool((answers >= 0).any()):
            continue
        group = GROUP_OF[name]
        if group not in states:
            states[group] = network.read([layer[rows] for layer in layers], name)
        read = rows, states[group], answers
        if name == "heads":
            loss = head_loss(network, batch, *read)
        elif name == "relation":
            loss = relation_loss(network, batch, *read)
        elif name == "entities":
            loss = entity_loss(network, batch, *read)
        elif name in POINTERS:
            loss = pointer_loss(network, name, *read)
        else:
            scores = network.classifiers[name](read[1]).float()
            loss = flat_cross_entropy(scores, answers)
        share = len(rows) / len(batch.ids)
        yield name, loss * share * WEIGHTS.get(name, 1.0)


def flat_cross_entropy(scores: Tensor, answers: Tensor) -> Tensor:
    return cross_entropy(scores.flatten(0, 1), answers.flatten(), ignore_index=NO_LABEL)


def pointer_loss(
    network: Network, name: str, rows: Tensor, states: Tensor, answers: Tensor
) -> Tensor:
    return flat_cross_entropy(network.pointers[name](states), answers)


def sentence_words(batch: Batch) -> Tensor:
    """For each piece that stands for a word, its sentence; `NO_LABEL` elsewhere."""
    return batch.answers["sentence"][1]


def head_loss(
    network: Network, batch: Batch, rows: Tensor, states: Tensor, answers: Tensor
) -> Tensor:
    """Only the words of the same sentence can be a head."""
    sentences = sentence_words(batch)
    same = sentences[:, :, None] == sentences[:, None, :]
    scores = network.pointers["heads"](states).masked_fill(~same, IMPOSSIBLE)
    # A head outside the window (a very long sentence) has no place among the keys.
    known = answers.masked_fill(answers >= scores.shape[-1], NO_LABEL)
    return flat_cross_entropy(scores, known)


def relation_loss(
    network: Network, batch: Batch, rows: Tensor, states: Tensor, answers: Tensor
) -> Tensor:
    heads = batch.answers["heads"][1]
    known = (answers >= 0) & (heads >= 0) & (heads < states.shape[1])
    row, word = known.nonzero(as_tuple=True)
    scores = network.relation(states[row, word], states[row, heads[row, word]])
    return cross_entropy(scores.float(), answers[row, word])


def entity_loss(
    network: Network, batch: Batch, rows: Tensor, states: Tensor, answers: Tensor
) -> Tensor:
    """A piece marked "O" may be any entity that its source does not annotate."""
    scores = network.classifiers["entities"](states).float().log_softmax(-1)
    unknown = batch.answers["unknown"][1].clamp(min=0)
    bits = (unknown[..., None] >> torch.arange(len(ENTITIES))) & 1
    hidden = torch.cat(
        [torch.ones_like(bits[..., :1]), bits.repeat_interleave(2, dim=-1)], dim=-1
    )
    as_outside = scores.masked_fill(hidden == 0, IMPOSSIBLE).logsumexp(-1)
    as_marked = scores.gather(-1, answers.clamp(min=0)[..., None])[..., 0]
    likelihood = torch.where(answers == 0, as_outside, as_marked)
    weights = batch.entity_weights[rows][:, None] * (answers >= 0)
    return -(likelihood * weights).sum() / (answers >= 0).sum()
