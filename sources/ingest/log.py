"""One row for each attempt to read something, good or bad."""

from typing import Any

from sources.models import Fetch


def record(
    origin: str, outcome: Fetch.Outcome, detail: str = "", **facts: Any
) -> Fetch:
    """Write down what happened. `facts` are further fields of Fetch."""
    return Fetch.objects.create(
        origin=origin[:2000], outcome=outcome, detail=detail, **facts
    )


def refuse(origin: str, error: Exception, **facts: Any) -> Fetch:
    """Write down that something cannot be used; the error's words say what to do."""
    return record(origin, Fetch.Outcome.REFUSED, str(error), **facts)
