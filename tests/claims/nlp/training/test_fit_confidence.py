import numpy as np
import pytest
from fit_confidence import (
    Example,
    best_threshold,
    calibration_error,
    cross_validated,
    fit,
    matched,
    table_of,
)


def some_examples() -> list[Example]:
    """A strong sign that is right three times of four, in 80 documents."""
    return [
        Example(number, {"bias": 1.0, "sign": float(sign)}, (number % 5 > 0) == sign)
        for number in range(80)
        for sign in (True, False)
    ]


def test_a_sign_that_is_mostly_right_weighs_for_it() -> None:
    table = table_of(some_examples())
    weights = dict(zip(table.names, fit(table, np.ones(160, dtype=bool)), strict=True))
    assert weights["sign"] > 0 > weights["bias"]


def test_what_is_measured_is_measured_by_weights_of_other_documents() -> None:
    found = [Example(number, {"bias": 1.0}, number % 10 == 0) for number in range(40)]
    chances = cross_validated(table_of(found))
    assert chances[0] == pytest.approx(0, abs=0.01)
    assert chances[1] == pytest.approx(4 / 36, abs=0.01)


def test_only_the_best_match_of_a_claim_is_right() -> None:
    assert matched([(0, 10), (0, 9), (30, 40)], [[0, 10], [60, 70]]) == {0}


def test_chances_that_hold_have_no_calibration_error() -> None:
    chances, right = np.array([0.75] * 4), np.array([1.0, 1.0, 1.0, 0.0])
    assert calibration_error(chances, right) == pytest.approx(0)
    assert calibration_error(chances, 1 - right) == pytest.approx(0.5)


def test_the_threshold_leaves_out_what_costs_more_than_it_brings() -> None:
    chances = np.array([0.9, 0.8, 0.3, 0.3, 0.3])
    right = np.array([1.0, 1.0, 0.0, 0.0, 0.0])
    threshold, f1 = best_threshold(chances, right, 2)
    assert (threshold > 0.3, f1) == (True, 1.0)
