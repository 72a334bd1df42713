"""Trees that learn a rule from rows, and come back from JSON as they went."""

import json

import numpy as np
import pytest

from claims.linking.boosting import Array, Boosting, Trees


@pytest.fixture(scope="module")
def rows() -> Array:
    return np.random.default_rng(5).random((400, 3))


@pytest.fixture(scope="module")
def labels(rows: Array) -> Array:
    """True where the first two features agree about being large, whatever the third."""
    return ((rows[:, 0] > 0.5) == (rows[:, 1] > 0.5)).astype(float)


@pytest.fixture(scope="module")
def trees(rows: Array, labels: Array) -> Trees:
    return Boosting(trees=60, step=0.3).fit(rows, labels)


def test_trees_learn_what_no_single_feature_tells(
    trees: Trees, rows: Array, labels: Array
) -> None:
    found = trees.probabilities(rows) > 0.5
    assert (found == labels).mean() > 0.95


def test_probabilities_keep_their_range(trees: Trees, rows: Array) -> None:
    found = trees.probabilities(rows)
    assert found.shape == (400,)
    assert 0 <= found.min() <= found.max() <= 1


def test_a_constant_feature_is_never_asked(rows: Array, labels: Array) -> None:
    constant = np.hstack([rows, np.ones((400, 1))])
    grown = Boosting(trees=5).fit(constant, labels)
    assert 3 not in grown.features[grown.thresholds < 1]


def test_trees_go_through_json(trees: Trees, rows: Array) -> None:
    again = Trees.from_json(json.loads(json.dumps(trees.to_json())))
    assert again.probabilities(rows) == pytest.approx(
        trees.probabilities(rows), abs=0.001
    )
