"""Cut words as Universal Dependencies does, where spaCy's rules differ."""

import re

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_prefix_regex, compile_suffix_regex

#: Before a hyphen these are no words of their own; all others are (a rule of the Penn
#: Treebank that the English treebanks follow).
BOUND_PREFIXES = [
    *["anti", "co", "counter", "cross", "e", "ex", "inter", "mid", "mini", "multi"],
    *["neo", "non", "over", "post", "pre", "pro", "pseudo", "quasi", "re", "semi"],
    *["socio", "sub", "super", "trans", "ultra", "un"],
]
#: Numbers of telephones and the like, and words with a bound prefix.
ONE_WORD = re.compile(
    rf"(?:\d+(?:-\d+)+|(?:{'|'.join(BOUND_PREFIXES)})-[A-Za-z]+)$", re.IGNORECASE
)
#: Abbreviations that keep their full stop and are not among spaCy's.
ABBREVIATIONS = ["etc.", "al.", "Ft.", "Lt.", "Capt.", "Wed.", "Sat."]
#: Exceptions of spaCy's that are words of their own more often than slips.
NO_EXCEPTIONS = {"id", "Id", "and/or", "We.", "Wed", "wed"}
#: A row of one mark is one word.
ROW_OF_MARKS = [rf"{re.escape(mark)}{{2,}}" for mark in "!?*=_$#<>+/"]


def cut_words_as_treebanks(nlp: Language) -> None:
    """Change the rules of `nlp.tokenizer`; they are saved with the pipeline."""
    tokenizer, defaults = nlp.tokenizer, nlp.Defaults
    tokenizer.rules = {
        text: words
        for text, words in tokenizer.rules.items()
        if text not in NO_EXCEPTIONS
    } | {text: [{ORTH: text}] for text in ABBREVIATIONS}
    tokenizer.token_match = ONE_WORD.match
    prefixes = compile_prefix_regex([*ROW_OF_MARKS, *defaults.prefixes])
    suffixes = compile_suffix_regex([*ROW_OF_MARKS, *defaults.suffixes])
    tokenizer.prefix_search = prefixes.search
    tokenizer.suffix_search = suffixes.search
