"""What every test may use: servers, people, a browser, a worker, a web server."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import open_browser
from django.apps import apps
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page
from redis.exceptions import ConnectionError as NoRedis
from webpages import WebPages
from worker import WorkerProcess

from config import services
from config.celery import app as celery_app
from config.place import BASE_DIR, default_place

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from pytest_django.live_server_helper import LiveServer

# Before anything reads the settings: a test run has servers and data of its own.
RUN_DIRECTORY = Path(tempfile.mkdtemp(prefix="crossclaim-test-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["CROSSCLAIM_VAR"] = str(RUN_DIRECTORY)
os.environ["DEBUG"] = "0"
os.environ.setdefault("SECRET_KEY", "a test run needs none that is secret")


def pytest_configure() -> None:
    # Hashed names need a collectstatic, which no test is about.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django_settings.STORAGES["staticfiles"]["BACKEND"] = plain
    # Slow hashes protect real passwords only.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.STATIC_ROOT.mkdir()


def pytest_unconfigure() -> None:
    shutil.rmtree(RUN_DIRECTORY, ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of training and benchmark data, which not every checkout has."""
    folder = BASE_DIR.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the folder {folder}")
    return folder


# Servers


@pytest.fixture(scope="session")
def embedded_servers() -> Iterator[None]:
    """PostgreSQL and Redis of this run alone, unless the environment names others."""
    if services.are_external():
        yield
        return
    services.ensure(throwaway=True)
    yield
    services.release(default_place())
    services.wait_until_stopped(default_place())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    embedded_servers: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """pytest-django asks for this before it makes the test database."""


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    # Most tests need no servers, so there may be none yet.
    with suppress(NoRedis):
        cache.clear()


@pytest.fixture
def celery_worker_process(
    transactional_db: None, embedded_servers: None, tmp_path: Path
) -> Iterator[WorkerProcess]:
    """A real worker on the test database; it sees only what the test has committed."""
    celery_app.control.purge()
    worker = WorkerProcess(tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def http_server() -> Iterator[WebPages]:
    pages = WebPages()
    yield pages
    pages.close()


# People


@pytest.fixture
def make_user(
    db: None, django_user_model: type[AbstractUser]
) -> Callable[..., AbstractUser]:
    def make(username: str, group: str, **fields: object) -> AbstractUser:
        user = django_user_model.objects.create_user(
            username, f"{username}@example.org", f"password of {username}", **fields
        )
        # A test with transactions of its own empties the table that migrations filled.
        role, _ = apps.get_model("auth", "Group").objects.get_or_create(name=group)
        user.groups.add(role)
        return user

    return make


@pytest.fixture
def analyst(make_user: Callable[..., AbstractUser]) -> AbstractUser:
    return make_user("analyst", "analysts")


@pytest.fixture
def editor(make_user: Callable[..., AbstractUser]) -> AbstractUser:
    return make_user("editor", "editors")


@pytest.fixture
def site_admin(make_user: Callable[..., AbstractUser]) -> AbstractUser:
    return make_user("admin", "admins", is_staff=True, is_superuser=True)


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def browser_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh page (no cookies) whose relative addresses are those of the site."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(
    browser_page: Page, live_server: LiveServer
) -> Callable[[AbstractUser], None]:
    """Sign a user in on the browser page, past the form."""

    def sign_in(user: AbstractUser) -> None:
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {
            "name": name,
            "value": client.cookies[name].value,
            "url": live_server.url,
        }
        browser_page.context.add_cookies([cookie])

    return sign_in
