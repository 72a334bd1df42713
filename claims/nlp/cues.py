"""Frames by rule: accusing, denying, claiming words with their parts on the parse."""

from spacy.tokens import Doc, Span, Token

from claims.nlp.drafts import RULE, Draft
from claims.nlp.lexicon import DENIABLE, FRAMES, FrameRow
from claims.nlp.phrases import (
    clause_of,
    conjuncts,
    find_arguments,
    phrase_of,
    subtree_span,
    trim,
)

VERBAL = frozenset({"VERB", "AUX"})
CLAUSES = frozenset({"acl", "ccomp", "acl:relcl"})
#: How far from the cue a word that a row needs may stand.
NEAR = 5


def find_frames(doc: Doc) -> list[Draft]:
    drafts = []
    for token in doc:
        for row in FRAMES.get(token.lower_, ()):
            if fits(token, row):
                drafts.append(draft_of(token, row))
                break
    return drafts


def fits(token: Token, row: FrameRow) -> bool:
    is_verb = token.pos_ in VERBAL or (
        token.pos_ == "ADJ" and token.lower_.endswith("ed")
    )
    if (row.part == "verb") != is_verb:
        return False
    doc = token.doc
    if row.needs_where == "after":
        near = doc[token.i + 1 : token.i + 1 + NEAR]
    elif row.needs_where == "before":
        near = doc[max(0, token.i - NEAR) : token.i]
    else:
        return True
    return any(word.lower_ in row.needs_words for word in near)


def draft_of(token: Token, row: FrameRow) -> Draft:
    speakers = find_arguments(token, row.speaker)
    targets = find_arguments(token, row.target)
    contents = [
        part for part in find_arguments(token, row.content) if part not in targets
    ]
    bare = bare_denial(token, row, contents)
    return Draft(
        row.kind,
        bare or span_of(token, row, contents, targets),
        cue_span(token, row),
        phrases(speakers),
        phrases(targets),
        RULE,
        row.name,
        row.decides,
        bare is not None,
    )


def phrases(tokens: list[Token]) -> tuple[Span, ...]:
    return tuple(phrase_of(part) for token in tokens for part in conjuncts(token))


def span_of(
    token: Token, row: FrameRow, contents: list[Token], targets: list[Token]
) -> Span:
    """The words of the accusation as docs/claims.md defines them for this cue."""
    if row.span == "argument" and contents and not is_before(contents[0], token):
        return subtree_span(contents[0])
    if row.span == "phrase":
        return trim(token.doc[token.left_edge.i : token.right_edge.i + 1])
    clause = clause_of(token)
    passive = targets if token.dep_ in ("acl", "acl:relcl") else []
    denied = [part for part in contents if part.lower_ in DENIABLE]
    before = [part for part in (*denied, *passive) if is_before(part, token)]
    if before and row.span == "clause":
        start = min(phrase_of(part).start for part in before)
        return trim(token.doc[min(start, clause.start) : clause.end])
    return clause


def bare_denial(token: Token, row: FrameRow, contents: list[Token]) -> Span | None:
    """The words "denied the U.S. charges", without what the charges say."""
    if row.kind != "denial" or not contents or contents[0].lower_ not in DENIABLE:
        return None
    if not any(child.dep_ in CLAUSES for child in contents[0].children):
        return None
    start = clause_of(token).start
    return token.doc[start : phrase_of(contents[0], with_nmod=False).end]


def is_before(part: Token, token: Token) -> bool:
    return part.i < token.i


def cue_span(token: Token, row: FrameRow) -> Span:
    """The cue with the word that its row needs ("claimed responsibility")."""
    if row.needs_where != "after":
        return token.doc[token.i : token.i + 1]
    end = next(
        word.i + 1
        for word in token.doc[token.i + 1 : token.i + 1 + NEAR]
        if word.lower_ in row.needs_words
    )
    return token.doc[token.i : end]
