import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from actors.models import Actor
from claims.paging import CappedPaginator, capped_count, page_of
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def actors() -> list[Actor]:
    return [ActorFactory(name=f"Actor {letter}") for letter in "abcde"]


def numbered(page: str) -> list[Actor]:
    request = RequestFactory().get("/", {"page": page})
    return list(page_of(request, Actor.objects.order_by("name"), per_page=2))


@pytest.mark.parametrize(
    ("page", "shown"),
    [("1", "ab"), ("2", "cd"), ("3", "e"), ("9", "e"), ("0", "e"), ("x", "ab")],
)
def test_any_page_number_gives_a_page(
    actors: list[Actor], page: str, shown: str
) -> None:
    assert [actor.name[-1] for actor in numbered(page)] == list(shown)


def test_a_page_keeps_the_order_and_takes_two_queries(
    actors: list[Actor], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        page = CappedPaginator(Actor.objects.order_by("-name"), 2).page(1)
        assert list(page) == [actors[4], actors[3]]


def test_counting_stops_where_nobody_pages(
    actors: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.paging.COUNT_LIMIT", 3)
    paginator = CappedPaginator(Actor.objects.order_by("name"), 2)
    assert (paginator.count, paginator.num_pages, paginator.is_capped) == (3, 2, True)
    assert capped_count(Actor.objects.all()) == 4


def test_a_short_list_is_counted_in_full(actors: list[Actor]) -> None:
    paginator = CappedPaginator(Actor.objects.order_by("name"), 2)
    assert (paginator.count, paginator.is_capped) == (5, False)


def test_a_slow_list_ends_earlier(actors: list[Actor]) -> None:
    request = RequestFactory().get("/", {"page": "9"})
    page = page_of(request, Actor.objects.order_by("name"), per_page=2, limit=3)
    assert list(page) == [actors[2]]
    assert (page.paginator.count, page.paginator.is_capped) == (3, True)
