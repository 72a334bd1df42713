"""When to ask a feed again: as often as it publishes, never oftener than it likes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sources.models import DEFAULT_INTERVAL
from sources.parse import FeedPause

MIN_INTERVAL = timedelta(minutes=10)
MAX_INTERVAL = timedelta(hours=12)
#: Whatever a site says, we look once a day: some say a year, by mistake.
MAX_PAUSE = timedelta(days=1)
#: The newest entries, from which a feed's habits are told.
RECENT_ENTRIES = 20
#: A feed is asked twice in the time between two of its articles, and ever more rarely
#: the longer it is silent: a tenth of the silence is how late we may be then.
LOOKS_PER_GAP = 2
SILENCE_PER_LOOK = 10
HOUR = timedelta(hours=1)
HOURS_PER_WEEK = 7 * 24


@dataclass(frozen=True)
class Rhythm:
    """A feed's habits: the mean time between its articles, and its newest one's."""

    usual_gap: timedelta | None = None
    newest_at: datetime | None = None


def rhythm_after(
    before: Rhythm, moments: Sequence[datetime], new: int, now: datetime
) -> Rhythm:
    """What is known after a look that found entries of these moments, and some new.

    Where the entries have no dates, what was new since the last time must do.
    """
    recent = sorted(moment for moment in moments if moment <= now)[-RECENT_ENTRIES:]
    if len(recent) >= 2:
        return Rhythm((recent[-1] - recent[0]) / (len(recent) - 1), recent[-1])
    if not new:
        return before
    if before.newest_at is None:
        return Rhythm(before.usual_gap, recent[-1] if recent else now)
    observed = max(now - before.newest_at, timedelta()) / new
    usual = observed if before.usual_gap is None else (before.usual_gap + observed) / 2
    return Rhythm(usual, now)


def interval_for(rhythm: Rhythm, now: datetime) -> timedelta:
    """How long to wait between two looks, between MIN_INTERVAL and MAX_INTERVAL."""
    if rhythm.usual_gap is None or rhythm.newest_at is None:
        return DEFAULT_INTERVAL
    wanted = max(
        rhythm.usual_gap / LOOKS_PER_GAP, (now - rhythm.newest_at) / SILENCE_PER_LOOK
    )
    return min(max(wanted, MIN_INTERVAL), MAX_INTERVAL)


def next_look(
    interval: timedelta, pause: FeedPause, max_age: timedelta | None, now: datetime
) -> datetime:
    """When the feed may be asked again, by its own wishes and its server's."""
    asked = max(pause.at_least, max_age or timedelta())
    look = now + max(interval, min(asked, MAX_PAUSE))
    for _ in range(HOURS_PER_WEEK):
        if not pause.skips(look):
            return look
        look = look.replace(minute=0, second=0, microsecond=0) + HOUR
    # It wants to be left alone at every hour of the week, which cannot be meant.
    return now + interval
