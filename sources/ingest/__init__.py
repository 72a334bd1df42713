"""The only writer of the archive.

Each function leaves a row in Fetch for what it tried, and returns it: its outcome and
detail say what happened and what to do.
"""

from sources.ingest.archive import import_document, store_text
from sources.ingest.feeds import (
    KNOWN,
    add_address,
    add_feed,
    fetch_feed,
    store_feed_entries,
)
from sources.ingest.files import import_file, import_text
from sources.ingest.imports import (
    continue_import,
    new_import,
    resume_import,
    stop_import,
)
from sources.ingest.lists import export_opml
from sources.ingest.outlets import outlet_named
from sources.ingest.pages import add_url, fetch_article
from sources.ingest.visits import (
    hosts_with_work,
    seconds_until_next,
    seconds_until_work,
    visit,
)

__all__ = [
    "KNOWN",
    "add_address",
    "add_feed",
    "add_url",
    "export_opml",
    "continue_import",
    "fetch_article",
    "fetch_feed",
    "hosts_with_work",
    "import_document",
    "import_file",
    "import_text",
    "new_import",
    "outlet_named",
    "resume_import",
    "seconds_until_next",
    "seconds_until_work",
    "stop_import",
    "store_feed_entries",
    "store_text",
    "visit",
]
