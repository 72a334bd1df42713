import numpy as np
import pytest

from claims.nlp.decoding import best_sequence

LABELS = ["O", "B-cue", "I-cue", "B-content", "I-content"]


def scores_of(rows: list[dict[str, float]]) -> np.ndarray:
    """Log scores (word, label); what is not named is unlikely."""
    return np.array([[row.get(label, -9.0) for label in LABELS] for row in rows])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"O": 0}, {"B-cue": 0}, {"O": 0}], ["O", "B-cue", "O"]),
        # An inside label cannot come first, so the weaker begin is taken.
        ([{"O": 0}, {"I-cue": -0.1, "B-cue": -2}], ["O", "B-cue"]),
        # Nor can it follow another name's begin.
        (
            [{"B-cue": -0.1, "B-content": -2}, {"I-content": -0.1, "I-cue": -6}],
            ["B-content", "I-content"],
        ),
    ],
)
def test_labels_join(rows: list[dict[str, float]], expected: list[str]) -> None:
    best = best_sequence(scores_of(rows), LABELS)
    assert [LABELS[number] for number in best] == expected


def test_what_joins_already_is_not_changed_far_from_a_repair() -> None:
    rows = [{"B-cue": 0}, {"I-cue": 0}, {"O": 0}, {"I-content": -0.1, "B-content": -2}]
    best = best_sequence(scores_of(rows), LABELS)
    assert [LABELS[number] for number in best] == ["B-cue", "I-cue", "O", "B-content"]


def test_nothing_has_no_labels() -> None:
    assert best_sequence(np.empty((0, 5)), LABELS).tolist() == []
