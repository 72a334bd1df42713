"""Keeping claims by a single key."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from playwright.sync_api import Page, expect

from desk.models import Entry
from tests.factories import ClaimFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_c_adds_the_claim_in_focus_to_the_collection(
    browser_page: Page,
    analyst: AbstractUser,
    sign_in: Callable[[AbstractUser], None],
) -> None:
    claim = ClaimFactory()
    sign_in(analyst)
    browser_page.goto("/claims/")
    browser_page.wait_for_load_state("load")
    browser_page.keyboard.press("j")
    browser_page.keyboard.press("c")
    expect(browser_page.locator("#kept")).to_contain_text("Added to “My collection”")
    assert [entry.claim_id for entry in Entry.objects.all()] == [claim.pk]


def test_c_on_a_claims_page_adds_that_claim(
    browser_page: Page,
    analyst: AbstractUser,
    sign_in: Callable[[AbstractUser], None],
) -> None:
    claim = ClaimFactory()
    sign_in(analyst)
    browser_page.goto(claim.get_absolute_url())
    browser_page.wait_for_load_state("load")
    browser_page.keyboard.press("c")
    expect(browser_page.locator("#kept")).to_contain_text("Added to")
