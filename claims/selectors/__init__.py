"""Reads that cross models. Each says what it costs where that isn't one query."""

from claims.selectors.actors import actor_counts, in_claims, listed_actors, named
from claims.selectors.allegations import Voice, listed_allegations, voices
from claims.selectors.articles import (
    last_analysis,
    listed_articles,
    listed_outlets,
    revisions_of,
    was_read,
)
from claims.selectors.claims import (
    HEAVY,
    claim_with_text,
    claims_per_day,
    counted_claims,
    listed_claims,
    said_by,
    same_allegation,
)
from claims.selectors.links import (
    allegation_links,
    answered_by,
    answers_to,
    link_with_claims,
    newest_answers,
    proposed_links,
)
from claims.selectors.names import AmbiguousName, find_actor, find_outlet

__all__ = [
    "AmbiguousName",
    "HEAVY",
    "Voice",
    "actor_counts",
    "allegation_links",
    "answered_by",
    "answers_to",
    "claim_with_text",
    "claims_per_day",
    "counted_claims",
    "find_actor",
    "find_outlet",
    "in_claims",
    "last_analysis",
    "link_with_claims",
    "listed_actors",
    "listed_allegations",
    "listed_articles",
    "listed_claims",
    "listed_outlets",
    "named",
    "newest_answers",
    "proposed_links",
    "revisions_of",
    "said_by",
    "same_allegation",
    "voices",
    "was_read",
]
