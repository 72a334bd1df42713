"""Full-text search in claims, in the syntax of web search engines.

Words are joined by AND; "a phrase", OR, -word and the start of a word* work as people
expect. Accents and endings don't matter: the query goes through the same function and
dictionary as Claim.search.
"""

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE
from django.utils.translation import gettext_lazy as _

from claims.models import ClaimQuerySet
from claims.query import Part, alternatives

CONFIG = "english"
LONGEST_QUERY = 300

#: Ranking reads every match, so it considers the newest ones only.
RANKED_LIMIT = 5_000

#: Control characters can't be in an archived text, so they mark matches unmistakably.
MATCH_START, MATCH_END = "\x02", "\x03"


def check_query(text: str) -> None:
    """Raise ValidationError, in words, for a query that can't find anything sensibly.

    Costs one small query to the database, which alone knows its stop words.
    """
    if len(text) > LONGEST_QUERY:
        raise ValidationError(
            _("The search is too long: at most %(limit)s characters."),
            params={"limit": LONGEST_QUERY},
        )
    needed = _needed(text)
    if needed == "":
        raise ValidationError(
            _("There is no word to search for: very common words are left out.")
        )
    if needed == "T":
        raise ValidationError(
            _(
                "Search for at least one word that is there, "
                "not only for words that are not."
            )
        )


def matching(claims: ClaimQuerySet, text: str) -> ClaimQuerySet:
    """The claims whose speaker, target and words match the query."""
    return claims.filter(search=_query(text))


def by_relevance(claims: ClaimQuerySet, text: str) -> ClaimQuerySet:
    """The newest RANKED_LIMIT matches, the best first."""
    newest = matching(claims, text).order_by("-sort_date", "-pk").values("pk")
    ranked = claims.filter(pk__in=newest[:RANKED_LIMIT])
    return ranked.annotate(rank=SearchRank(F("search"), _query(text))).order_by(
        "-rank", "-sort_date", "-pk"
    )


def with_matches_marked(claims: ClaimQuerySet, text: str) -> ClaimQuerySet:
    """Add `marked`: the claim's words with MATCH_START and MATCH_END around matches."""
    return claims.annotate(
        marked=SearchHeadline(
            "exact",
            _query(text),
            config=CONFIG,
            start_sel=MATCH_START,
            stop_sel=MATCH_END,
            highlight_all=True,
        )
    )


def _needed(text: str) -> str:
    """What an index must have for a match, in the words of PostgreSQL's querytree."""
    statement = Query(None)
    tree = Func(_query(text), function="querytree", output_field=TextField())
    statement.add_annotation(tree, "needed")
    row = statement.get_compiler(connection=connection).execute_sql(SINGLE)
    return row[0]


def _query(text: str) -> Combinable:
    return reduce(or_, map(_part, alternatives(text)))


def _part(part: Part) -> Combinable:
    """All conditions of a part, joined by AND."""
    conditions: list[Combinable] = [_start(word) for word in part.starts]
    conditions += [~_start(word) for word in part.not_starts]
    if part.words or not conditions:
        conditions.insert(0, _words(part.words, "websearch"))
    return reduce(and_, conditions)


def _start(word: str) -> SearchQuery:
    return _words(f"{word}:*", "raw")


def _words(text: str, search_type: str) -> SearchQuery:
    plain = Func(Value(text), function="without_accents", output_field=TextField())
    return SearchQuery(plain, config=CONFIG, search_type=search_type)
