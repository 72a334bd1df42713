"""How sure we are of a proposed claim: a logistic model over few readable features.

Weights are rows of patterns/confidence.tsv, fitted on held-out training documents by
`training/scripts/fit_confidence.py`; a feature without a row counts nothing.
"""

from math import exp, log

from claims.nlp.charges import read_scope
from claims.nlp.drafts import CONTENT, LEARNED, Draft
from claims.nlp.lexicon import rows
from claims.nlp.merging import Proposal
from claims.nlp.phrases import VERBAL

ANSWERS = frozenset({"denial", "no_comment", "admission"})
WEIGHTS = {row["feature"]: float(row["weight"]) for row in rows("confidence.tsv")}


def features_of(proposal: Proposal, *, is_accused: bool) -> dict[str, float]:
    """Feature values, most of them 0 or 1; features that are absent count 0.

    `is_accused`: whether the model found an accusation before, which this may answer.
    """
    content = proposal.content
    scope, around = read_scope(content), read_scope(content.sent)
    is_answer = any(draft.kind in ANSWERS for draft in proposal.drafts)
    values = {
        "bias": 1.0,
        "strong words": min(scope.strong, 3.0),
        "weak words": min(scope.weak, 4.0),
        "context words": min(scope.context, 3.0),
        "strong words around": min(around.strong, 3.0),
        "context words around": min(around.context, 3.0),
        # A bare denial or "declined to comment" is short by nature.
        "very short": float(len(content) < 4 and not is_answer),
        "very long": float(len(content) > 40),
        "short": float(len(content) < 7),
        "log length": log(len(content)),
        "has a verb": float(any(token.pos_ in VERBAL for token in content)),
    }
    if is_accused and is_answer:
        values["answer"] = 1.0
    for draft in proposal.drafts:
        values.update(features_of_draft(draft, proposal.lead, around.is_stated))
    return values


def features_of_draft(draft: Draft, lead: Draft, in_scope: bool) -> dict[str, float]:
    if draft.origin == LEARNED:
        return {
            "learned": 1.0,
            "learned score": draft.score,
            f"learned {draft.kind}": 1.0,
        }
    if draft.origin == CONTENT:
        return {"content": 1.0, "content score": draft.score}
    alone = "with" if lead.origin == LEARNED else "alone"
    return {
        f"rule {draft.row}": 1.0,
        f"rule for {draft.kind}": 1.0,
        f"rule {alone}": 1.0,
        "rule in scope": float(in_scope),
    }


def confidence_of(features: dict[str, float]) -> float:
    total = sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))
