"""The only writer of the archive.

Each function leaves a row in Fetch for what it tried, and returns it: its outcome and
detail say what happened and what to do.
"""

from sources.ingest.archive import import_document, store_text
from sources.ingest.feeds import (
    add_address,
    add_feed,
    fetch_feed,
    store_feed_entries,
)
from sources.ingest.files import import_file, import_stream, import_text
from sources.ingest.outlets import outlet_named
from sources.ingest.pages import add_url, fetch_article

__all__ = [
    "add_address",
    "add_feed",
    "add_url",
    "fetch_article",
    "fetch_feed",
    "import_document",
    "import_file",
    "import_stream",
    "import_text",
    "outlet_named",
    "store_feed_entries",
    "store_text",
]
