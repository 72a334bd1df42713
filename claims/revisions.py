"""The whole way of one revision: read, written, linked and grouped."""

from __future__ import annotations

from spacy.language import Language

from actors.resolve import ActorIndex
from claims.extraction import analyse
from claims.linking.writer import link_claims
from claims.models import Analysis
from claims.provenance import write_credits


def process_revision(
    revision_id: int, nlp: Language, index: ActorIndex
) -> Analysis | None:
    """Read a revision and link its claims, each in a transaction of its own.

    Returns the analysis, done or failed, or None when there was nothing to do. Should
    the worker die in between, the claims still wait to be linked.
    """
    analysis = analyse(revision_id, nlp, index)
    if analysis is not None:
        write_credits([revision_id])
        link_claims(analysis.claims.values_list("pk", flat=True))
    return analysis
