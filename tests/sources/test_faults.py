"""Workers are killed, Redis is emptied and PostgreSQL restarted while articles come in.

Time is not waited for: rows that a dead worker had taken are made as old as they would
be when they are due again.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count
from django.utils import timezone
from redis import Redis
from webpages import WebPages
from worker import WorkerProcess

from claims.models import Analysis, Claim
from claims.tasks import sweep as sweep_texts
from config import services
from config.place import default_place
from sources.ingest import add_feed
from sources.models import Article, Feed, Host
from sources.tasks import sweep as sweep_sites

pytestmark = [pytest.mark.model, pytest.mark.django_db(transaction=True)]

SEED = 20261124
LONG_AGO = timedelta(hours=1)
MAX_SECONDS_PER_ARTICLE = 20
PARAGRAPHS = (
    "Foreign Minister Adam Brook accused the Northern Front of bombing market {number} "
    "in Halden, where {number} people were hurt.",
    "The Northern Front denied on Tuesday that it had bombed market {number}.",
)
Page = Callable[..., str]


@contextmanager
def database_may_be_away() -> Iterator[None]:
    """Put up with a server that is restarting; the next round tries again."""
    try:
        yield
    except (DatabaseError, InterfaceError):
        connection.close()
        time.sleep(1)


def kill_worker(worker: WorkerProcess) -> None:
    worker.kill()
    worker.start()


def empty_redis(worker: WorkerProcess) -> None:
    Redis(unix_socket_path=str(default_place().redis_socket)).flushall()


def restart_postgres(worker: WorkerProcess) -> None:
    """End it as a crash of the machine would; its keeper starts it again."""
    pid_file = default_place().postgres_data / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)


def let_time_pass() -> None:
    """Make what was taken or put off due again."""
    past = timezone.now() - LONG_AGO
    Host.objects.update(free_at=past)
    Feed.objects.exclude(taken_at=None).update(taken_at=past)
    Article.objects.exclude(taken_at=None).update(taken_at=past)
    pending = Article.objects.filter(state=Article.State.PENDING)
    pending.update(next_attempt_at=past)
    running = Analysis.objects.filter(state=Analysis.State.RUNNING)
    running.update(started_at=past)
    Analysis.objects.filter(state=Analysis.State.FAILED).update(finished_at=past)


def number_done() -> int:
    done = Analysis.objects.filter(state=Analysis.State.DONE)
    return done.values("revision__article").distinct().count()


def import_under_faults(
    worker: WorkerProcess, count: int, faults: list[Callable[[WorkerProcess], None]]
) -> None:
    """Sweep as the beat does until all is read, with the faults spread over the way."""
    random = Random(SEED)
    moments = sorted(random.uniform(0.02, 0.95) * count for _ in faults)
    random.shuffle(faults)
    deadline = time.monotonic() + MAX_SECONDS_PER_ARTICLE * count + 240
    done = 0
    while (done < count or faults) and time.monotonic() < deadline:
        if faults and done >= moments[len(moments) - len(faults)]:
            faults.pop()(worker)
            time.sleep(random.uniform(1, 4))
            with database_may_be_away():
                let_time_pass()
        with database_may_be_away():
            sweep_sites()
            sweep_texts()
            done = number_done()
        time.sleep(1)
    assert not faults
    assert done == count, worker.log.read_text()[-3000:]


def each_is_read_exactly_once(count: int) -> None:
    articles = Article.objects.annotate(revision_count=Count("revisions"))
    assert articles.count() == count
    assert set(articles.values_list("revision_count", flat=True)) == {1}
    done = Analysis.objects.filter(state=Analysis.State.DONE)
    assert done.count() == count
    assert Claim.objects.exists()
    same = Claim.objects.values(
        "revision", "kind", "start_char", "end_char", "speaker_name", "target_name"
    )
    assert not same.annotate(number=Count("pk")).filter(number__gt=1).exists()


@pytest.fixture
def announced(
    http_server: WebPages,
    rss: Page,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Callable[[int], WorkerProcess]:
    """Have so many articles announced by a feed; the worker that is to read them."""
    if services.are_external():
        pytest.skip("needs servers of its own, to restart them")
    monkeypatch.setenv("FETCH_ALLOW_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("FETCH_HOST_DELAY", "0")

    def announce(count: int) -> WorkerProcess:
        urls = [
            http_server.set(
                f"/{number}",
                page(
                    *(text.format(number=number) for text in PARAGRAPHS),
                    title=f"Minister blames Northern Front for market {number}",
                ),
            )
            for number in range(11, count + 11)
        ]
        add_feed(http_server.set("/rss", rss(*urls)))
        return request.getfixturevalue("celery_worker_process")

    return announce


@pytest.mark.slow
@pytest.mark.usefixtures("private_web")
def test_sixty_articles_survive_five_crashes(
    announced: Callable[[int], WorkerProcess],
) -> None:
    worker = announced(60)
    faults = [kill_worker] * 3 + [empty_redis, restart_postgres]
    import_under_faults(worker, 60, faults)
    each_is_read_exactly_once(60)


@pytest.mark.bench
@pytest.mark.usefixtures("private_web")
def test_two_thousand_articles_survive_fifty_four_crashes(
    announced: Callable[[int], WorkerProcess],
) -> None:
    worker = announced(2000)
    faults = [kill_worker] * 50 + [empty_redis] * 2 + [restart_postgres] * 2
    import_under_faults(worker, 2000, faults)
    each_is_read_exactly_once(2000)
