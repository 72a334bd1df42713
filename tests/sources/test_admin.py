import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse

from sources.ingest import import_document
from sources.models import Article, Feed, Fetch, Host, Outlet, Revision
from sources.parse import Document

pytestmark = pytest.mark.django_db

TEXT = "The minister said on Tuesday that his country had no part in the attack."
MODELS = [Outlet, Feed, Host, Article, Revision, Fetch]


@pytest.fixture
def admin(client: Client, site_admin: AbstractUser) -> Client:
    client.force_login(site_admin)
    return client


@pytest.fixture
def article() -> Article:
    document = Document("one", TEXT, "The Courier", url="https://courier.example/a")
    return import_document(document).article


@pytest.fixture
def feed(article: Article) -> Feed:
    Host.objects.create(name="courier.example")
    return article.outlet.feeds.create(url="https://courier.example/rss")


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:sources_{model.__name__.lower()}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_each_table_is_listed_and_each_row_shown(
    admin: Client, article: Article, feed: Feed, model: type[Outlet]
) -> None:
    assert admin.get(address(model, "changelist")).status_code == 200
    row = model.objects.get()
    assert admin.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", [Article, Revision, Fetch])
def test_big_tables_are_not_counted_whole_for_the_search(
    admin: Client, article: Article, model: type[Article]
) -> None:
    response = admin.get(address(model, "changelist"), {"q": "x"})
    assert response.context["cl"].full_result_count is None


def test_a_revision_is_shown_and_cannot_be_changed(
    admin: Client, article: Article
) -> None:
    revision = Revision.objects.get()
    response = admin.get(address(Revision, "change", revision.pk))
    assert TEXT in response.content.decode()
    admin.post(address(Revision, "change", revision.pk), {"text": "forged"})
    assert Revision.objects.get().text == TEXT


@pytest.mark.parametrize("model", [Revision, Fetch])
def test_the_log_and_the_texts_are_not_written_by_hand(
    admin: Client, model: type
) -> None:
    assert admin.get(address(model, "add")).status_code == 403


def test_feeds_are_paused_and_fetched_by_actions(admin: Client, feed: Feed) -> None:
    def act(action: str) -> None:
        data = {"action": action, "_selected_action": [feed.pk]}
        admin.post(address(Feed, "changelist"), data)
        feed.refresh_from_db()

    act("pause")
    assert feed.is_paused
    act("fetch_now")
    assert list(Feed.objects.due()) == [feed]


def test_an_articles_page_is_asked_for_again(admin: Client, article: Article) -> None:
    data = {"action": "fetch_now", "_selected_action": [article.pk]}
    admin.post(address(Article, "changelist"), data)
    assert list(Article.objects.due()) == [article]
