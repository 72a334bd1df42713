from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import (
    env_bool,
    env_database,
    env_list,
    env_redis,
    env_seconds,
    env_timezone,
    secret_key,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", True),
        ("true", True),
        ("On", True),
        ("0", False),
        ("no", False),
        ("", False),
    ],
)
def test_a_switch_is_read(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env_bool("DEBUG", default=not expected) is expected


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env_bool("NAME", default=False), "maybe"),
        (lambda: env_list("NAME", []), "a,,b"),
        (lambda: env_list("NAME", []), "a b"),
        (lambda: env_timezone("NAME", "UTC"), "Mars/Olympus"),
        (lambda: env_database("NAME"), "mysql://localhost/claims"),
        (lambda: env_database("NAME"), "postgres://localhost/"),
        (lambda: env_database("NAME"), "nonsense"),
        (lambda: env_redis("NAME", Path("/s")), "http://localhost"),
        (lambda: env_redis("NAME", Path("/s")), "redis://localhost/first"),
    ],
)
def test_a_bad_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, read: object, value: str
) -> None:
    monkeypatch.setenv("NAME", value)
    with pytest.raises(ImproperlyConfigured, match="NAME"):
        read()  # type: ignore[operator]


def test_a_database_url_may_name_a_socket_directory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app@%2Frun%2Fsockets/claims")
    settings = env_database("DATABASE_URL")
    assert settings is not None
    assert (settings["HOST"], settings["NAME"]) == ("/run/sockets", "claims")


def test_queue_and_cache_lie_in_neighbouring_databases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://:secret@host:6380/3")
    queue, cache = env_redis("REDIS_URL", Path("/unused"))
    assert (queue, cache) == (
        "redis://:secret@host:6380/3",
        "redis://:secret@host:6380/4",
    )


def test_without_a_url_redis_is_the_embedded_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    queue, cache = env_redis("REDIS_URL", Path("/run/redis.sock"))
    assert queue == "redis+socket:///run/redis.sock?virtual_host=0"
    assert cache == "unix:///run/redis.sock?db=1"


def test_a_secret_key_is_made_once_and_for_us_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "var" / "secret_key"
    keys = {secret_key("SECRET_KEY", file, required=False) for _ in range(2)}
    assert (len(keys), len(keys.pop()) > 50) == (1, True)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_secret_key_must_be_given_where_the_database_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        secret_key("SECRET_KEY", tmp_path / "secret_key", required=True)


@pytest.mark.parametrize(("value", "seconds"), [("", 1.0), ("0", 0.0), (" 2.5 ", 2.5)])
def test_a_number_of_seconds_is_read(
    monkeypatch: pytest.MonkeyPatch, value: str, seconds: float
) -> None:
    monkeypatch.setenv("X", value)
    assert env_seconds("X", 1.0) == seconds


@pytest.mark.parametrize("value", ["soon", "-1", "1e9", "inf"])
def test_what_is_no_number_of_seconds_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="number of seconds"):
        env_seconds("X", 1.0)
