"""Print the project's figures, one a line: name value unit bar ok|SHORT."""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.claims import CLAIMS
from bench.copies import COPIES
from bench.figures import Part
from bench.ingest import INGEST
from bench.language import LANGUAGE
from bench.linking import LINKING
from bench.pages import PAGES
from config.place import BASE_DIR

PARTS = {
    "language": LANGUAGE,
    "claims": CLAIMS,
    "linking": LINKING,
    "copies": COPIES,
    "ingest": INGEST,
    "pages": PAGES,
}
SHARED = BASE_DIR.parent / "shared"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "only", nargs="?", choices=PARTS, help="measure this part alone"
    )
    only = parser.parse_args().only
    wanted = [only] if only else list(PARTS)
    short = [name for name in wanted if _measure(name, PARTS[name], SHARED)]
    return 1 if short else 0


def _measure(name: str, part: Part, shared: Path) -> bool:
    """Print a part's figures; whether one of them is short of its bar."""
    if missing := part.missing(shared):
        print(f"{name} is skipped: {', '.join(missing)} not found in {shared}")
        return False
    with tempfile.TemporaryDirectory() as scratch:
        short = False
        for figure in part.measure(shared, Path(scratch)):
            print(figure, flush=True)
            short = short or figure.is_short
    return short


if __name__ == "__main__":
    sys.exit(main())
