"""Open pages as a reader does, in this process; print what each costs, as JSON.

For each page: milliseconds of every opening, the median of its SQL alone, the number of
queries, and its size compressed. The start page is weighed with its styles and scripts.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

from django.contrib.staticfiles import finders  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, F, Sum  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from actors.models import Actor  # noqa: E402
from claims import tallies  # noqa: E402
from claims.exports.formats import FORMATS  # noqa: E402
from claims.exports.selection import Selection  # noqa: E402
from claims.models import ActorTally, Allegation, Claim  # noqa: E402

ROUNDS = 8
EXPORTED = 20_000
_ASSET = re.compile(r'(?:href|src)="/static/([^"?]+\.(?:css|js))"')
#: What collectstatic puts into names.
_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")


def main() -> None:
    _settle()
    print(json.dumps(measured(ROUNDS)))


def measured(rounds: int) -> dict[str, Any]:
    client = Client(SERVER_NAME="localhost")
    costs = {page: _measure(client, paths, rounds) for page, paths in _pages()}
    return {
        "pages": costs,
        "start_kB": _weight_of_start(client),
        "export_rate": _export_rate(),
    }


def _settle() -> None:
    """Do at once what a site's sweeps and its database do beside the rest."""
    tallies.fold()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _pages() -> Iterator[tuple[str, list[str]]]:
    """Pages with addresses of theirs, from what is found most often to rarely."""
    actors = _spread(_actors_by_claims(), 5)
    allegations = [row.get_absolute_url() for row in _spread(_allegations(), 5)]
    name, period = actors[0].slug, "after=2020-02-01&before=2020-04-30"
    filters = ("kind=denial", f"target={name}&kind=accusation", f"speaker={name}")
    filters += ("outlet=synthetic-5", "answered=no", "category=harbours", period)
    yield "start", ["/"]
    yield "claims", ["/claims/", *(f"/claims/?{f}" for f in filters)]
    words = _rare_words()
    yield "search-rare", [f"/claims/?q={word}" for word in words]
    common = ("bombed", "sheltered", "bombed+near", f"near&target={actors[1].slug}")
    yield "search-common", [f"/claims/?q={word}" for word in common]
    yield "search-ranked", ["/claims/?q=bombed&sort=relevance"]
    yield "allegations", ["/allegations/", "/allegations/?answered=no"]
    yield "allegation", allegations
    yield "actors", ["/actors/", "/actors/?page=7", "/actors/?q=dan"]
    yield "actor", [actor.get_absolute_url() for actor in actors]
    yield "outlets", ["/outlets/"]
    yield "outlet", ["/outlets/synthetic-5/", "/outlets/synthetic-50/"]
    yield "timeline", ["/timeline/", f"/timeline/?target={name}"]
    yield "timeline-zoom", [f"/timeline/?{period}", f"/timeline/?{period}&kind=denial"]


def _actors_by_claims() -> list[Actor]:
    counts = ActorTally.objects.values("actor").annotate(n=Sum("claims"))
    ordered = [row["actor"] for row in counts.order_by("-n")]
    found = Actor.objects.in_bulk(ordered)
    return [found[pk] for pk in ordered]


def _allegations() -> list[Allegation]:
    counted = Claim.objects.order_by().values("allegation").annotate(n=Count("pk"))
    largest = counted.order_by("-n").values_list("allegation", flat=True)[:200]
    return sorted(
        Allegation.objects.filter(pk__in=list(largest)).annotate(n=Count("claims")),
        key=lambda row: -row.n,
    )


def _spread(rows: list[Any], number: int) -> list[Any]:
    """The first row and others, each four times as far behind it."""
    return [rows[min(len(rows), 4**step) - 1] for step in range(number)]


def _rare_words() -> list[str]:
    """Names of places, which are in the claims of few incidents."""
    newest = Claim.objects.filter(kind=Claim.Kind.ACCUSATION).order_by(F("pk").desc())
    return sorted({claim.exact.split()[-1] for claim in newest[:200]})[:5]


def _measure(client: Client, paths: list[str], rounds: int) -> dict[str, Any]:
    for path in paths:
        _open(client, path)
    took = {path: [_open(client, path)[0] for _ in range(rounds)] for path in paths}
    queries, sql, sizes = [], [], []
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            _, content = _open(client, path)
        queries.append(len(captured))
        sql.append(1000 * sum(float(query["time"]) for query in captured))
        sizes.append(len(gzip.compress(content, 6)) / 1000)
    return {
        "took": [ms for each in took.values() for ms in each],
        "slowest": max(took, key=lambda path: median(took[path])),
        "ratio": median(
            median(took[path]) / max(ms, 0.1)
            for path, ms in zip(paths, sql, strict=True)
        ),
        "queries": max(queries),
        "kB": max(sizes),
    }


def _open(client: Client, path: str) -> tuple[float, bytes]:
    started = time.perf_counter()
    response = client.get(path)
    took = 1000 * (time.perf_counter() - started)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return took, response.content


def _export_rate() -> float:
    """Claims per second that are written as JSON Lines, the first among them."""
    claims = Claim.objects.visible()[:EXPORTED]
    started = time.perf_counter()
    pieces = FORMATS["jsonl"].write(Selection(claims, "http://localhost/"))
    written = sum(piece.count("\n") for piece in pieces)
    return written / (time.perf_counter() - started)


def _weight_of_start(client: Client) -> float:
    _, content = _open(client, "/")
    names = set(_ASSET.findall(content.decode()))
    files = [finders.find(_HASH.sub("", name)) for name in names]
    parts = [content, *(Path(file).read_bytes() for file in files if file)]
    return sum(len(gzip.compress(part, 6)) for part in parts) / 1000


if __name__ == "__main__":
    main()
