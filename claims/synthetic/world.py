"""An invented world: bodies, people, incidents, and articles that tell of them.

Few actors are in most of the claims and most actors in few, as in the news; incidents
come more often in later years, and few of them fill many articles.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random

FIRST_DAY = date(2010, 1, 1)
DAYS = 15 * 365
OUTLETS = 60
BODIES = 1250
#: People who speak for each body.
SPOKESMEN = 3
#: Of the further articles on an incident, how many have the first one's words.
REPRINTED = 0.15
#: Most articles on one incident.
MOST_ARTICLES = 40
#: Most claims in one article.
MOST_SAYINGS = 5

_SYLLABLES = """
    ar bel cor dan el far gor hal ir jun kal lor mar nor ost pel qua rin sol tar ul
    ven wes yor zan bra dre fli gan kho lem mir nash ovi pra rost sha tov vri
""".split()  # noqa: SIM905
_FILLER = (
    "the committee met again and put off its vote until the spring",
    "prices in the capital rose while the harbour stayed closed",
    "a delegation is expected before the end of the month",
    "rain delayed the work on the road to the northern districts",
    "the hospital asked for blood and the schools sent pupils home",
    "talks about the border had been broken off in the winter",
    "shops opened late and few buses ran on the main avenue",
    "the archive holds no record of an earlier visit",
)
#: Category, what the target is said to have done, and what that is called.
_DEEDS = (
    ("commits_attack", "bombed", "bombing"),
    ("commits_attack", "shot", "shooting"),
    ("commits_attack", "kidnapped", "kidnapping"),
    ("supports_terrorism", "paid and armed those who attacked", "attack"),
    ("harbours", "sheltered those who ambushed", "ambush"),
    ("fails_to_act", "did nothing to protect", "killing"),
)
#: Kind, share of the claims, words of the claim, and the sentence around them.
_SAYINGS = (
    (
        "accusation",
        0.72,
        "{target} {deed} {victim} near {place}",
        "{speaker} said that {words}.",
    ),
    (
        "denial",
        0.18,
        "denied that {target} had a hand in the {noun} of {victim}",
        "{speaker} {words}.",
    ),
    (
        "claim_of_responsibility",
        0.04,
        "claimed responsibility for the {noun} of {victim}",
        "{speaker} {words}.",
    ),
    (
        "admission",
        0.02,
        "admitted that men of {target} were there when {victim} died",
        "{speaker} {words}.",
    ),
    (
        "no_comment",
        0.04,
        "would not comment on the {noun} of {victim}",
        "{speaker} {words}.",
    ),
)


@dataclass(frozen=True)
class Person:
    name: str
    body: str


@dataclass(frozen=True)
class Saying:
    """A claim of an article: the words are text[start_char:end_char] there."""

    kind: str
    category: str
    speaker: Person
    target: str
    start_char: int
    end_char: int


@dataclass(frozen=True)
class Story:
    """One article on one incident, and what is claimed in it."""

    incident: int
    outlet: int
    published: date
    title: str
    text: str
    sayings: tuple[Saying, ...]
    #: Another outlet's copy of the first article on the incident.
    is_reprint: bool = False


class World:
    """The same bodies and people always, and the same stories from the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(0)
        self.bodies = [self._body(number) for number in range(BODIES)]
        self.people = [
            Person(f"{self._word()} {self._word()}-{body.split()[0]}", body)
            for body in self.bodies
            for _ in range(SPOKESMEN)
        ]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(BODIES)))
        self._chance = Random(seed)

    def stories(self) -> Iterator[Story]:
        """Stories without end, incident by incident."""
        incident = 0
        while True:
            yield from self._incident(incident)
            incident += 1

    def _incident(self, number: int) -> Iterator[Story]:
        chance = self._chance
        accuser, target = self._parties()
        deed = chance.choice(_DEEDS)
        victim, place = f"{self._word()} {self._word()}", self._word()
        # The square root makes late days likelier than early ones.
        day = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.5))
        count = min(MOST_ARTICLES, int(chance.paretovariate(1.1)))
        first: Story | None = None
        for _ in range(count):
            day += timedelta(days=int(chance.expovariate(0.5)))
            if first and chance.random() < REPRINTED:
                yield self._reprint(first, day)
                continue
            story = self._story(number, day, (accuser, target), deed, (victim, place))
            first = first or story
            yield story

    def _reprint(self, story: Story, day: date) -> Story:
        outlet = self._chance.randrange(OUTLETS)
        return replace(story, outlet=outlet, published=day, is_reprint=True)

    def _parties(self) -> tuple[str, str]:
        accuser = target = self._drawn()
        while accuser == target:
            accuser = self._drawn()
        return accuser, target

    def _drawn(self) -> str:
        point = self._chance.random() * self._weights[-1]
        return self.bodies[bisect(self._weights, point)]

    def _story(
        self,
        incident: int,
        day: date,
        parties: tuple[str, str],
        deed: tuple[str, str, str],
        names: tuple[str, str],
    ) -> Story:
        chance = self._chance
        accuser, target = parties
        category, done, noun = deed
        victim, place = names
        title = f"The {noun} of {victim} near {place}"
        text, sayings = f"{title}\n\n", []
        count = chance.choice((1, 2, 3, MOST_SAYINGS))
        shares = [saying[1] for saying in _SAYINGS]
        kinds = chance.choices(_SAYINGS, shares, k=count)
        for kind, _, words, sentence in kinds:
            side = accuser if kind == "accusation" else target
            speaker = self._speaker(side)
            said = words.format(
                target=target, deed=done, victim=victim, place=place, noun=noun
            )
            sentence = sentence.format(speaker=speaker.name, words=said)
            start_char = len(text) + sentence.index(said)
            text += f"{sentence} {chance.choice(_FILLER).capitalize()}.\n\n"
            sayings.append(
                Saying(
                    kind, category, speaker, target, start_char, start_char + len(said)
                )
            )
        outlet = chance.randrange(OUTLETS)
        return Story(incident, outlet, day, title, text, tuple(sayings))

    def _speaker(self, body: str) -> Person:
        number = self.bodies.index(body) * SPOKESMEN
        return self.people[number + self._chance.randrange(SPOKESMEN)]

    def _body(self, number: int) -> str:
        sort = "Front" if number % 4 else "Government"
        return f"{self._word()}{number} {sort}"

    def _word(self) -> str:
        chance = self._chance
        return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))).title()


def words_of(story: Story, saying: Saying) -> str:
    return story.text[saying.start_char : saying.end_char]
