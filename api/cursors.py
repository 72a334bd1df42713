"""Paging by where the last page ended, so that no row comes twice or is left out."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja.errors import HttpError

from claims.models import ClaimQuerySet

LIMIT = 50
MOST = 200

#: An answer's `results` and `next`, as schemas.py has them.
Answer = dict[str, Any]


def claim_numbers(
    claims: ClaimQuerySet, sort: str, cursor: str, limit: int
) -> tuple[list[int], str]:
    """The ids of a page of claims, and the cursor of the next page or ""."""
    if sort == "relevance":
        return _by_offset(claims, cursor, limit)
    if cursor:
        claims = claims.filter(_after(*_place(cursor), oldest_first=sort == "oldest"))
    rows = list(claims.values_list("sort_date", "pk")[: limit + 1])
    more = f"{rows[limit - 1][0]}/{rows[limit - 1][1]}" if len(rows) > limit else ""
    return [pk for _, pk in rows[:limit]], more and encode(more)


def by_number(rows: QuerySet, cursor: str, limit: int) -> tuple[list[Any], str]:
    """A page of rows in the order of their ids."""
    start = _number(decode(cursor)) if cursor else 0
    found = list(rows.filter(pk__gt=start).order_by("pk")[: limit + 1])
    more = encode(str(found[limit - 1].pk)) if len(found) > limit else ""
    return found[:limit], more


def answer(request: HttpRequest, results: list[Any], cursor: str) -> Answer:
    """The results with the address of the next page, or None after the last."""
    if not cursor:
        return {"results": results, "next": None}
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    path = f"{request.path}?{parameters.urlencode()}"
    return {"results": results, "next": request.build_absolute_uri(path)}


def encode(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """Raise HttpError 400 when it is no cursor of ours."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (NotBase64, ValueError) as error:
        raise _no_cursor() from error


def _by_offset(claims: ClaimQuerySet, cursor: str, limit: int) -> tuple[list[int], str]:
    """Ranks have no borders to start from, but few claims are ranked."""
    start = _number(decode(cursor)) if cursor else 0
    numbers = list(claims.values_list("pk", flat=True)[start : start + limit + 1])
    more = encode(str(start + limit)) if len(numbers) > limit else ""
    return numbers[:limit], more


def _after(day: date, pk: int, *, oldest_first: bool) -> Q:
    side = "gt" if oldest_first else "lt"
    # The first condition says nothing new, but is one that an index answers.
    return Q((f"sort_date__{side}e", day)) & (
        Q((f"sort_date__{side}", day)) | Q((f"pk__{side}", pk))
    )


def _place(cursor: str) -> tuple[date, int]:
    day, _, number = decode(cursor).partition("/")
    try:
        return date.fromisoformat(day), _number(number)
    except ValueError as error:
        raise _no_cursor() from error


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise _no_cursor()
    return int(text)


def _no_cursor() -> HttpError:
    return HttpError(400, "The cursor is not one of ours: take it from `next`.")
