"""Learn which ending of a word, with which tag, asks for which lemma script.

A word list with analogy for what is not in it: an ending is kept only where it says
something else than the shorter ending would, so that the rules stay few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from read_treebank import Sentence, lemma_script

from claims.nlp.tagging import WORD_START, LemmaRules, endings, find_script

#: An ending seen once is no rule; a whole word seen once is.
LEAST_SEEN = 2
LONGEST_ENDING = 7


def learn_lemmas(documents: list[list[Sentence]]) -> LemmaRules:
    """Tag → ending → script."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for word in (word for doc in documents for sent in doc for word in sent.words):
        script = lemma_script(word.form, word.lemma)
        for ending in endings(word.form):
            if len(ending) <= LONGEST_ENDING or ending.startswith(WORD_START):
                counts[word.xpos][ending][script] += 1
    return {tag: telling_endings(found.items()) for tag, found in counts.items()}


def telling_endings(found: Iterable[tuple[str, Counter[str]]]) -> dict[str, str]:
    rules: dict[str, str] = {}
    for ending, scripts in sorted(found, key=lambda pair: len(pair[0])):
        (script, times), *_ = scripts.most_common(1)
        needed = 1 if ending.startswith(WORD_START) else LEAST_SEEN
        shorter = ending[1:]
        if times >= needed and (not ending or find_script(rules, shorter) != script):
            rules[ending] = script
    return rules
