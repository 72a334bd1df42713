"""Links between claims: how right they are, and what one more claim costs."""

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.claims import ACTORS, DOCUMENTS, SCORER, measure_links
from bench.figures import Figure, Part
from bench.scratch import python
from config import services
from config.place import Place

#: Claims in the database when the cost is measured, first and then.
STORED = (100_000, 1_000_000)
#: New claims, more than are measured.
NEW = 150
COST_BAR = 50
GROWTH_BAR = 2


def measure(shared: Path, scratch: Path) -> Iterator[Figure]:
    yield from measure_links(shared, scratch)
    yield from _measure_cost(Place(scratch / "var"))


def _measure_cost(place: Place) -> Iterator[Figure]:
    services.ensure(place)
    try:
        python(place, "manage.py", "migrate", "--verbosity=0")
        stored, medians = 0, []
        for seed, wanted in enumerate(STORED, start=1):
            _generate(place, wanted - stored, seed)
            _generate(place, NEW, seed + 100, "--waiting")
            took = json.loads(python(place, "-m", "bench.link_timing"))
            stored = wanted
            medians.append(median(took))
            name = f"cost-per-claim-among-{wanted}"
            yield Figure(name, medians[-1], "ms", COST_BAR, smaller_is_better=True)
        growth = medians[-1] / medians[0]
        yield Figure("cost-growth", growth, "times", GROWTH_BAR, smaller_is_better=True)
    finally:
        services.release(place)
        services.wait_until_stopped(place)


def _generate(place: Place, number: int, seed: int, *options: str) -> None:
    command = ("manage.py", "generate_claims", str(number), "--seed", str(seed))
    python(place, *command, *options)


LINKING = Part(needs=(SCORER, ACTORS, *DOCUMENTS), measure=measure)
