"""Which claims and links readers see."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import LIKELY, Claim, Link, Origin, Status
from tests.factories import ClaimFactory, LinkFactory, UserFactory

UNLIKELY = LIKELY - 0.1

pytestmark = pytest.mark.django_db


def test_an_unlikely_proposal_waits_out_of_readers_sight() -> None:
    ClaimFactory(confidence=UNLIKELY)
    likely = ClaimFactory(confidence=LIKELY)
    assert list(Claim.objects.visible()) == [likely]


@pytest.mark.parametrize(
    "agreed", [{"status": Status.CONFIRMED}, {"origin": Origin.PERSON}]
)
def test_a_person_outweighs_a_low_confidence(agreed: dict[str, str]) -> None:
    claim = ClaimFactory(confidence=UNLIKELY, **agreed)
    assert list(Claim.objects.visible()) == [claim]


def test_a_claim_without_a_confidence_is_seen() -> None:
    claim = ClaimFactory(confidence=None)
    assert list(Claim.objects.visible()) == [claim]


def test_a_link_to_an_unlikely_claim_is_not_seen() -> None:
    LinkFactory(answer=ClaimFactory(confidence=UNLIKELY))
    seen = LinkFactory(answer=ClaimFactory(confidence=LIKELY))
    assert list(Link.objects.visible()) == [seen]


def test_the_review_queue_has_the_unlikely_ones_too(client: Client) -> None:
    claim = ClaimFactory(confidence=UNLIKELY)
    client.force_login(UserFactory(groups=["editors"]))
    page = client.get(reverse("review")).content.decode()
    assert claim.get_absolute_url() in page


def test_a_reader_finds_unlikely_ones_by_asking_for_the_proposed(
    client: Client,
) -> None:
    claim = ClaimFactory(confidence=UNLIKELY)
    assert claim.get_absolute_url() not in _claims_page(client, {})
    assert claim.get_absolute_url() in _claims_page(client, {"status": "proposed"})


def _claims_page(client: Client, filters: dict[str, str]) -> str:
    return client.get(reverse("claims"), filters).content.decode()
