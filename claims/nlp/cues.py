"""Frames by rule: accusing, denying, claiming words with their parts on the parse."""

from spacy.tokens import Doc, Span, Token

from claims.nlp.drafts import RULE, Draft
from claims.nlp.lexicon import DENIABLE, FRAMES, SAID, Condition, FrameRow
from claims.nlp.phrases import (
    SUBJECTS,
    clause_of,
    conjuncts,
    find_arguments,
    marker_of,
    phrase_of,
    subtree_span,
    trim,
)

VERBAL = frozenset({"VERB", "AUX"})
CLAUSES = frozenset({"acl", "ccomp", "acl:relcl"})
#: How far from the cue a word that a row asks for may stand.
NEAR = 5


def find_frames(doc: Doc) -> list[Draft]:
    drafts = []
    fitting: dict[int, FrameRow] = {}
    for token in doc:
        row = next((row for row in rows_of(token) if fits(token, row)), None)
        if row is None:
            continue
        fitting[token.i] = row
        if not is_joined(token, row, fitting):
            drafts.append(draft_of(token, row))
    return drafts


def rows_of(token: Token) -> tuple[FrameRow, ...]:
    return FRAMES.get(token.lower_, ())


def is_joined(token: Token, row: FrameRow, fitting: dict[int, FrameRow]) -> bool:
    """Whether the cue before said it for both: "neither confirmed nor denied"."""
    is_same = fitting.get(token.head.i) is row and token.head.i < token.i
    return row.span == "through" and token.dep_ == "conj" and is_same


def fits(token: Token, row: FrameRow) -> bool:
    is_verb = token.pos_ in VERBAL or (
        token.pos_ == "ADJ" and token.lower_.endswith("ed")
    )
    if (row.part == "verb") != is_verb:
        return False
    is_barred = row.unless is not None and holds(token, row.unless)
    return not is_barred and (row.needs is None or holds(token, row.needs))


def holds(token: Token, condition: Condition) -> bool:
    return any(plain(word) in condition.words for word in near(token, condition.where))


def near(token: Token, where: str) -> list[Token]:
    """What hangs on a cue, its subject, or what stands on one side in its sentence."""
    if where == "child":
        return list(token.children)
    if where == "subject":
        return [child for child in token.children if child.dep_ in SUBJECTS]
    if where == "after":
        return list(token.doc[token.i + 1 : min(token.i + 1 + NEAR, token.sent.end)])
    return list(token.doc[max(token.i - NEAR, token.sent.start) : token.i])


def plain(word: Token) -> str:
    return word.lower_.replace("’", "'")


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
    if row.span == "head" and token.head.pos_ in VERBAL:
        return clause_of(token.head)
    clause = clause_of(token)
    if row.span == "through":
        return trim(token.doc[clause.start : token.right_edge.i + 1])
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
    denied = contents[0]
    says = CLAUSES | {"nmod"} if denied.lower_ in SAID else CLAUSES
    stated = [
        child
        for child in denied.rights
        if child.dep_ in says and (child.dep_ != "nmod" or marker_of(child) == "of")
    ]
    if not stated:
        return None
    start = clause_of(token).start
    return token.doc[start : phrase_of(denied, with_nmod=False).end]


def is_before(part: Token, token: Token) -> bool:
    return part.i < token.i


def cue_span(token: Token, row: FrameRow) -> Span:
    """The cue with the word that its row needs ("claimed responsibility")."""
    if row.needs is None or row.needs.where != "after":
        return token.doc[token.i : token.i + 1]
    words = row.needs.words
    needed = next(word for word in near(token, "after") if plain(word) in words)
    return token.doc[token.i : needed.i + 1]
