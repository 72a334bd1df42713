"""What of a text is compared with others to see whether one is a copy.

A text is the set of its shingles: all runs of a few words, hashed. Of these a sketch
keeps those whose hash is small: the same ones in every text that has them, so that the
sketches alone say which texts are worth comparing (FracMinHash: Irber et al. 2022,
doi.org/10.1101/2022.01.11.475838). Unlike a MinHash of fixed size, it also finds a
short text within a long one.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: Words in a shingle: fewer are shared by chance, more are broken by each changed word.
SHINGLE_WORDS = 4
#: One shingle in so many is kept in a sketch.
SCALE = 8

_WORD = re.compile(r"\w+")
#: What is quoted; two reporters who heard the same speech share it, and copy nothing.
_QUOTED = re.compile('[“"«][^“”"«»\n]*[”"»]')
#: Odd constants, which spread what is multiplied by them (Steele et al. 2014).
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIXERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))

Shingles = NDArray[np.uint64]


def shingles(text: str) -> Shingles:
    """The hashes of all runs of words outside quotation marks, each once, ascending."""
    words = _WORD.findall(_QUOTED.sub(" ", text).casefold())
    if len(words) < SHINGLE_WORDS:
        return np.empty(0, np.uint64)
    hashes = np.array([crc32(word.encode()) for word in words], np.uint64)
    count = len(words) - SHINGLE_WORDS + 1
    runs = np.zeros(count, np.uint64)
    for place in range(SHINGLE_WORDS):
        runs = runs * _FACTOR + hashes[place : place + count]
    return np.unique(_mixed(runs))


def sketch(runs: Shingles) -> list[int]:
    """The kept shingles, as PostgreSQL's integers: signed, of 32 bits."""
    kept = runs[runs % SCALE == 0] >> np.uint64(32)
    return np.unique(kept.astype(np.uint32)).view(np.int32).tolist()


def share(one: Shingles, other: Shingles) -> float:
    """How much of the text that has less is in the other one as well, from 0 to 1."""
    smaller = min(len(one), len(other))
    if not smaller:
        return 0.0
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller


def _mixed(values: Shingles) -> Shingles:
    """Spread values evenly (the finaliser of SplitMix64)."""
    for shift, mixer in zip(_SHIFTS, _MIXERS, strict=False):
        values = (values ^ (values >> shift)) * mixer
    return values ^ (values >> _SHIFTS[-1])
