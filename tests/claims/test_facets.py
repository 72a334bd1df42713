import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains

from claims.facets import facets
from claims.models import Claim
from tests.factories import ActorFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def every_claim() -> list[int]:
    return list(Claim.objects.values_list("pk", flat=True))


def counts(name: str) -> dict[str, int]:
    return {found.value: found.count for found in facets(every_claim())[name]}


def test_values_are_counted_the_most_frequent_first() -> None:
    asif = ActorFactory(name="Khawaja Asif", slug="asif")
    for kind in ("denial", "denial", "accusation"):
        ClaimFactory(kind=kind, speaker=asif)
    ClaimFactory(kind="accusation", speaker=None)
    ClaimFactory(kind="denial", speaker=None)
    assert list(counts("kind").items()) == [("denial", 3), ("accusation", 2)]
    assert counts("speaker") == {"asif": 3}
    assert len(counts("target")) == 5
    assert sum(counts("outlet").values()) == 5


def test_only_the_most_frequent_values_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("claims.facets.MOST_VALUES", 2)
    for _ in range(3):
        ClaimFactory()
    assert len(counts("target")) == 2


def test_only_the_first_claims_of_the_list_are_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.claims.MOST_COUNTED", 2)
    for kind in ("denial", "accusation", "accusation"):
        ClaimFactory(kind=kind)
    page = client.get(reverse("claims"), {"q": "armed", "sort": "oldest"})
    kinds = next(facet for facet in page.context["facets"] if facet.label == "Kind")
    assert [choice.count for choice in kinds.values] == [1, 1]
    assertContains(page, "Counted among the first 2 claims of the list.")


def test_facets_take_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ClaimFactory()
    ids = every_claim()
    with django_assert_num_queries(1):
        facets(ids)


def test_a_search_can_be_narrowed_down_by_a_click(client: Client) -> None:
    ClaimFactory(kind="denial")
    ClaimFactory(kind="accusation")
    page = client.get(reverse("claims"), {"q": "armed", "page": "1"})
    assertContains(page, 'href="?q=armed&amp;kind=denial"')
    narrowed = client.get(reverse("claims"), {"q": "armed", "kind": "denial"})
    assertContains(narrowed, "1 claim")


def test_facets_of_ranked_claims_are_counted_too(client: Client) -> None:
    for kind in ("denial", "accusation"):
        ClaimFactory(kind=kind)
    page = client.get(reverse("claims"), {"q": "armed", "sort": "relevance"})
    assertContains(page, "Narrow it down")
