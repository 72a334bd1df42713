from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Analysis
from claims.unread import revisions_unread_by
from claims.work import failed_analyses, failed_articles, queues
from sources.models import Article
from tests.factories import (
    AnalysisFactory,
    ArticleFactory,
    FeedFactory,
    RevisionFactory,
)

pytestmark = pytest.mark.django_db
VERSION = "pipeline 1"


@pytest.fixture
def as_admin(client: Client, site_admin: AbstractUser) -> Client:
    client.force_login(site_admin)
    return client


@pytest.fixture
def failed_page() -> Article:
    return ArticleFactory(state=Article.State.FAILED, failure="It is a picture.")


@pytest.fixture
def failed_text() -> Analysis:
    return AnalysisFactory(state=Analysis.State.FAILED, error="Too deep.")


def test_each_queue_tells_how_much_waits_and_since_when() -> None:
    AnalysisFactory(pipeline_version=VERSION)
    hour_ago = timezone.now() - timedelta(hours=1)
    FeedFactory(next_fetch_at=hour_ago)
    ArticleFactory(state=Article.State.PENDING, next_attempt_at=hour_ago)
    ArticleFactory(
        state=Article.State.PENDING, next_attempt_at=timezone.now() + timedelta(hours=1)
    )
    RevisionFactory(fetched_at=hour_ago)
    feeds, pages, texts, copies, _links = queues()
    assert [queue.waiting for queue in (feeds, pages, texts, copies)] == [1, 1, 1, 2]
    assert {queue.since for queue in (feeds, pages, texts)} == {hour_ago}
    assert pages.later == 1
    assert texts.done == 1


def test_the_page_shows_failures_with_their_reasons(
    as_admin: Client, failed_page: Article, failed_text: Analysis
) -> None:
    text = as_admin.get(reverse("work")).content.decode()
    assert "It is a picture." in text
    assert "Too deep." in text


def test_the_poll_gets_the_same_part_alone(
    as_admin: Client, failed_page: Article
) -> None:
    response = as_admin.get(reverse("work"), headers={"HX-Request": "true"})
    assert "It is a picture." in response.content.decode()
    assert "<html" not in response.content.decode()


def act(client: Client, **data: object) -> int:
    return client.post(reverse("work"), data).status_code


@pytest.mark.parametrize("which", ["one", "all"])
def test_a_failed_page_is_fetched_again_or_let_be(
    as_admin: Client, failed_page: Article, which: str
) -> None:
    chosen = failed_page.pk if which == "one" else "all"
    act(as_admin, kind="page", action="dismiss", which=chosen)
    assert not failed_articles().exists()
    Article.objects.update(dismissed_at=None)
    act(as_admin, kind="page", action="retry", which=chosen)
    assert list(Article.objects.due()) == [failed_page]


def test_a_failed_text_is_read_again_from_the_first_attempt_on(
    as_admin: Client, failed_text: Analysis
) -> None:
    assert not revisions_unread_by(VERSION).exists()
    act(as_admin, kind="text", action="retry", which=failed_text.revision_id)
    assert revisions_unread_by(VERSION).get() == failed_text.revision
    assert not failed_analyses().exists()


def test_a_failed_text_can_be_let_be(as_admin: Client, failed_text: Analysis) -> None:
    act(as_admin, kind="text", action="dismiss", which="all")
    assert not failed_analyses().exists()


def test_a_text_that_was_read_in_the_end_is_no_failure(failed_text: Analysis) -> None:
    AnalysisFactory(revision=failed_text.revision)
    assert not failed_analyses().exists()


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "house", "action": "retry", "which": "all"},
        {"kind": "page", "action": "burn", "which": "all"},
        {"kind": "page", "action": "retry", "which": "-1"},
    ],
)
def test_other_orders_are_refused(as_admin: Client, data: dict[str, str]) -> None:
    assert act(as_admin, **data) == 400


@pytest.mark.parametrize("role", ["analyst", "editor"])
def test_only_admins_look_at_the_work(
    client: Client, request: pytest.FixtureRequest, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse("work")).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_failures(
    as_admin: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(10):
        ArticleFactory(state=Article.State.FAILED)
        AnalysisFactory(state=Analysis.State.FAILED)
    with django_assert_max_num_queries(24):
        as_admin.get(reverse("work"))
