"""Pairs of articles of which we know whether one is a copy of the other.

Copies are made from real articles the way newsrooms make them: cut from the end, under
another headline, reworded here and there, or merged with another piece. What is no copy
are real articles on the same event: each with those that it is most like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

#: Shorter ones are notices: cut to a third, nothing is left to recognise.
_FEWEST_WORDS = 60
#: A rarer word tells nothing of two texts, a commoner one nothing of an event.
_DOCUMENTS_OF_A_WORD = range(2, 100)
#: How many of the articles that one is most like stand against it.
_NEIGHBOURS = 2
#: More than this of the words in common, in runs of three: real articles of which one
#: may well be a copy of the other, though nobody has said so.
_PERHAPS_COPIES = 0.5
#: Every so many words one is changed, at the most and at the least.
_REWORDED_EVERY = (8, 20)


@dataclass(frozen=True)
class Pair:
    """Two texts; `recipe` says how the second was made, "" where it is no copy."""

    first: str
    second: str
    recipe: str = ""


def make_pairs(texts: Sequence[str], count: int, *, seed: int) -> list[Pair]:
    """Half of them copies, half of them not; the same ones for the same seed."""
    random = Random(seed)
    texts = [text for text in texts if len(text.split()) >= _FEWEST_WORDS]
    different = list(_different(texts))
    random.shuffle(different)
    copies = [
        _copy(texts, recipe, random)
        for recipe in random.choices(list(RECIPES), k=count // 2)
    ]
    return copies + different[: count - len(copies)]


def _copy(texts: Sequence[str], recipe: str, random: Random) -> Pair:
    first = random.choice(texts)
    return Pair(first, RECIPES[recipe](first, random, texts), recipe)


def _different(texts: Sequence[str]) -> Iterator[Pair]:
    """Each article beside those that it is most like, unless they are nearly one."""
    likeness = _likeness(texts)
    seen = set()
    for one, row in enumerate(likeness):
        near = [int(n) for n in np.argsort(-row)[: _NEIGHBOURS + 5]]
        others = [n for n in near if _in_common(texts[one], texts[n]) < _PERHAPS_COPIES]
        for other in others[:_NEIGHBOURS]:
            if (other, one) not in seen:
                seen.add((one, other))
                yield Pair(texts[one], texts[other])


def _likeness(texts: Sequence[str]) -> np.ndarray:
    """Cosines of the words that they share, the rarer the weightier; n × n."""
    bags = [Counter(_words(text)) for text in texts]
    documents = Counter(word for bag in bags for word in bag)
    known = [word for word, n in documents.items() if n in _DOCUMENTS_OF_A_WORD]
    columns = {word: column for column, word in enumerate(known)}
    weights = np.zeros((len(texts), len(known)), np.float32)
    for row, bag in enumerate(bags):
        for word in bag.keys() & columns.keys():
            rarity = np.log(len(texts) / documents[word])
            weights[row, columns[word]] = np.log1p(bag[word]) * rarity
    weights /= np.linalg.norm(weights, axis=1, keepdims=True) + 1e-9
    likeness = weights @ weights.T
    np.fill_diagonal(likeness, -1)
    return likeness


def _in_common(one: str, other: str) -> float:
    first, second = _runs(one), _runs(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


# Recipes


def _cut(text: str, random: Random, texts: Sequence[str]) -> str:
    """The first sentences, from a third to nine tenths of all words."""
    sentences = re.split(r"(?<=[.!?”\"])(\s+)", text)
    wanted = len(text) * random.uniform(0.34, 0.9)
    kept = ""
    for sentence in sentences:
        if len(kept) >= wanted:
            break
        kept += sentence
    return kept.strip()


def _retitle(text: str, random: Random, texts: Sequence[str]) -> str:
    """Another article's first line for the first one."""
    _, _, body = text.partition("\n")
    headline = random.choice(texts).partition("\n")[0]
    return f"{headline[:120]}\n\n{body.strip() or text}"


def _reword(text: str, random: Random, texts: Sequence[str]) -> str:
    """Some words left out, some replaced, some added."""
    other = random.choice(texts).split()
    step = random.randint(*_REWORDED_EVERY)
    words = re.split(r"(\s+)", text)
    for place in range(0, len(words), 2):
        if random.randrange(step) == 0:
            new = random.choice(other)
            words[place] = random.choice(["", new, f"{new} {words[place]}"])
    return "".join(words).strip()


def _merge(text: str, random: Random, texts: Sequence[str]) -> str:
    """Half of it or more, followed by as much of another article, or after that."""
    parts = [_first_part(text, random), _first_part(random.choice(texts), random)]
    random.shuffle(parts)
    return "\n\n".join(parts)


def _first_part(text: str, random: Random) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: max(1, round(len(lines) * random.uniform(0.5, 1)))])


def _in_turn(*steps: Callable[..., str]) -> Callable[..., str]:
    def run(text: str, random: Random, texts: Sequence[str]) -> str:
        for step in steps:
            text = step(text, random, texts)
        return text

    return run


RECIPES: dict[str, Callable[[str, Random, Sequence[str]], str]] = {
    "cut": _cut,
    "retitled": _retitle,
    "reworded": _reword,
    "merged": _merge,
    "cut, retitled": _in_turn(_cut, _retitle),
    "cut, reworded": _in_turn(_cut, _reword),
    "retitled, reworded": _in_turn(_retitle, _reword),
    "cut, retitled, reworded": _in_turn(_cut, _retitle, _reword),
    "merged, reworded": _in_turn(_merge, _reword),
}
