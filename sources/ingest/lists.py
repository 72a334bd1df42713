"""All feeds that are followed, as a list for other feed readers."""

from sources.models import Feed
from sources.parse import Outline, write_opml


def export_opml() -> tuple[bytes, int]:
    """The list as OPML, and how many feeds are on it. One query."""
    feeds = Feed.objects.select_related("outlet").order_by("folder", "outlet", "url")
    outlines = [
        Outline(feed.url, str(feed), folder=feed.folder, homepage=feed.outlet.homepage)
        for feed in feeds.filter(retired_at=None)
    ]
    return write_opml(outlines, "Feeds that Crossclaim follows"), len(outlines)
