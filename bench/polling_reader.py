"""The same with lemon24's reader (PyPI: reader), on a SQLite file.

Usage: python -m bench.polling_reader FILE_OF_ADDRESSES DATABASE
"""

import sys
import time
from pathlib import Path

from reader import make_reader


def main() -> None:
    reader = make_reader(sys.argv[2])
    for url in Path(sys.argv[1]).read_text().split():
        reader.add_feed(url)
    started = time.monotonic()
    reader.update_feeds()
    print(time.monotonic() - started, reader.get_entry_counts().total)


if __name__ == "__main__":
    main()
