"""Read the environment, and say which variable is wrong instead of guessing."""

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("0", "false", "no", "off", "")


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() not in (*TRUE_WORDS, *FALSE_WORDS):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value.strip().lower() in TRUE_WORDS


def env_list(name: str, default: Sequence[str]) -> list[str]:
    """Comma-separated words; an entry that is empty or holds a space is an error."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    words = [word.strip() for word in value.split(",")]
    if any(not word or " " in word for word in words):
        raise ImproperlyConfigured(
            f"{name} must be words parted by commas, not {value!r}."
        )
    return words


def env_seconds(name: str, default: float) -> float:
    value = os.environ.get(name)
    if not value:
        return default
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", value.strip()):
        raise ImproperlyConfigured(
            f"{name} must be a number of seconds such as 1.5, not {value!r}."
        )
    return float(value)


def env_timezone(name: str, default: str) -> str:
    value = os.environ.get(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"{name} must be a time zone such as Europe/Madrid, not {value!r}."
        ) from error
    return value


def env_database(name: str) -> dict[str, Any] | None:
    """Django's settings for the PostgreSQL of a URL, or None when none is named."""
    value = os.environ.get(name)
    if not value:
        return None
    try:
        settings = dict(dj_database_url.parse(value))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no database URL: {error}") from error
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            f"{name} must begin with postgres://, not {value!r}."
        )
    if not settings["NAME"]:
        raise ImproperlyConfigured(f"{name} must end in the database's name.")
    return settings


def env_redis(name: str, socket: Path) -> tuple[str, str]:
    """The URLs of the task queue and of the cache, which lies in the database above it.

    Without the variable both are on the embedded Redis behind `socket`.
    """
    value = os.environ.get(name)
    if not value:
        return f"redis+socket://{socket}?virtual_host=0", f"unix://{socket}?db=1"
    parts = urlsplit(value)
    number = parts.path.strip("/") or "0"
    if parts.scheme not in ("redis", "rediss") or not number.isdigit():
        raise ImproperlyConfigured(
            f"{name} must look like redis://host:6379/0, not {value!r}."
        )
    queue, cache = (
        urlunsplit(parts._replace(path=f"/{index}"))
        for index in (int(number), int(number) + 1)
    )
    return queue, cache


def secret_key(name: str, file: Path, *, required: bool) -> str:
    """The variable's value, or one generated once into `file` for this machine."""
    if value := os.environ.get(name):
        return value
    if required:
        raise ImproperlyConfigured(
            f"{name} must be set to a long random text when DATABASE_URL is."
        )
    try:
        return file.read_text()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is not set and {file} cannot be read: {error.strerror}."
        ) from error
    return _generate(file)


def _generate(file: Path) -> str:
    """Write a new key whole and at once; of two processes, the first one wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
        new.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text()
