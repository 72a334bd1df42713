from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from playwright.sync_api import Page, expect
from samples import HEADLINE, document, json_lines

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_an_admin_uploads_a_file_and_sees_what_became_of_it(
    browser_page: Page,
    sign_in: Callable[[AbstractUser], None],
    site_admin: AbstractUser,
) -> None:
    sign_in(site_admin)
    browser_page.goto("/import/?url=https://courier.example/story")
    expect(browser_page.locator("#address-url")).to_have_value(
        "https://courier.example/story"
    )
    body = json_lines(document("a"), {"id": "b"})
    browser_page.locator("#files-uploads").set_input_files(
        {"name": "a.jsonl", "mimeType": "text/plain", "buffer": body}
    )
    browser_page.get_by_role("button", name="Upload").click()
    browser_page.wait_for_url("**/import/*/")
    expect(browser_page.get_by_role("heading", name="Finished")).to_be_visible()
    expect(browser_page.get_by_role("link", name=HEADLINE)).to_be_visible()
    expect(browser_page.get_by_text('"text" is missing')).to_be_visible()
