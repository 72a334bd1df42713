"""Boosted decision trees: probabilities from numbers, small enough to ship as JSON.

Gradient boosting with second-order steps (Friedman 2001; Chen and Guestrin 2016), all
trees of one depth, so that many rows go down all trees at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

DEPTH = 3
_NODES = 2**DEPTH - 1
#: Thresholds that are tried for each feature.
_BINS = 24


@dataclass(frozen=True)
class Trees:
    """`features` and `thresholds` of nodes in breadth-first order, one row a tree."""

    bias: float
    features: Indices
    thresholds: Array
    leaves: Array

    def probabilities(self, rows: Array) -> Array:
        """One probability for each row of features."""
        every_row = np.arange(len(rows))[:, None]
        every_tree = np.arange(len(self.features))[None, :]
        node = np.zeros((len(rows), len(self.features)), dtype=np.int64)
        for _ in range(DEPTH):
            values = rows[every_row, self.features[every_tree, node]]
            node = 2 * node + 1 + (values > self.thresholds[every_tree, node])
        totals = self.leaves[every_tree, node - _NODES].sum(axis=1)
        return _logistic(totals + self.bias)

    def to_json(self) -> dict[str, Any]:
        return {
            "bias": round(self.bias, 4),
            "features": self.features.tolist(),
            "thresholds": self.thresholds.tolist(),
            "leaves": self.leaves.round(4).tolist(),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Trees:
        return cls(
            values["bias"],
            np.array(values["features"], dtype=np.int64),
            np.array(values["thresholds"], dtype=np.float64),
            np.array(values["leaves"], dtype=np.float64),
        )


@dataclass(frozen=True)
class Boosting:
    """How trees are grown."""

    trees: int = 100
    step: float = 0.08
    ridge: float = 1.0
    #: Least sum of second derivatives in a child: about four rows in doubt.
    least_weight: float = 1.0

    def fit(self, rows: Array, labels: Array) -> Trees:
        """Grow trees for labels of 0 and 1."""
        cuts, bins = _binned(rows)
        share = labels.mean()
        bias = float(np.log(share / (1 - share)))
        totals = np.full(len(rows), bias)
        grown = []
        for _ in range(self.trees):
            chances = _logistic(totals)
            tree = self._grow(bins, chances - labels, chances * (1 - chances))
            grown.append(tree)
            totals += tree.leaves[tree.leaf_of_row]
        nodes = range(_NODES)
        return Trees(
            bias,
            np.array([tree.features for tree in grown]),
            np.array([[cuts[t.features[n], t.bins[n]] for n in nodes] for t in grown]),
            np.array([tree.leaves for tree in grown]),
        )

    def _grow(self, bins: Indices, slopes: Array, curves: Array) -> _Tree:
        node = np.zeros(len(bins), dtype=np.int64)
        features, thresholds = np.zeros((2, _NODES), dtype=np.int64)
        for number in range(_NODES):
            # A node that isn't worth splitting sends all rows one way.
            thresholds[number] = _BINS - 1
            here = np.flatnonzero(node == number)
            if len(here):
                feature, cut = self._best_split(bins[here], slopes[here], curves[here])
                features[number], thresholds[number] = feature, cut
            is_right = bins[here, features[number]] > thresholds[number]
            node[here] = 2 * number + 1 + is_right
        leaf = node - _NODES
        sums = np.bincount(leaf, slopes, _NODES + 1)
        weights = np.bincount(leaf, curves, _NODES + 1)
        leaves = -self.step * sums / (weights + self.ridge)
        return _Tree(features, thresholds, leaves, leaf)

    def _best_split(
        self, bins: Indices, slopes: Array, curves: Array
    ) -> tuple[int, int]:
        """Feature and last bin of the left child; the last bin of all if none helps."""
        count = bins.shape[1]
        cells = (bins + np.arange(count) * _BINS).ravel()
        shape = count, _BINS
        left, left_weight = (
            np.bincount(cells, np.repeat(values, count), count * _BINS)
            .reshape(shape)
            .cumsum(axis=1)
            for values in (slopes, curves)
        )
        right = left[:, -1:] - left
        right_weight = left_weight[:, -1:] - left_weight
        gain = left**2 / (left_weight + self.ridge) + right**2 / (
            right_weight + self.ridge
        )
        gain[np.minimum(left_weight, right_weight) < self.least_weight] = -np.inf
        feature, cut = divmod(int(gain.argmax()), _BINS)
        whole = slopes.sum() ** 2 / (curves.sum() + self.ridge)
        return (feature, cut) if gain[feature, cut] > whole else (0, _BINS - 1)


@dataclass(frozen=True)
class _Tree:
    features: Indices
    bins: Indices
    leaves: Array
    leaf_of_row: Indices


def _binned(rows: Array) -> tuple[Array, Indices]:
    """Upper ends of the bins of features in [0, 1], and each value's bin."""
    shares = np.arange(1, _BINS) / _BINS
    quantiles = np.quantile(rows, shares, axis=0, method="lower")
    middle = np.linspace(rows.min(axis=0), rows.max(axis=0), _BINS + 1)[1:-1]
    # Quantiles alone would miss what few rows have; even steps catch it.
    both = np.sort(np.vstack([quantiles[::2], middle[::2]]), axis=0).T[:, : _BINS - 1]
    cuts = np.hstack([both, np.full((rows.shape[1], _BINS - both.shape[1]), 2.0)])
    bins = np.stack(
        [
            np.searchsorted(cut, column)
            for cut, column in zip(cuts, rows.T, strict=True)
        ],
        axis=1,
    )
    return cuts, np.minimum(bins, _BINS - 1)


def _logistic(totals: Array) -> Array:
    return 1 / (1 + np.exp(-totals))
