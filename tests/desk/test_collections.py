import csv
import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from desk.models import Collection
from tests.factories import WORDS, ClaimFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case_file(analyst: User) -> Collection:
    return Collection.objects.create(user=analyst, name="The port", note="Who armed?")


@pytest.fixture
def desk(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


def test_a_claim_goes_into_the_collection_used_last(
    desk: Client, case_file: Collection
) -> None:
    claim = ClaimFactory()
    response = desk.post(reverse("keep_claim"), {"claim": claim.pk, "in_place": "1"})
    assert response.json()["message"] == "Added to “The port”."
    assert [entry.claim for entry in case_file.entries.all()] == [claim]


def test_the_first_claim_makes_a_collection(desk: Client, analyst: User) -> None:
    desk.post(reverse("keep_claim"), {"claim": ClaimFactory().pk})
    assert analyst.collections.get().entries.count() == 1


def test_a_claim_is_in_a_collection_once(desk: Client, case_file: Collection) -> None:
    claim = ClaimFactory()
    for _ in range(2):
        desk.post(reverse("keep_claim"), {"claim": claim.pk})
    assert case_file.entries.count() == 1


def test_a_claim_that_readers_do_not_see_is_not_kept(desk: Client) -> None:
    claim = ClaimFactory(status="rejected")
    response = desk.post(reverse("keep_claim"), {"claim": claim.pk})
    assert response.status_code == 404


def test_nobody_adds_to_or_opens_the_collection_of_another(desk: Client) -> None:
    other = Collection.objects.create(user=UserFactory(), name="Theirs")
    assert desk.get(other.get_absolute_url()).status_code == 404
    data = {"claim": ClaimFactory().pk, "collection": other.pk}
    assert desk.post(reverse("keep_claim"), data).status_code == 404


def test_notes_are_kept_with_the_claim(desk: Client, case_file: Collection) -> None:
    case_file.add(ClaimFactory())
    entry = case_file.entries.get()
    desk.post(reverse("entry_note", args=[entry.pk]), {"note": "Compare with May."})
    page = desk.get(case_file.get_absolute_url())
    for words in ("The port", "Who armed?", WORDS, "Compare with May."):
        assertContains(page, words)


def test_a_claim_can_be_taken_out(desk: Client, case_file: Collection) -> None:
    case_file.add(ClaimFactory())
    entry = case_file.entries.get()
    desk.post(reverse("entry_note", args=[entry.pk]), {"remove": ""})
    assert not case_file.entries.exists()


def test_whoever_has_the_link_reads_but_does_not_write(
    desk: Client, case_file: Collection
) -> None:
    case_file.add(ClaimFactory())
    desk.post(reverse("share_collection", args=[case_file.pk]))
    case_file.refresh_from_db()
    desk.logout()
    page = desk.get(reverse("shared", args=[case_file.secret]))
    assertContains(page, WORDS)
    assertNotContains(page, "<textarea")


def test_a_link_that_was_taken_back_leads_nowhere(
    desk: Client, case_file: Collection
) -> None:
    share = reverse("share_collection", args=[case_file.pk])
    desk.post(share)
    case_file.refresh_from_db()
    address = reverse("shared", args=[case_file.secret])
    desk.post(share)
    assert desk.get(address).status_code == 404


def test_a_claim_that_the_machine_replaced_leaves_its_words(
    desk: Client, case_file: Collection
) -> None:
    claim = ClaimFactory()
    case_file.add(claim)
    claim.delete()
    page = desk.get(case_file.get_absolute_url())
    assertContains(page, WORDS)
    assertContains(page, "not shown any more")


def test_a_collection_can_be_taken_along(desk: Client, case_file: Collection) -> None:
    claim = ClaimFactory()
    ClaimFactory()
    case_file.add(claim)
    address = reverse("export_collection", args=[case_file.pk, "csv"])
    text = desk.get(address).getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [int(row["id"]) for row in rows] == [claim.pk]


def test_the_pages_take_few_queries(
    desk: Client,
    case_file: Collection,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        case_file.add(ClaimFactory())
    for address in (case_file.get_absolute_url(), reverse("collections")):
        with django_assert_max_num_queries(10):
            desk.get(address)


def test_strangers_sign_in_first(client: Client) -> None:
    for name in ("collections", "saved_searches"):
        assert client.get(reverse(name))["Location"].startswith(reverse("login"))
