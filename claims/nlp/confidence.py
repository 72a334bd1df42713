"""How sure we are of a proposed claim: a logistic model over few readable features.

Weights are rows of patterns/confidence.tsv, fitted on held-out training documents by
`training/scripts/fit_confidence.py`; a feature without a row counts nothing.
"""

from math import exp

from claims.nlp.charges import Scope
from claims.nlp.drafts import CONTENT, LEARNED, RULE
from claims.nlp.lexicon import rows
from claims.nlp.merging import Proposal

WEIGHTS = {row["feature"]: float(row["weight"]) for row in rows("confidence.tsv")}


def features_of(
    proposal: Proposal, scope: Scope, around: Scope, *, has_target: bool
) -> dict[str, float]:
    """Feature values, most of them 0 or 1; `around` is the scope of the sentence."""
    learned = proposal.by(LEARNED)
    rule = proposal.by(RULE)
    content = proposal.by(CONTENT)
    values = {
        "bias": 1.0,
        "learned": float(learned is not None),
        "learned score": learned.score if learned else 0.0,
        "content": float(content is not None),
        "content score": content.score if content else 0.0,
        "strong words": min(scope.strong, 3.0),
        "weak words": min(scope.weak, 4.0),
        "context words": min(scope.context, 3.0),
        "strong words around": min(around.strong, 3.0),
        "context words around": min(around.context, 3.0),
        "target": float(has_target),
        "short": float(len(proposal.lead.content) < 4),
        "long": float(len(proposal.lead.content) > 40),
    }
    if rule is not None:
        values[f"rule {rule.row}"] = 1.0
        values["rule in scope"] = float(around.is_stated)
    return values


def confidence_of(features: dict[str, float]) -> float:
    total = sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))
