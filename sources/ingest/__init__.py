"""The only writer of the archive.

Each function leaves a row in Fetch for what it tried, and returns it: its outcome and
detail say what happened and what to do.
"""

from sources.ingest.archive import import_document, store_text
from sources.ingest.files import import_file, import_stream
from sources.ingest.outlets import outlet_named

__all__ = [
    "import_document",
    "import_file",
    "import_stream",
    "outlet_named",
    "store_text",
]
