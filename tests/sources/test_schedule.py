from datetime import UTC, datetime, timedelta

import pytest

from sources.ingest.schedule import (
    MAX_INTERVAL,
    MIN_INTERVAL,
    Rhythm,
    interval_for,
    next_look,
    rhythm_after,
)
from sources.models import DEFAULT_INTERVAL
from sources.parse import FeedPause

NOW = datetime(2026, 1, 31, 12, 30, tzinfo=UTC)  # a Saturday
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def every(gap: timedelta, count: int = 10) -> list[datetime]:
    return [NOW - gap * number for number in range(count)]


@pytest.mark.parametrize(
    ("gap", "interval"),
    [
        (2 * HOUR, HOUR),
        (MINUTE, MIN_INTERVAL),
        (timedelta(days=7), MAX_INTERVAL),
        (30 * MINUTE, 15 * MINUTE),
    ],
)
def test_a_feed_is_asked_twice_as_often_as_it_publishes(
    gap: timedelta, interval: timedelta
) -> None:
    rhythm = rhythm_after(Rhythm(), every(gap), new=10, now=NOW)
    assert rhythm == Rhythm(gap, NOW)
    assert interval_for(rhythm, NOW) == interval


def test_a_feed_of_which_nothing_is_known_gets_the_usual_interval() -> None:
    assert interval_for(rhythm_after(Rhythm(), [], 3, NOW), NOW) == DEFAULT_INTERVAL


def test_a_feed_that_falls_silent_is_asked_ever_more_rarely() -> None:
    rhythm = Rhythm(HOUR, NOW)
    intervals = [interval_for(rhythm, NOW + hours * HOUR) for hours in (0, 20, 60, 999)]
    assert intervals == [HOUR / 2, 2 * HOUR, 6 * HOUR, MAX_INTERVAL]


def test_entries_without_dates_are_counted_instead() -> None:
    first = rhythm_after(Rhythm(), [], new=20, now=NOW)
    second = rhythm_after(first, [], new=4, now=NOW + 8 * HOUR)
    assert second == Rhythm(2 * HOUR, NOW + 8 * HOUR)
    assert rhythm_after(second, [], new=0, now=NOW + 9 * HOUR) == second


def test_entries_of_the_future_are_no_habit() -> None:
    future = [NOW + HOUR * number for number in range(1, 9)]
    assert rhythm_after(Rhythm(), future, new=0, now=NOW) == Rhythm()


@pytest.mark.parametrize(
    ("pause", "max_age", "wait"),
    [
        (FeedPause(), None, HOUR),
        (FeedPause(3 * HOUR), None, 3 * HOUR),
        (FeedPause(), 2 * HOUR, 2 * HOUR),
        (FeedPause(MINUTE), MINUTE, HOUR),
        (FeedPause(), timedelta(days=365), timedelta(days=1)),
        (FeedPause(hours=frozenset({13, 14})), None, 2.5 * HOUR),
        (FeedPause(days=frozenset({5, 6})), None, 35.5 * HOUR),
        (FeedPause(hours=frozenset(range(24))), None, HOUR),
    ],
    ids=["free", "ttl", "max-age", "short", "year", "hours", "weekend", "always"],
)
def test_a_feeds_own_wishes_are_kept(
    pause: FeedPause, max_age: timedelta | None, wait: timedelta
) -> None:
    assert next_look(HOUR, pause, max_age, NOW) == NOW + wait
