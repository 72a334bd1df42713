from random import Random

import pytest

from bench.pairs import RECIPES, make_pairs
from sources.sketches import share, shingles

WORDS = [f"word{n}" for n in range(400)]


def article(seed: int) -> str:
    """A headline and ten sentences that no other seed has."""
    random = Random(seed)
    sentences = [f"{' '.join(random.choices(WORDS, k=12))}." for _ in range(10)]
    return "\n\n".join([f"headline {seed}", *sentences])


@pytest.fixture
def texts() -> list[str]:
    return [article(seed) for seed in range(12)]


def test_half_of_the_pairs_are_copies(texts: list[str]) -> None:
    pairs = make_pairs(texts, 20, seed=1)
    assert [bool(pair.recipe) for pair in pairs] == [True] * 10 + [False] * 10
    assert pairs == make_pairs(texts, 20, seed=1)


def test_what_is_no_copy_is_a_pair_of_real_articles(texts: list[str]) -> None:
    pairs = [pair for pair in make_pairs(texts, 20, seed=1) if not pair.recipe]
    assert all({pair.first, pair.second} <= set(texts) for pair in pairs)
    assert all(pair.first != pair.second for pair in pairs)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_copy_has_words_of_its_original(texts: list[str], recipe: str) -> None:
    copy = RECIPES[recipe](texts[0], Random(1), texts[1:])
    assert copy != texts[0]
    assert share(shingles(copy), shingles(texts[0])) > 0.2
