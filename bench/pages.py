"""What pages cost among a million claims: time, queries, and weight on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.figures import Figure, Part
from bench.scratch import python
from config import services
from config.place import Place

STORED = 1_000_000
TIME_BAR = 150
QUERY_BAR = 12
WEIGHT_BAR = 150
EXPORT_BAR = 2_000


def measure(shared: Path, scratch: Path) -> Iterator[Figure]:
    place = Place(scratch / "var")
    services.ensure(place)
    try:
        python(place, "manage.py", "migrate", "--verbosity=0")
        python(place, "manage.py", "collectstatic", "--noinput", "--verbosity=0")
        python(place, "manage.py", "generate_claims", str(STORED))
        yield from figures(json.loads(python(place, "-m", "bench.page_timing")))
    finally:
        services.release(place)
        services.wait_until_stopped(place)


def figures(found: dict[str, Any]) -> Iterator[Figure]:
    """The figures of what bench.page_timing prints."""
    for page, costs in found["pages"].items():
        p95 = quantiles(costs["took"], n=20)[-1]
        yield Figure(f"{page}-p95", p95, "ms", TIME_BAR, smaller_is_better=True)
        yield Figure(f"{page}-beside-its-sql", costs["ratio"], "times")
        queries = costs["queries"]
        yield Figure(
            f"{page}-queries", queries, "queries", QUERY_BAR, smaller_is_better=True
        )
    yield Figure("export-rate", found["export_rate"], "claims/s", EXPORT_BAR)
    weight = found["start_kB"]
    yield Figure("start-weight", weight, "kB", WEIGHT_BAR, smaller_is_better=True)


PAGES = Part(needs=(), measure=measure)
