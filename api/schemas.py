"""What goes in and out, as openapi.json describes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

from api.cursors import LIMIT, MOST
from claims.models import Category, Claim, Link, Status

Row = TypeVar("Row")


def _one_of(values: list[str], description: str) -> str:
    """A parameter that the filter of the pages checks, so that it says the same."""
    return Field("", description=description, json_schema_extra={"enum": [*values]})


class Paging(Schema):
    cursor: str = Field(
        "", description="Empty for the first page, then “next” of the last"
    )
    limit: int = Field(LIMIT, ge=1, le=MOST, description="Rows a page")


class ClaimParameters(Paging):
    q: str = Field("", description="Words, as in the site's search")
    speaker: str = Field("", description="An actor's slug, name or alias")
    target: str = Field("", description="An actor's slug, name or alias")
    kind: str = _one_of(Claim.Kind.values, "What sort of claim")
    category: str = _one_of(Category.values, "What is alleged")
    outlet: str = Field("", description="An outlet's slug or name")
    after: str = Field("", description="On or after this day: 2017-10-05")
    before: str = Field("", description="On or before this day")
    status: str = _one_of(Status.values, "Rejected ones: only editors")
    answered: str = _one_of(["yes", "no"], "Whether an answer was found")
    sort: str = _one_of(["date", "oldest", "relevance"], "Newest first by default")


class AllegationParameters(Paging):
    target: str = Field("", description="An actor's slug, name or alias")
    category: str = _one_of(Category.values, "What is alleged")


class ActorParameters(Paging):
    q: str = Field("", description="Part of a name or alias")
    kind: str = Field("", description="state, government, armed_group, person …")


class ArticleParameters(Paging):
    outlet: str = Field("", description="An outlet's slug or name")
    after: date | None = Field(None, description="Published on or after this day")
    before: date | None = Field(None, description="Published on or before this day")


class LinkParameters(Paging):
    claim: int | None = Field(None, description="Links from and to this claim")
    relation: str = _one_of(Link.Relation.values, "How the answer relates to it")
    status: str = _one_of(["proposed", "confirmed"], "Whether a person agreed")


class ActorRow(Schema):
    id: int
    slug: str
    name: str
    kind: str
    wikidata_id: str
    url: str


class Actor(ActorRow):
    description: str
    country: str
    aliases: list[str]


class Outlet(Schema):
    slug: str
    name: str


class OutletRow(Outlet):
    id: int
    homepage: str
    country: str
    url: str


class Speaker(Schema):
    name: str
    as_named: str
    is_anonymous: bool
    actor: ActorRow | None
    speaks_for: ActorRow | None


class Target(Schema):
    name: str
    as_named: str
    actor: ActorRow | None


class Answers(Schema):
    count: int
    first_on: date | None
    answered_count: int


class AllegationRef(Schema):
    id: int
    title: str
    url: str


class Allegation(AllegationRef):
    target: ActorRow | None
    category: str
    first_said_on: date | None
    last_said_on: date | None
    accusation_count: int
    reply_count: int
    outlet_count: int
    independent_count: int
    is_answered: bool


class ArticleRow(Schema):
    id: int
    title: str
    url: str
    published_url: str
    published_at: datetime | None
    outlet: Outlet


class RevisionRow(Schema):
    number: int
    fetched_at: datetime
    sha256: str


class Article(ArticleRow):
    byline: str
    language: str
    state: str
    copy_of: int | None
    revisions: list[RevisionRow]
    text: str = Field(description="Of the newest revision")


class Place(RevisionRow):
    url: str
    start_char: int
    end_char: int
    prefix: str
    suffix: str


class ClaimRow(Schema):
    id: int
    url: str
    kind: str
    category: str
    words: str
    speaker: Speaker
    target: Target
    said_on: str | None
    date: date
    quotation: str
    cue: str
    is_hedged: bool
    via: str
    status: str
    origin: str
    confidence: float | None
    first_seen_at: datetime
    answers: Answers
    allegation: AllegationRef | None
    article: ArticleRow
    revision: Place
    citation: str


class LinkRow(Schema):
    id: int
    answer: int = Field(description="The id of the claim that answers")
    answered: int = Field(description="The id of the claim that is answered")
    relation: str
    status: str
    origin: str
    score: float | None
    explanation: str


class Page(Schema, Generic[Row]):
    results: list[Row]
    next: str | None = Field(description="Where the next page is, if there is one")


class NewPage(Schema):
    url: str = Field(max_length=2000)
    outlet: str = Field("", max_length=200, description="Empty: as the page says")


class Added(Schema):
    outcome: str = Field(description="new, unchanged, changed, refused or failed")
    detail: str
    article: int | None


class Problem(Schema):
    detail: str
