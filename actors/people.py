"""Which known person a mention names: in full, by surname, or by office."""

from actors.bodies import BodyFinder
from actors.catalogue import Catalogue, is_remembered
from actors.choice import Query, is_of_the_time
from actors.gazetteer.records import KnownActor
from actors.gazetteer.words import titles, word_list
from actors.names import key_with_title
from actors.phrases import PhraseBook

LONGEST_NAME_WORDS = 5
# Words before or after a person's name which say that another party is meant.
_BEFORE_OTHERS = word_list("before_other")
_FOLLOWERS = word_list("follower")
_SUFFIXES = word_list("suffix")


class PersonFinder:
    def __init__(
        self, catalogue: Catalogue, phrases: PhraseBook, bodies: BodyFinder
    ) -> None:
        self._catalogue = catalogue
        self._phrases = phrases
        self._bodies = bodies

    def named_inside(self, mention: str) -> KnownActor | None:
        """Find the one person whose full name a longer mention holds.

        A person who is only spoken of is none: "supporters of Bashar al-Assad".
        """
        words = [word for word in key_with_title(mention).split() if _is_said(word)]
        found: dict[str, KnownActor] = {}
        for start in range(len(words)):
            longest = min(len(words), start + LONGEST_NAME_WORDS)
            for end in range(start + 2, longest + 1):
                people = self._catalogue.people_named(" ".join(words[start:end]))
                if people and self._is_of_another(words, start, end):
                    return None
                found |= {person.key: person for person in people}
        return found.popitem()[1] if len(found) == 1 else None

    def inside(self, query: Query) -> KnownActor | None:
        person = self.named_inside(query.mention)
        if person is None or query.label in ("GPE", "NORP"):
            return None
        return person if is_of_the_time(person, query.on) else None

    def by_surname(self, query: Query) -> KnownActor | None:
        """Resolve "President Trump" or "Putin" by office, day and country."""
        parts = query.parts
        surname = " ".join(parts.rest)
        if not surname or parts.bodies or parts.is_deputy:
            return None
        if query.label not in (None, "PERSON") or not query.key.endswith(surname):
            return None
        if any(noun.noun not in titles() for noun in parts.nouns):
            return None
        people = self._catalogue.called(surname)
        meant = [person for person in people if _is_meant(person, query)]
        return meant[0] if len(meant) == 1 else None

    def by_office(self, query: Query) -> KnownActor | None:
        """Resolve "the Pakistani foreign minister" by the day, if one held it then."""
        parts = query.parts
        is_other = parts.is_past or parts.is_deputy or parts.is_indefinite
        if not parts.roles or parts.rest or parts.nouns or is_other or parts.has_more:
            return None
        body = self._bodies.body(query)
        if body is None:
            return None
        roles = {p.role for p in parts.roles if p.is_used_in(body.country)}
        people = {
            person.key: person
            for role in roles
            for person in self._catalogue.holders(role, body.key, query.on)
        }
        return people.popitem()[1] if len(people) == 1 else None

    def _is_of_another(self, words: list[str], start: int, end: int) -> bool:
        """Say whether a name only belongs to the party meant: "Assad's troops"."""
        untitled = [word for word in words[:start] if word not in titles()]
        before, after = untitled[-1:], words[end : end + 1]
        follows = (w in _FOLLOWERS or self._phrases.is_body_noun(w) for w in after)
        return bool(_BEFORE_OTHERS & set(before)) or any(follows)


def _is_said(word: str) -> bool:
    """Say whether a word of a name is more than an initial or "Jr."."""
    return len(word) > 1 and word not in _SUFFIXES


def _is_meant(person: KnownActor, query: Query) -> bool:
    parts = query.parts
    near = set(parts.countries) or set(query.context)
    if near and not near & set(person.countries):
        return False
    roles = {phrase.role for phrase in parts.roles}
    offices = [o for o in person.offices if not roles or o.role in roles]
    if parts.is_past:
        return bool(offices)
    if query.on is None:
        return bool(roles and offices) or bool(near)
    if roles:
        return any(office.held_on(query.on) for office in offices)
    return any(is_remembered(office, query.on) for office in offices)
