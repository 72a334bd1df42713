"""What must be done before the site can serve, each part only when it is due."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import redis
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import celery_app, services
from config.place import BASE_DIR

#: Where kombu keeps unacknowledged messages, by the time of their delivery.
UNACKNOWLEDGED = "unacked_index"
SWEEP_EXPIRES_SECONDS = 60
#: Demonstration accounts: name, group, whether it may enter the admin pages.
DEMO_ACCOUNTS = (
    ("analyst", "analysts", False),
    ("editor", "editors", False),
    ("admin", "admins", True),
)

Tell = Callable[[str], None]


def prepare(tell: Tell) -> None:
    """Bring files, database and queue up to date; `tell` gets a line per thing done."""
    call_command("migrate", interactive=False, verbosity=0)
    when_changed("static", _static_files(), lambda: _collect(tell))
    when_changed("gazetteer", _files("actors/gazetteer"), lambda: _load(tell))
    # Told nothing that could change: what somebody deletes of it must not come back.
    when_changed("sample", (), lambda: _import_sample(tell))
    if not services.are_external():
        redeliver_at_once()
    _sweep_at_once()


def _collect(tell: Tell) -> None:
    tell("collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def _load(tell: Tell) -> None:
    tell("loading the actors")
    call_command("load_gazetteer")


def _import_sample(tell: Tell) -> None:
    """Fill a new database, but not one that others have put articles into."""
    articles = apps.get_model("sources", "Article").objects
    if not _database_is_ours() and articles.exists():
        return
    tell("importing the sample corpus")
    call_command("import_documents", *map(str, _files("sample", ".jsonl")))


def _database_is_ours() -> bool:
    return not os.environ.get("DATABASE_URL")


def _files(directory: str, suffix: str = "") -> list[Path]:
    found = (BASE_DIR / directory).rglob(f"*{suffix}")
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def when_changed(name: str, files: Iterable[Path], action: Callable[[], None]) -> None:
    """Do it unless it was done for this database with these very files."""
    database = settings.DATABASES["default"]
    digest = hashlib.sha256(f"{database['HOST']} {database['NAME']}".encode())
    for file in files:
        state = file.stat()
        digest.update(f"{file} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = settings.PLACE.var / "done" / name
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    action()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


def redeliver_at_once() -> None:
    """Hand out what workers of an earlier run had taken and not finished.

    Without this, a message waits for the visibility timeout.
    """
    queue = redis.Redis(unix_socket_path=str(settings.PLACE.redis_socket))
    # A union of the set with nothing but itself, its times multiplied by 0.
    queue.zunionstore(UNACKNOWLEDGED, {UNACKNOWLEDGED: 0})


def _sweep_at_once() -> None:
    """Have the worker look for work when it starts, not after the first beat."""
    for beat in settings.CELERY_BEAT_SCHEDULE.values():
        celery_app.send_task(beat["task"], expires=SWEEP_EXPIRES_SECONDS)


def demo_password() -> str:
    """The password of the demonstration accounts; empty where there are none.

    They are made in an embedded database that has no user yet.
    """
    if not _database_is_ours():
        return ""
    file = settings.PLACE.var / "demo_password"
    if not get_user_model().objects.exists():
        _make_accounts(file)
    return file.read_text() if file.exists() else ""


def _make_accounts(file: Path) -> None:
    password = secrets.token_urlsafe(9)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as kept:
        kept.write(password)
    groups = apps.get_model("auth", "Group").objects
    for name, group, is_admin in DEMO_ACCOUNTS:
        user = get_user_model().objects.create_user(
            name, password=password, is_staff=is_admin, is_superuser=is_admin
        )
        user.groups.add(groups.get(name=group))
