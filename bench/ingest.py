"""500 feeds polled and stored, beside lemon24's reader on the same local server."""

import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.figures import Figure, Part
from config.place import BASE_DIR

FEEDS = 500
ENTRIES = 20
#: Both poll in turn, and the middle one of three runs counts: other work disturbs.
RUNS = 3
WORDS = "The minister said on Tuesday that his country had no part in the attack. " * 8


@dataclass(frozen=True)
class Polling:
    seconds: float
    mebibytes: float
    entries: int


def feed(number: int) -> bytes:
    """A feed as news sites have them: dates, bylines, the beginnings of articles."""
    newest = datetime.now(UTC) - timedelta(minutes=number)
    items = "".join(
        f"<item><title>Item {entry} of feed {number}</title>"
        f"<link>https://site{number}.example/{entry}</link><guid>{number}-{entry}</guid>"
        f"<dc:creator>Jane Roe</dc:creator>"
        f"<pubDate>{format_datetime(newest - timedelta(hours=entry))}</pubDate>"
        f"<description><![CDATA[<p>{WORDS}</p><p><a href='/x'>More</a></p>]]>"
        "</description></item>"
        for entry in range(ENTRIES)
    )
    return (
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
        f"<title>Feed {number}</title><link>https://site{number}.example/</link>{items}"
        "</channel></rss>"
    ).encode()


class Feeds(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = feed(int(self.path.removeprefix("/")))
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def measure(shared: Path, scratch: Path) -> Iterator[Figure]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feeds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = scratch / "addresses"
    home = f"http://127.0.0.1:{server.server_port}"
    addresses.write_text("\n".join(f"{home}/{number}" for number in range(FEEDS)))
    has_reader = importlib.util.find_spec("reader") is not None
    ours, theirs = [], []
    for run in range(RUNS):
        ours.append(_ours(addresses, scratch / f"ours{run}"))
        if has_reader:
            theirs.append(_poll("polling_reader", [addresses, scratch / f"{run}.db"]))
    server.shutdown()
    yield from _figures(ours, theirs)
    if not has_reader:
        print("ingest beside reader is skipped: pip install reader")


def _figures(ours: list[Polling], theirs: list[Polling]) -> Iterator[Figure]:
    mine = _middle(ours)
    yield Figure("entries-stored", mine.entries, "entries", bar=FEEDS * ENTRIES)
    yield Figure("feeds-per-second", FEEDS / mine.seconds, "1/s")
    yield Figure("polling-memory", mine.mebibytes, "MiB")
    if theirs:
        other = _middle(theirs)
        yield Figure("reader-feeds-per-second", FEEDS / other.seconds, "1/s")
        yield Figure("reader-memory", other.mebibytes, "MiB")
        ratio, share = mine.seconds / other.seconds, mine.mebibytes / other.mebibytes
        for name, value in (
            ("time-beside-reader", ratio),
            ("memory-beside-reader", share),
        ):
            yield Figure(name, value, "x", bar=1, smaller_is_better=True)


def _middle(pollings: list[Polling]) -> Polling:
    return sorted(pollings, key=lambda polling: polling.seconds)[len(pollings) // 2]


def _ours(addresses: Path, var: Path) -> Polling:
    """On a database of its own, which the run of migrations starts and keeps."""
    environment = {"CROSSCLAIM_VAR": str(var), "FETCH_ALLOW_PRIVATE_ADDRESSES": "1"}
    keeper = subprocess.Popen(
        [sys.executable, "manage.py", "shell"],
        cwd=BASE_DIR,
        env=_environment(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"],
            cwd=BASE_DIR,
            env=_environment(environment),
            check=True,
        )
        return _poll("polling", [addresses], environment)
    finally:
        keeper.communicate(b"")


def _poll(
    module: str, arguments: list[Path], environment: dict[str, str] | None = None
) -> Polling:
    command = [sys.executable, "-m", f"bench.{module}", *map(str, arguments)]
    print("#", *command, flush=True)
    with subprocess.Popen(
        command,
        cwd=BASE_DIR,
        env=_environment(environment or {}),
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        seconds, entries = child.stdout.read().split()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return Polling(float(seconds), usage.ru_maxrss / 1024, int(entries))


def _environment(more: dict[str, str]) -> dict[str, str]:
    """Without servers that somebody else named: every run has its own."""
    kept = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")
    }
    return kept | {"DJANGO_SETTINGS_MODULE": "config.settings"} | more


INGEST = Part(needs=(), measure=measure)
