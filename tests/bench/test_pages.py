"""Pages are measured on invented claims, and hold their number of queries."""

import pytest
from django.core.management import call_command

from bench.page_timing import measured
from bench.pages import QUERY_BAR, figures


@pytest.mark.django_db
def test_every_page_that_is_measured_takes_few_queries() -> None:
    call_command("generate_claims", "300", verbosity=0)
    found = measured(rounds=1)
    queries = {page: costs["queries"] for page, costs in found["pages"].items()}
    assert {page for page, n in queries.items() if n > QUERY_BAR} == set()


def test_what_was_measured_becomes_figures() -> None:
    costs = {"took": [10, 20, 200], "ratio": 1.5, "queries": 13}
    found = {"pages": {"claims": costs}, "start_kB": 42, "export_rate": 5000}
    lines = map(str, figures(found))
    verdicts = {line.split()[0]: line.split()[-1] for line in lines}
    assert verdicts == {
        "claims-p95": "SHORT",
        "claims-beside-its-sql": "ok",
        "claims-queries": "SHORT",
        "export-rate": "ok",
        "start-weight": "ok",
    }
