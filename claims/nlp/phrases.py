"""Noun phrases, clauses and arguments on Universal Dependencies."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

#: Children that belong to a phrase which names somebody; no clauses, no appositions.
NAMING = frozenset(
    [
        "det",
        "det:predet",
        "amod",
        "compound",
        "compound:prt",
        "nummod",
        "flat",
        "flat:name",
        "fixed",
        "goeswith",
        "nmod:poss",
        "nmod:desc",
        "advmod",
        "case",
    ]
)
#: A word so attached to a later one is no phrase of its own.
INCOMPLETE = frozenset({"det", "amod", "compound", "nummod", "nmod:desc", "flat"})
#: A word so attached opens a phrase or clause whose head comes later.
OPENING = INCOMPLETE | {"case", "mark", "aux", "aux:pass", "cop", "nmod:poss", "advmod"}
VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})
FORMS_OF_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
#: A parse gone wrong must not cost more than a parse gone right.
LONGEST_CLIMB = 40


def marker_of(token: Token) -> str:
    """The preposition or conjunction that introduces a phrase or clause, or ""."""
    for child in token.children:
        if child.dep_ in ("case", "mark"):
            return child.lower_
    return ""


def phrase_of(token: Token, *, with_nmod: bool = True) -> Span:
    """The noun phrase that a token heads, without preposition and relative clause."""
    start, end = token.i, token.i + 1
    for child in reversed(list(token.lefts)):
        if child.dep_ not in NAMING or child.dep_ == "case":
            break
        start = child.left_edge.i
    for child in token.rights:
        is_attached = child.dep_ in NAMING or (with_nmod and child.dep_ == "nmod")
        if not is_attached and not is_bracketed_name(child):
            break
        end = plain_end(child)
    return token.doc[start:end]


def whole_phrase(span: Span) -> Span:
    """The noun phrase of a span that holds only its first words ("Israeli" forces)."""
    head = span.root
    while head.dep_ in INCOMPLETE and head.head.i >= span.end:
        head = head.head
    if head.i < span.end:
        return span
    phrase = phrase_of(head)
    return span.doc[min(span.start, phrase.start) : phrase.end]


def is_bracketed_name(token: Token) -> bool:
    """An apposition in brackets after a name: "the FMLN [Farabundo Marti ...]"."""
    if token.dep_ not in ("appos", "parataxis", "dep", "punct"):
        return False
    return token.doc[token.left_edge.i].text in ("[", "(") and token.dep_ != "punct"


def plain_end(token: Token) -> int:
    """The end of a modifier, cut before any clause or list inside it."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ in NAMING or child.dep_ in ("nmod", "punct"):
            if child.dep_ != "punct":
                end = plain_end(child)
        else:
            break
    return end


def conjuncts(token: Token) -> list[Token]:
    """The token and the noun phrases joined to it by and, in text order."""
    joined = [token]
    joined += [child for child in token.children if child.dep_ == "conj"]
    return [part for part in joined if part.pos_ in NOMINAL or part is token]


def clause_of(token: Token) -> Span:
    """The clause that a verb heads: to the left only what depends on it closely."""
    start = token.i
    for child in token.lefts:
        if child.dep_.startswith("aux"):
            start = min(start, child.left_edge.i)
    return trim(token.doc[start : right_end(token)])


def right_end(token: Token) -> int:
    """Where the token's own clause ends; conjoined clauses are not part of it."""
    end = token.i + 1
    for child in token.rights:
        if child.dep_ in ("conj", "parataxis", "punct", "cc"):
            if child.dep_ in ("conj", "parataxis"):
                break
            continue
        end = max(end, child.right_edge.i + 1)
    return end


def subtree_span(token: Token) -> Span:
    """The whole subtree without the marker ("that") before it."""
    start = token.left_edge.i
    doc = token.doc
    while start < token.i and doc[start].dep_ in ("mark", "punct", "case", "cc"):
        start += 1
    return trim(doc[start : token.right_edge.i + 1])


def trim(span: Span) -> Span:
    """The span without white space and punctuation at its ends."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end - 1 and (doc[start].is_space or doc[start].is_punct):
        start += 1
    while end - 1 > start and (
        doc[end - 1].is_space or doc[end - 1].text in {".", ",", ";", ":", '"', "”"}
    ):
        end -= 1
    return doc[start:end]


def completed(span: Span, limit: int) -> Span:
    """The span up to the end of the phrase that its last words only introduce.

    "is trying to" goes on to the end of the clause, not beyond token `limit`; a
    conjunction that nothing follows is cut off.
    """
    doc, start, end = span.doc, span.start, span.end
    while end - 1 > start and doc[end - 1].dep_ in ("cc", "mark", "punct"):
        if doc[end - 1].lower_ == "to":
            break
        end -= 1
    head = doc[end - 1]
    while head.dep_ in OPENING and head.i < head.head.i < span.sent.end:
        head = head.head
    if head.i < end:
        return doc[start:end]
    finish = right_end(head) if head.pos_ in VERBAL else phrase_of(head).end
    return doc[start : max(end, min(finish, limit))]


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first, no more than LONGEST_CLIMB."""
    for _ in range(LONGEST_CLIMB):
        if token.head is token or token.head.i == token.i:
            return
        token = token.head
        yield token


def find_arguments(token: Token, paths: tuple[str, ...]) -> list[Token]:
    """The first path that leads anywhere, as the tokens it leads to.

    A path is one step: a dependency label, with the words that introduce it in brackets
    ("obl[by,from]"); "^acl" is the noun that a participle modifies, "^acl-ing" the same
    for an -ing form only, and "^head" whatever the token hangs on.
    """
    for path in paths:
        found = follow(token, path)
        if found:
            return found
    return []


def follow(token: Token, path: str) -> list[Token]:
    if path.startswith("^"):
        return climb(token, path)
    label, _, words = path.rstrip("]").partition("[")
    wanted = frozenset(words.split(",")) if words else None
    found = [
        child
        for child in token.children
        if label_of(child, token) == label
        and (wanted is None or marker_of(child) in wanted)
    ]
    if not found and label.startswith("nsubj") and token.dep_ in ("conj", "xcomp"):
        return follow(token.head, path)
    return found


def label_of(child: Token, verb: Token) -> str:
    """The dependency; a plain subject before "is accused" is a passive one."""
    if child.dep_ == "nsubj" and is_passive(verb):
        return "nsubj:pass"
    return child.dep_


def is_passive(verb: Token) -> bool:
    """Whether a form of "be" stands before a participle, whatever the parse says."""
    if not verb.lower_.endswith(("ed", "en")):
        return False
    before = verb.doc[max(0, verb.i - 3) : verb.i]
    return any(token.lower_ in FORMS_OF_BE for token in before)


def climb(token: Token, path: str) -> list[Token]:
    is_participle = token.dep_ in ("acl", "acl:relcl", "amod")
    is_active = token.lower_.endswith("ing")
    if path == "^acl":
        return [token.head] if is_participle and not is_active else []
    if path == "^acl-ing":
        return [token.head] if token.dep_ == "acl" and is_active else []
    return [token.head] if token.head.i != token.i else []
