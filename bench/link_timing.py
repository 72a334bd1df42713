"""Link the claims that wait in the database, one at a time; print milliseconds.

Each costs what it would cost a worker: reading, comparing, writing and grouping. The
first ones, which find nothing loaded, are left out.
"""

import json
import time

import django

django.setup()

from claims.linking.writer import link_claims, unlinked_claims  # noqa: E402

WARMING_UP = 20
MEASURED = 100


def main() -> None:
    waiting = unlinked_claims().values_list("pk", flat=True)[: WARMING_UP + MEASURED]
    took = [_milliseconds(claim_id) for claim_id in waiting]
    print(json.dumps(took[WARMING_UP:]))


def _milliseconds(claim_id: int) -> float:
    started = time.perf_counter()
    link_claims([claim_id])
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
