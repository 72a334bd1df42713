"""The embedded servers, used by real processes that are ended in every way."""

import os
import signal
from contextlib import closing

import psycopg2
import pytest
import redis
from tenants import Tenant, nothing_is_left, servers_of

from config.place import Place
from config.serverprocess import command_line, wait_until

pytestmark = pytest.mark.slow


def query(place: Place, sql: str) -> list[tuple]:
    where = f"host={place.sockets} user=app dbname=crossclaim"
    with closing(psycopg2.connect(where)) as connection, connection:
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def postmaster(place: Place) -> int:
    return int((place.postgres_data / "postmaster.pid").read_text().split("\n")[0])


def keeper(place: Place) -> int:
    return next(p for p in servers_of(place) if "config.keeper" in command_line(p))


def test_both_servers_answer(place: Place, tenant: Tenant) -> None:
    assert query(place, "SELECT 1") == [(1,)]
    assert redis.Redis(unix_socket_path=str(place.redis_socket)).ping()


def test_only_their_account_may_enter_the_sockets(place: Place, tenant: Tenant) -> None:
    assert place.sockets.stat().st_mode & 0o077 == 0


def test_the_servers_end_with_their_last_user(place: Place, tenant: Tenant) -> None:
    tenant.leave()
    assert nothing_is_left(place)


def test_a_killed_user_leaves_no_server_behind(place: Place, tenant: Tenant) -> None:
    tenant.process.kill()
    assert nothing_is_left(place)


def test_killing_the_keeper_leaves_no_server_behind(
    place: Place, tenant: Tenant
) -> None:
    os.kill(keeper(place), signal.SIGKILL)
    assert nothing_is_left(place)


def test_data_survive_a_stop(place: Place, tenant: Tenant) -> None:
    query(place, "CREATE TABLE kept AS SELECT 7 AS number")
    tenant.leave()
    again = Tenant(place)
    again.wait_until_ready()
    assert query(place, "SELECT number FROM kept") == [(7,)]
    again.leave()


def test_a_second_user_joins_the_running_servers(place: Place, tenant: Tenant) -> None:
    first = postmaster(place)
    second = Tenant(place)
    second.wait_until_ready()
    assert postmaster(place) == first
    second.leave()


def test_who_started_the_servers_may_leave_first(place: Place, tenant: Tenant) -> None:
    second = Tenant(place)
    second.wait_until_ready()
    tenant.process.kill()
    assert not wait_until(lambda: not servers_of(place), 1)
    assert query(place, "SELECT 1") == [(1,)]
    second.leave()


def test_users_that_start_together_share_one_server(place: Place) -> None:
    tenants = [Tenant(place) for _ in range(3)]
    for tenant in tenants:
        tenant.wait_until_ready()
    assert sum("config.keeper" in command_line(p) for p in servers_of(place)) == 1
    for tenant in tenants:
        tenant.leave()


def test_a_killed_server_comes_back_with_its_rows(place: Place, tenant: Tenant) -> None:
    query(place, "CREATE TABLE kept AS SELECT 7 AS number")
    first = postmaster(place)
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        try:
            return query(place, "SELECT number FROM kept") == [(7,)]
        except psycopg2.OperationalError:
            return False

    assert wait_until(is_back, 30)
    assert postmaster(place) != first


def test_an_orphaned_server_is_adopted(place: Place, tenant: Tenant) -> None:
    orphan = postmaster(place)
    # A stopped keeper cannot stop its servers; killed while they are stopped, too, they
    # outlive it until they are let go on.
    os.kill(orphan, signal.SIGSTOP)
    os.kill(keeper(place), signal.SIGKILL)
    tenant.process.kill()
    second = Tenant(place)
    os.kill(orphan, signal.SIGCONT)
    second.wait_until_ready()
    assert query(place, "SELECT 1") == [(1,)]
    second.leave()


def test_a_path_that_is_too_long_for_a_socket_is_no_trouble(place: Place) -> None:
    deep = Place(place.var / ("d" * 60) / ("e" * 60))
    tenant = Tenant(deep)
    tenant.wait_until_ready()
    assert query(deep, "SELECT 1") == [(1,)]
    tenant.leave()


def test_data_of_another_major_version_are_refused(place: Place) -> None:
    place.prepare()
    place.postgres_data.mkdir()
    (place.postgres_data / "PG_VERSION").write_text("15\n")
    words = Tenant(place).last_words()
    assert "PostgreSQL 15" in words
    assert len(words.splitlines()) == 1
