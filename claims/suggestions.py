"""What somebody may have meant: names nearly typed, words to find the like."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from django.db.models import CharField
from django.db.models.functions import Length, Lower
from rapidfuzz import fuzz, process

from actors.models import Actor, Alias
from actors.names import normalise
from claims.linking.words import WordWeights, content_stems

#: Names are compared that are as long, give or take a slip or two.
LENGTH_DIFFERENCE = 2
#: Of 100: below it the names that come up have little to do with what was typed.
LIKENESS = 75
MOST_NAMES = 3
#: Few names are so long or so many; reading more would slow a page that found nothing.
MOST_COMPARED = 20_000
#: With fewer words much is alike by chance, with more nothing is alike enough.
MOST_WORDS = 6

CharField.register_lookup(Length)
_WORD = re.compile(r"[^\W\d_]+")
_weights = cache(WordWeights.from_file)


def close_names(text: str) -> list[str]:
    """Names of actors that go by nearly the text, the closest first. Two queries."""
    key = normalise(text)
    lengths = (len(key) - LENGTH_DIFFERENCE, len(key) + LENGTH_DIFFERENCE)
    aliases = Alias.objects.filter(
        actor__merged_into=None, key__length__range=lengths
    ).values_list("key", "actor__name")
    names = Actor.objects.current().filter(name__length__range=lengths)
    own = names.values_list(Lower("name"), "name")
    candidates = chain(aliases[:MOST_COMPARED], own[:MOST_COMPARED])
    pairs = list(dict.fromkeys(candidates))
    found = process.extract(
        key,
        [written for written, _ in pairs],
        scorer=fuzz.ratio,
        score_cutoff=LIKENESS,
        limit=4 * MOST_NAMES,
    )
    return list(dict.fromkeys(pairs[n][1] for _, _, n in found))[:MOST_NAMES]


def query_for_the_like(text: str) -> str:
    """A search for claims in similar words: the most telling ones, any of them."""
    words: dict[str, str] = {}
    for word in _WORD.findall(text.lower()):
        for stem in content_stems(word):
            words.setdefault(stem, word)
    telling = sorted(words, key=lambda stem: (-_weights().weight(stem), stem))
    return " OR ".join(words[stem] for stem in telling[:MOST_WORDS])
