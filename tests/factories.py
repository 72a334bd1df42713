"""Rows for tests: valid by themselves, so that a test names only what it is about."""

from datetime import UTC, date, datetime

import factory
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory

from actors.models import Actor, Affiliation, Alias
from actors.names import normalise
from claims.models import (
    Allegation,
    Analysis,
    Attack,
    Category,
    Claim,
    Decision,
    Link,
    Status,
)
from sources.models import Article, Feed, Outlet, Revision

#: The words of a claim that says nothing else, and the text that holds them.
WORDS = "Northland had armed the rebels"
TEXT = (
    "Northland accused of arming rebels\n\n"
    "The Southland minister said on Tuesday that Northland had armed the rebels "
    "who attacked the port.\n\n"
    "Northland's ambassador rejected the charge, which he called absurd."
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("a long enough password")

    @factory.post_generation
    def groups(self, create: bool, names: tuple[str, ...] | None) -> None:
        """UserFactory(groups=["editors"]) puts the user into the group."""
        for name in names or ():
            self.groups.add(Group.objects.get_or_create(name=name)[0])


class OutletFactory(DjangoModelFactory):
    class Meta:
        model = Outlet

    name = factory.Sequence(lambda n: f"Daily Example {n}")
    slug = factory.Sequence(lambda n: f"daily-example-{n}")


class FeedFactory(DjangoModelFactory):
    class Meta:
        model = Feed

    outlet = factory.SubFactory(OutletFactory)
    url = factory.Sequence(lambda n: f"https://example.com/feeds/{n}.xml")


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    outlet = factory.SubFactory(OutletFactory)
    url = factory.Sequence(lambda n: f"https://example.com/articles/{n}")
    title = "Northland accused of arming rebels"
    published_at = datetime(2017, 10, 5, 9, tzinfo=UTC)
    state = Article.State.ARCHIVED


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = Revision

    article = factory.SubFactory(ArticleFactory)
    number = 1
    title = factory.SelfAttribute("article.title")
    text = TEXT


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = Actor

    name = factory.Sequence(lambda n: f"Actor {n}")
    slug = factory.Sequence(lambda n: f"actor-{n}")
    kind = Actor.Kind.GOVERNMENT


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = Alias

    actor = factory.SubFactory(ActorFactory)
    text = factory.Sequence(lambda n: f"Alias {n}")
    key = factory.LazyAttribute(lambda alias: normalise(alias.text))


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    member = factory.SubFactory(ActorFactory, kind=Actor.Kind.PERSON)
    body = factory.SubFactory(ActorFactory)


class AnalysisFactory(DjangoModelFactory):
    class Meta:
        model = Analysis

    revision = factory.SubFactory(RevisionFactory)
    pipeline_version = "pipeline 1"
    state = Analysis.State.DONE


class AttackFactory(DjangoModelFactory):
    class Meta:
        model = Attack

    title = "The attack on the port of Aldmouth"


class AllegationFactory(DjangoModelFactory):
    class Meta:
        model = Allegation

    title = "Northland alleged to arm the rebels"
    target = factory.SubFactory(ActorFactory)
    category = Category.SUPPORTS_TERRORISM


class ClaimFactory(DjangoModelFactory):
    """ClaimFactory(exact=…) finds the words in the revision's text by itself."""

    class Meta:
        model = Claim

    revision = factory.SubFactory(RevisionFactory)
    kind = Claim.Kind.ACCUSATION
    category = Category.SUPPORTS_TERRORISM
    speaker = factory.SubFactory(ActorFactory)
    speaker_name = factory.LazyAttribute(lambda c: c.speaker.name if c.speaker else "")
    target = factory.SubFactory(ActorFactory)
    target_name = factory.LazyAttribute(lambda c: c.target.name if c.target else "")
    exact = WORDS
    start_char = factory.LazyAttribute(lambda c: c.revision.text.index(c.exact))
    end_char = factory.LazyAttribute(lambda c: c.start_char + len(c.exact))
    said_on = date(2017, 10, 4)
    said_precision = factory.LazyAttribute(lambda c: "day" if c.said_on else "")
    sort_date = factory.LazyAttribute(
        lambda c: c.said_on or c.revision.article.published_at.date()
    )


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = Link

    answer = factory.SubFactory(ClaimFactory, kind=Claim.Kind.DENIAL)
    answered = factory.SubFactory(ClaimFactory)
    relation = Link.Relation.DENIES


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    user = factory.SubFactory(UserFactory)
    claim = factory.SubFactory(ClaimFactory, status=Status.CONFIRMED)
    action = Decision.Action.CONFIRM


def make_dispute() -> Link:
    """Southland's minister accuses Northland; its ambassador denies it a day later."""
    northland = ActorFactory(name="Northland", slug="northland")
    minister = ActorFactory(name="Ana Sur", slug="ana-sur", kind=Actor.Kind.PERSON)
    ambassador = ActorFactory(name="Ole Nord", slug="ole-nord", kind=Actor.Kind.PERSON)
    AliasFactory(actor=northland, text="the North")
    AffiliationFactory(
        member=ambassador, body=northland, role="ambassador", start="2015", end="2018"
    )
    outlet = OutletFactory(name="Harbour Post", slug="harbour-post")
    revision = RevisionFactory(article__outlet=outlet)
    allegation = AllegationFactory(target=northland)
    shared = {"revision": revision, "target": northland, "allegation": allegation}
    accusation = ClaimFactory(
        speaker=minister, cue="said", explanation={"pattern": "said that"}, **shared
    )
    denial = ClaimFactory(
        kind="denial",
        exact="rejected the charge",
        speaker=ambassador,
        speaker_body=northland,
        said_on=date(2017, 10, 5),
        **shared,
    )
    return LinkFactory(
        answer=denial, answered=accusation, explanation="he speaks of “the charge”"
    )
