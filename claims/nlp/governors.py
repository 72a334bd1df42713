"""Who says a clause, by syntax: the subject of the verb that reports it."""

from spacy.tokens import Span, Token

from claims.nlp.lexicon import FRAMES
from claims.nlp.phrases import ancestors, find_arguments, is_passive

VERBAL = frozenset({"VERB", "AUX"})
#: Where the one who says it hangs on the word of saying (paths: `phrases.follow`).
OF_ACTIVE = ("nsubj", "^acl-ing")
OF_PASSIVE = ("obl[by]", "obl:agent")
OF_NOUN = ("nmod:poss", "nmod[by,from,of]")
#: A verb so attached is said by the subject of the verb above it.
SHARING = frozenset({"advcl", "conj", "xcomp"})


def governor_of(content: Span, cues: frozenset[int]) -> Token | None:
    """Who is the subject of the nearest word of saying that the content hangs on.

    `cues` are the tokens that report something, besides the words of the pattern rows.
    """
    root = content.root
    for word in (root, *ancestors(root)):
        is_cue = word.i in cues or (word is not root and word.lower_ in FRAMES)
        if not is_cue:
            continue
        for subject in subjects_of(word):
            if not content.start <= subject.i < content.end:
                return subject
    return None


def subjects_of(word: Token) -> list[Token]:
    if word.pos_ not in VERBAL:
        return find_arguments(word, OF_NOUN)
    found = find_arguments(word, OF_ACTIVE)
    if not found and is_passive(word):
        found = find_arguments(word, OF_PASSIVE)
    if not found and word.dep_ in ("acl", "acl:relcl"):
        return [word.head]
    if not found and word.dep_ in SHARING:
        return find_arguments(word.head, OF_ACTIVE)
    return found
