"""Who a speaker or target is: from the words of a reading to an actor, or to none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from actors.document_names import DocumentNames
from actors.gazetteer.records import PERSON, KnownActor
from actors.names import normalise
from actors.resolve import ActorIndex, Resolution
from claims.nlp.readings import CharSpan, MentionReading, PartyReading

#: Entity types whose unknown names are worth an actor of their own.
_PROPOSABLE = frozenset({"PERSON", "ORG"})
_WE = frozenset({"we", "us", "our", "ourselves"})
#: So many different names tell which countries an article is about.
_CONTEXT_NAMES = 40


@dataclass(frozen=True)
class Party:
    """A speaker or target, as far as it is known; without a name it is unstated."""

    span: CharSpan | None = None
    text: str = ""
    #: The actor's name, else the article's words.
    name: str = ""
    label: str = ""
    actor: KnownActor | None = None
    #: The organisations and governments behind, nearest first.
    bodies: tuple[KnownActor, ...] = ()
    #: An unnamed source, or an unnamed representative of the body.
    is_anonymous: bool = False
    #: A name that stands for somebody whom nobody knows yet.
    is_proposable: bool = False
    #: In words: how the actor was found.
    how: str = ""

    @property
    def is_named(self) -> bool:
        """Whether the name is more than a description ("the gunmen")."""
        return self.actor is not None or bool(self.label and not self.is_anonymous)

    @property
    def body(self) -> KnownActor | None:
        return self.bodies[0] if self.bodies else None

    @property
    def actors(self) -> tuple[KnownActor, ...]:
        return self.bodies if self.actor is None else (self.actor, *self.bodies)


class PartyFinder:
    """Resolves the names of one article."""

    def __init__(
        self,
        text: str,
        mentions: Iterable[MentionReading],
        index: ActorIndex,
        published: date | None,
    ) -> None:
        self._index = index
        self._published = published
        named = [(mention.text, mention.label) for mention in mentions]
        self._names = DocumentNames(named, text)
        counts = Counter(text for text, label in named if label != "PERSON")
        self._country = index.main_country(text)
        self._context = [text for text, _ in counts.most_common(_CONTEXT_NAMES)]
        self._resolved: dict[tuple[str, str], Resolution | None] = {}

    def mentioned(self, mention: MentionReading) -> KnownActor | None:
        """The actor that a named entity stands for, if that is certain."""
        found = self._resolve(mention.text, mention.label)
        return None if found is None or found.is_affiliation_only else found.actor

    def speaker(self, reading: PartyReading) -> Party:
        """Resolve a speaker; an unnamed source stays so, with the body behind it."""
        if reading.is_anonymous or self._index.is_unnamed(reading.name):
            return self._unnamed(reading, self._stated_bodies(reading))
        found = self._find(reading)
        if found is None:
            return self._unknown(reading)
        if found.is_affiliation_only:
            return self._unnamed(reading, self._with_bodies(found.actor))
        return self._known(reading, found)

    def target(self, reading: PartyReading) -> Party:
        """Resolve a target; what unnamed members did, their body is accused of.

        So is the body of a person who says "we".
        """
        found = self._find(reading)
        if found is None:
            return self._unknown(reading)
        party = self._known(reading, found)
        is_we = reading.text.lower() in _WE and found.actor.kind == PERSON
        return _as_body(party) if is_we and party.bodies else party

    def _find(self, reading: PartyReading) -> Resolution | None:
        """Resolve the words around a name, "the Bush administration", else the name."""
        if reading.name != reading.text and reading.name in reading.text:
            found = self._resolve(reading.text, "")
            is_person = reading.label == "PERSON"
            if found is not None and not (is_person and found.is_affiliation_only):
                return found
        return self._resolve(reading.name, reading.label)

    def _resolve(self, name: str, label: str) -> Resolution | None:
        key = name, label
        if key not in self._resolved:
            self._resolved[key] = self._index.resolve(
                self._names.canonical(name),
                label=label or None,
                on=self._published,
                context=self._context,
                country=self._country,
            )
        return self._resolved[key]

    def _known(self, reading: PartyReading, found: Resolution) -> Party:
        bodies = self._with_bodies(found.actor)[1:] or self._stated_bodies(reading)
        return Party(
            span=reading.span,
            text=reading.text,
            name=found.actor.name,
            label=reading.label,
            actor=found.actor,
            bodies=tuple(body for body in bodies if body != found.actor),
            how=found.how,
        )

    def _unknown(self, reading: PartyReading) -> Party:
        if self._index.is_nationality(reading.name):
            # "Israeli" names nobody; "the Israeli guard" at least says who.
            reading = replace(reading, name=reading.text, label="")
        name = " ".join(self._names.canonical(reading.name).split())
        is_name = reading.label in _PROPOSABLE and bool(normalise(name))
        is_full = reading.label != "PERSON" or " " in normalise(name)
        return Party(
            span=reading.span,
            text=reading.text,
            name=_titled(name) if reading.label else name,
            label=reading.label,
            bodies=self._stated_bodies(reading),
            is_proposable=is_name and is_full and not self._index.is_unnamed(name),
        )

    def _unnamed(self, reading: PartyReading, bodies: tuple[KnownActor, ...]) -> Party:
        return Party(
            span=reading.span,
            text=reading.text,
            name=reading.description or reading.name,
            bodies=bodies,
            is_anonymous=True,
        )

    def _stated_bodies(self, reading: PartyReading) -> tuple[KnownActor, ...]:
        """The bodies that the article names as those behind a party."""
        if reading.affiliation:
            found = self._resolve(reading.affiliation, "")
            return self._with_bodies(found.actor) if found else ()
        body = self._index.affiliation(
            reading.name, on=self._published, country=self._country
        )
        return self._with_bodies(body) if body else ()

    def _with_bodies(self, actor: KnownActor) -> tuple[KnownActor, ...]:
        """An actor, the bodies that it served that day or is part of, and theirs."""
        found = {actor.key: actor}
        waiting = [actor]
        while waiting:
            member = waiting.pop(0)
            offices = member.offices_on(self._published)
            for key in (*(office.body for office in offices), member.part_of):
                body = self._index.get(key)
                if body is not None and key not in found:
                    found[key] = body
                    waiting.append(body)
        return tuple(found.values())


def _as_body(person: Party) -> Party:
    """The nearest body behind a person instead of the person."""
    body, *others = person.bodies
    return replace(person, name=body.name, actor=body, bodies=tuple(others))


def _titled(name: str) -> str:
    """A name out of all-capitals text as it would be written elsewhere."""
    return name.title() if name.isupper() and len(name) > 5 else name
