"""Headless Chromium as the distribution packages it, driven by playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
HINT = "needs Chromium: apt-get install chromium (or your distribution's like)"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str:
    """The path of the browser. Skips the test, or fails it where REQUIRE_BROWSER=1."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(HINT)
    pytest.skip(HINT)


# Where many tests share a core, a page may take long.
expect.set_options(timeout=20_000)


@contextmanager
def open_browser() -> Iterator[Browser]:
    executable = find_chromium()
    # Playwright's synchronous calls run an event loop in this thread, in which Django
    # would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
