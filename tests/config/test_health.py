import json
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from worker import WorkerProcess

from config.celery import app
from config.serverprocess import wait_until


def readiness(client: Client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)


def test_healthz_needs_nothing(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_is_200_with_all_servers_and_migrations(
    client: Client, db: None
) -> None:
    status, body = readiness(client)
    assert (status, body["ready"], body["migrations"]) == (200, True, True)


def test_readyz_tells_of_a_sweep_that_never_came(client: Client, db: None) -> None:
    _, body = readiness(client)
    assert body["sweep"] == {"age_seconds": None, "late": True}


@pytest.mark.slow
def test_a_sweep_by_a_real_worker_shows_in_readyz(
    client: Client, celery_worker_process: WorkerProcess
) -> None:
    app.send_task("sources.tasks.sweep")
    assert wait_until(lambda: not readiness(client)[1]["sweep"]["late"], 30)


def test_readyz_is_503_without_the_database(client: Client, db: None) -> None:
    with patch("config.health.connection.cursor", side_effect=DatabaseError):
        status, body = readiness(client)
    assert (status, body["database"]) == (503, False)
