"""Stories of the invented world as rows: read, linked and grouped, as the site does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from actors.models import Actor, Affiliation
from claims.linking.facts import ClaimFacts, ClaimWords, PartyFacts, Passage
from claims.linking.fingerprints import store_fingerprints
from claims.linking.rows import side_key
from claims.models import Allegation, Analysis, Claim, Link
from claims.nlp import PIPELINE_VERSION
from claims.synthetic.world import OUTLETS, Person, Saying, Story, World, words_of
from sources.models import Article, Copy, Outlet, Revision

#: Begins the slugs of what is invented, so that nothing else is taken for it.
MARK = "synthetic-"
#: How answers relate to the accusations of their article.
ANSWERING: dict[str, Link.Relation] = {
    Claim.Kind.DENIAL: Link.Relation.DENIES,
    Claim.Kind.ADMISSION: Link.Relation.CONCEDES,
}


class Writer:
    """Writes stories of a world; its actors and outlets are there once.

    Claims that are `waiting` have been read, but neither linked nor grouped.
    """

    def __init__(self, world: World, *, waiting: bool = False) -> None:
        self._waiting = waiting
        self._actors = _write_actors(world)
        self._outlets = _write_outlets()
        self._allegations: dict[int, int] = {}
        self._firsts: dict[int, int] = {}

    def write(self, stories: Sequence[Story]) -> int:
        """Write some hundred stories in one transaction; returns the claims' number."""
        with transaction.atomic():
            revisions = self._write_revisions(stories)
            analyses = Analysis.objects.bulk_create(
                Analysis(
                    revision=revision,
                    pipeline_version=PIPELINE_VERSION,
                    state=Analysis.State.DONE,
                )
                for revision in revisions
            )
            if not self._waiting:
                self._write_allegations(stories)
            told = list(zip(stories, analyses, strict=True))
            claims = Claim.objects.bulk_create(
                self._claim(story, saying, analysis)
                for story, analysis in told
                for saying in story.sayings
            )
            if not self._waiting:
                store_fingerprints(self._facts(stories, claims))
                _write_links(claims)
        return len(claims)

    def _write_revisions(self, stories: Sequence[Story]) -> list[Revision]:
        now = timezone.now()
        articles = Article.objects.bulk_create(
            Article(
                outlet_id=self._outlets[story.outlet],
                title=story.title,
                published_at=datetime.combine(story.published, time(9), UTC),
                state=Article.State.ARCHIVED,
                folded_at=now,
            )
            for story in stories
        )
        self._write_copies(stories, articles)
        return Revision.objects.bulk_create(
            Revision(
                article=article,
                number=1,
                title=story.title,
                text=story.text,
                sha256=sha256(story.text.encode()).hexdigest(),
            )
            for article, story in zip(articles, stories, strict=True)
        )

    def _write_copies(
        self, stories: Sequence[Story], articles: Sequence[Article]
    ) -> None:
        """Tie reprints to the first article on their incident."""
        copies = []
        for story, article in zip(stories, articles, strict=True):
            first = self._firsts.setdefault(story.incident, article.pk)
            if story.is_reprint:
                article.original_id = first
                copies.append(Copy(copy=article, original_id=first, share=1))
        Copy.objects.bulk_create(copies)
        reprints = [copy.copy for copy in copies]
        Article.objects.bulk_update(reprints, ["original"])

    def _write_allegations(self, stories: Sequence[Story]) -> None:
        """One for each new incident; the last story of it may come much later."""
        new = {story.incident: story for story in stories}
        rows = {
            number: Allegation(
                title=story.title,
                target_id=self._actors[story.sayings[0].target],
                category=story.sayings[0].category,
                first_said_on=story.published,
                last_said_on=story.published,
            )
            for number, story in new.items()
            if number not in self._allegations
        }
        created = Allegation.objects.bulk_create(rows.values())
        self._allegations |= {n: row.pk for n, row in zip(rows, created, strict=True)}

    def _claim(self, story: Story, saying: Saying, analysis: Analysis) -> Claim:
        return Claim(
            revision_id=analysis.revision_id,
            analysis=analysis,
            allegation_id=self._allegations.get(story.incident),
            kind=saying.kind,
            category=saying.category,
            speaker_id=self._actors[saying.speaker.name],
            speaker_name=saying.speaker.name,
            speaker_body_id=self._actors[saying.speaker.body],
            target_id=self._actors[saying.target],
            target_name=saying.target,
            start_char=saying.start_char,
            end_char=saying.end_char,
            exact=words_of(story, saying),
            sort_date=story.published,
            confidence=0.9,
            linked_at=None if self._waiting else timezone.now(),
        )

    def _facts(
        self, stories: Sequence[Story], claims: Sequence[Claim]
    ) -> Iterator[ClaimFacts]:
        told = ((story, saying) for story in stories for saying in story.sayings)
        for (story, saying), claim in zip(told, claims, strict=True):
            names = (saying.speaker.name, saying.speaker.body, saying.target)
            start_char, end_char = saying.start_char, saying.end_char
            passage = Passage.of(story.text, start_char, end_char, story.title)
            yield ClaimFacts(
                id=claim.pk,
                document=claim.revision_id,
                place=passage.place(start_char),
                kind=saying.kind,
                category=saying.category,
                speaker=self._party(saying.speaker.name, saying.speaker.body),
                target=self._party(saying.target),
                is_hedged=False,
                confidence=0.9,
                said_on=story.published,
                words=ClaimWords.of(passage, names),
                manner=frozenset(),
            )

    def _party(self, *names: str) -> PartyFacts:
        keys = [side_key(self._actors[name]) for name in names]
        return PartyFacts(frozenset(keys[:1]), frozenset(keys))


def _write_links(claims: Sequence[Claim]) -> None:
    """Denials and admissions answer the accusations of their article."""
    accused: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.kind == Claim.Kind.ACCUSATION:
            accused.setdefault(claim.revision_id, []).append(claim)
    Link.objects.bulk_create(
        Link(answer=claim, answered=answered, relation=ANSWERING[claim.kind], score=0.8)
        for claim in claims
        if claim.kind in ANSWERING
        for answered in accused.get(claim.revision_id, [])
    )


def _write_actors(world: World) -> dict[str, int]:
    """The actors of a world by name, people beside the bodies that they speak for."""
    kinds = {body: _body_kind(body) for body in world.bodies}
    kinds |= {person.name: Actor.Kind.PERSON for person in world.people}
    Actor.objects.bulk_create(
        [
            Actor(name=name, slug=f"{MARK}{slugify(name)}", kind=kind)
            for name, kind in kinds.items()
        ],
        ignore_conflicts=True,
    )
    actors = dict(Actor.objects.filter(slug__startswith=MARK).values_list("name", "pk"))
    Affiliation.objects.bulk_create(
        [_membership(person, actors) for person in world.people], ignore_conflicts=True
    )
    return actors


def _body_kind(name: str) -> str:
    kind = Actor.Kind
    return kind.GOVERNMENT if name.endswith("Government") else kind.ARMED_GROUP


def _membership(person: Person, actors: dict[str, int]) -> Affiliation:
    return Affiliation(
        member_id=actors[person.name], body_id=actors[person.body], role="spokesman"
    )


def _write_outlets() -> list[int]:
    Outlet.objects.bulk_create(
        [
            Outlet(name=f"Synthetic Post {number}", slug=f"{MARK}{number}")
            for number in range(OUTLETS)
        ],
        ignore_conflicts=True,
    )
    ours = Outlet.objects.filter(slug__startswith=MARK)
    return list(ours.order_by("pk").values_list("pk", flat=True))
