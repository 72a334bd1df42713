from pathlib import Path

import pytest

from bench.figures import Figure, Part


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("detection", 0.6123, bar=0.6), "detection 0.6123 F1 0.6 ok"),
        (Figure("detection", 0.59, bar=0.6), "detection 0.59 F1 0.6 SHORT"),
        (Figure("speed", 2300, "words/s", 2300), "speed 2300 words/s 2300 ok"),
        (
            Figure("memory", 701, "MiB", 700, smaller_is_better=True),
            "memory 701 MiB 700 SHORT",
        ),
        (
            Figure("memory", 650, "MiB", 700, smaller_is_better=True),
            "memory 650 MiB 700 ok",
        ),
        (Figure("kind-upper-case", 0.1), "kind-upper-case 0.1 F1 - ok"),
    ],
    ids=str,
)
def test_a_figure_is_one_line_with_its_verdict(figure: Figure, line: str) -> None:
    assert str(figure) == line


def test_a_part_names_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "here").touch()
    part = Part(needs=("here", "gone"), measure=lambda shared, scratch: iter(()))
    assert part.missing(tmp_path) == ["gone"]
