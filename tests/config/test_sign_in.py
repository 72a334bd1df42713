from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e


def test_an_editor_signs_in_by_the_form(
    browser_page: Page, editor: AbstractUser
) -> None:
    browser_page.goto("/accounts/login/")
    browser_page.get_by_label("Username").fill("editor")
    browser_page.get_by_label("Password").fill("password of editor")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/")
    assert browser_page.context.cookies()


def test_an_admin_enters_the_admin_pages(
    browser_page: Page,
    sign_in: Callable[[AbstractUser], None],
    site_admin: AbstractUser,
) -> None:
    sign_in(site_admin)
    browser_page.goto("/admin/")
    assert "Site administration" in browser_page.content()


def test_an_analyst_is_kept_out_of_the_admin_pages(
    browser_page: Page,
    sign_in: Callable[[AbstractUser], None],
    analyst: AbstractUser,
) -> None:
    sign_in(analyst)
    browser_page.goto("/admin/")
    assert "Site administration" not in browser_page.content()
