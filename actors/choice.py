"""Which of the actors that share a name a mention means, if any."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actors.catalogue import Named
from actors.gazetteer.records import GOVERNMENT, PERSON, KnownActor, KnownAlias
from actors.names import key_with_title, normalise
from actors.phrases import Parts

LONGEST_ACRONYM = 4
# Who first holds an office later than this after a text is hardly named in it.
YEARS_BEFORE_OFFICE = 20


@dataclass(frozen=True)
class Query:
    """A mention and what is known of the text around it.

    `context` counts the states that the text names, by ISO code; `country` is the one
    that "the army" would be of.
    """

    mention: str
    parts: Parts
    label: str | None
    on: date | None
    context: Counter[str]
    country: str | None

    @property
    def key(self) -> str:
        return normalise(self.mention)

    @property
    def is_one_word(self) -> bool:
        return " " not in self.key

    @property
    def has_title(self) -> bool:
        return key_with_title(self.mention) != self.key


def fitting(named: Iterable[tuple[KnownActor, KnownAlias]], query: Query) -> Named:
    """Keep the actors that the mention's label, title, day and case allow."""
    return [(actor, alias) for actor, alias in named if _fits(actor, alias, query)]


def choose(named: Named, query: Query) -> tuple[KnownActor, KnownAlias] | None:
    """Keep the one actor that a name means here, with the name, or None.

    A name that several share means the one whose country the text is about; else the
    one in office that day; else the only one for which it isn't marked as shared.
    """
    key = _only(named, query)
    return next((pair for pair in named if pair[0].key == key), None)


def _only(named: Named, query: Query) -> str | None:
    actors = {actor.key: actor for actor, _ in named}
    bearers = {actor.key for actor, alias in named if not alias.shared}
    if len(actors) == 1 and bearers:
        return bearers.pop()
    hits = {key: _nearness(actor, query.context) for key, actor in actors.items()}
    best = [key for key, count in hits.items() if count == max(hits.values())]
    if len(best) == 1 and hits[best[0]] > 0:
        return best[0]
    in_office = [key for key in best if _is_in_office(actors[key], query.on)]
    if len(in_office) == 1:
        return in_office[0]
    bearers &= set(best)
    return bearers.pop() if len(bearers) == 1 else None


def _nearness(actor: KnownActor, context: Counter[str]) -> int:
    return sum(context[country] for country in actor.countries)


def _is_in_office(actor: KnownActor, on: date | None) -> bool:
    return on is not None and any(o.is_dated for o in actor.offices_on(on))


def _fits(actor: KnownActor, alias: KnownAlias, query: Query) -> bool:
    if actor.kind == PERSON:
        may_be_person = query.label in (None, "PERSON") or not query.is_one_word
        return may_be_person and is_of_the_time(actor, query.on)
    if query.has_title:
        return key_with_title(alias.text) == key_with_title(query.mention)
    if query.label == "PERSON" and actor.kind == GOVERNMENT:
        return False
    if query.key == "us":
        return query.parts.has_acronym
    if alias.kind == "acronym" and len(query.key) <= LONGEST_ACRONYM:
        return query.parts.has_acronym or _is_titlecase_acronym(query)
    return _is_written_as_name(alias, query)


def is_of_the_time(person: KnownActor, on: date | None) -> bool:
    """Say whether a person can be known by a day; a namesake of long ago can't."""
    starts = [int(o.start[:4]) for o in person.offices if o.is_dated]
    return on is None or not starts or on.year >= min(starts) - YEARS_BEFORE_OFFICE


def _is_titlecase_acronym(query: Query) -> bool:
    """Say whether a word may be an acronym as British papers write it: "Isis"."""
    is_known_name = query.label in ("ORG", "NORP", "GPE") or len(query.key) > 3
    return query.mention[:1].isupper() and is_known_name


def _is_written_as_name(alias: KnownAlias, query: Query) -> bool:
    """Say whether a word that may be an ordinary one is written as a name: "Dawn"."""
    is_name = alias.text[:1].isupper() and query.is_one_word
    return not (is_name and query.mention.islower() and query.label is None)
