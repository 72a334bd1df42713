"""What a worker process keeps loaded: the language pipeline and the index of actors.

Never used by a web process: the model takes seconds to load and hundreds of megabytes.
"""

from __future__ import annotations

from functools import cache, lru_cache
from time import monotonic

from django.db.models import Count, Max
from spacy.language import Language

from actors.index import index_from_database
from actors.models import Affiliation, Alias
from actors.resolve import ActorIndex
from claims.nlp import load_pipeline

#: Corrections that change no counts (a name, a date of office) are seen after so long.
_INDEX_SECONDS = 300


@cache
def pipeline() -> Language:
    return load_pipeline()


def actor_index() -> ActorIndex:
    """The actors of the database as they are now, or were a few minutes ago.

    Two queries while nothing changed. Names that the pipeline proposed don't count as
    changes: extraction finds those by itself.
    """
    aliases = Alias.objects.exclude(origin=Alias.Origin.PIPELINE)
    counted = {"count": Count("pk"), "newest": Max("pk")}
    return _index(
        *aliases.aggregate(**counted).values(),
        *Affiliation.objects.aggregate(**counted).values(),
        monotonic() // _INDEX_SECONDS,
    )


@lru_cache(maxsize=1)
def _index(*signature: float | None) -> ActorIndex:
    """One index at a time, made again when the signature changes."""
    return index_from_database()
