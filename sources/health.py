"""How the feeds are: what their pages show, in a number of queries that stays."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from sources.models import Feed, FeedQuerySet, Fetch

SPARK_DAYS = 30
#: In the units of the picture, whose bars are one wide with a gap of one.
SPARK_HEIGHT = 20
#: Which feeds a list may show, by the value of its query parameter.
KINDS = ("all", "alarming", "paused", "muted", "retired")


@dataclass(frozen=True)
class Bar:
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Sparkline:
    """New articles per day, oldest day first, as bars on a common base."""

    per_day: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.per_day)

    @property
    def bars(self) -> list[Bar]:
        most = max(self.per_day, default=0)
        heights = [SPARK_HEIGHT * n / most if most else 0.0 for n in self.per_day]
        return [
            Bar(2 * day, SPARK_HEIGHT - height, height)
            for day, height in enumerate(heights)
            if height
        ]


def sparklines(feeds: Iterable[Feed]) -> dict[int, Sparkline]:
    """Each feed's new articles in the last SPARK_DAYS days. One query."""
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in reversed(range(SPARK_DAYS))]
    counts: dict[int, dict[date, int]] = defaultdict(dict)
    ids = [feed.pk for feed in feeds]
    rows = (
        Fetch.objects.filter(feed__in=ids, at__date__gte=days[0], new_articles__gt=0)
        .order_by()
        .values("feed", day=TruncDate("at"))
        .annotate(new=Sum("new_articles"))
    )
    for row in rows:
        counts[row["feed"]][row["day"]] = row["new"]
    return {pk: Sparkline(tuple(counts[pk].get(day, 0) for day in days)) for pk in ids}


def feeds_of_kind(kind: str) -> FeedQuerySet:
    feeds = Feed.objects.select_related("outlet")
    match kind:
        case "alarming":
            return feeds.alarming()
        case "paused":
            return feeds.filter(is_paused=True, retired_at=None)
        case "muted":
            return feeds.filter(is_muted=True)
        case "retired":
            return feeds.exclude(retired_at=None)
    return feeds


def count_feeds() -> dict[str, Any]:
    """How many feeds there are of each kind. Two queries."""
    counts = Feed.objects.aggregate(
        all=Count("pk"),
        paused=Count("pk", filter=Q(is_paused=True, retired_at=None)),
        muted=Count("pk", filter=Q(is_muted=True)),
        retired=Count("pk", filter=Q(retired_at__isnull=False)),
    )
    return counts | {"alarming": Feed.objects.alarming().count()}
