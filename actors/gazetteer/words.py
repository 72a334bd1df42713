"""Lists of words that mentions are read with: words.tsv, titles.txt."""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def word_list(name: str) -> frozenset[str]:
    """Give the list of words.tsv with that name. Raises KeyError if there is none."""
    return _word_lists()[name]


@cache
def titles() -> frozenset[str]:
    """Give the titles that stand before names, folded, of one word or more."""
    lines = (FOLDER / "titles.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip())


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    with (FOLDER / "words.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["list"]: frozenset(row["words"].split()) for row in rows}
