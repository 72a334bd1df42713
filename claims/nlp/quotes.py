"""What stands between quotation marks, read from the characters alone.

Tags and parses are unreliable around quotation marks; characters are not. A quote that
runs over paragraphs opens again at each and closes once; a mark that is never closed
ends with its paragraph.
"""

import re
from bisect import bisect_right

OPENING = {"“": "”", "«": "»", "„": "”", "‟": "”"}
CLOSING = frozenset(OPENING.values())
MARK = re.compile(r"[\"“”«»„‟]|``|''|\n")


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Half-open character ranges inside quotation marks, in order, marks left out."""
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    for match in MARK.finditer(text):
        mark = match.group()
        if mark == "\n":
            if opened is not None:
                ranges.append((opened, match.start()))
            opened = None
        elif opened is None and mark not in CLOSING and mark != "''":
            opened = match.end()
        elif opened is not None and mark not in OPENING:
            ranges.append((opened, match.start()))
            opened = None
    if opened is not None:
        ranges.append((opened, len(text)))
    return [(start, end) for start, end in ranges if start < end]


def range_at(ranges: list[tuple[int, int]], char: int) -> tuple[int, int] | None:
    """The quoted range that holds this character."""
    index = bisect_right(ranges, (char, len(ranges) and ranges[-1][1] + 1)) - 1
    if index >= 0 and ranges[index][0] <= char < ranges[index][1]:
        return ranges[index]
    return None


def quoted_share(
    ranges: list[tuple[int, int]], start_char: int, end_char: int
) -> float:
    """How much of these characters is between quotation marks, in [0, 1]."""
    index = max(0, bisect_right(ranges, (start_char, start_char)) - 1)
    inside = 0
    while index < len(ranges) and ranges[index][0] < end_char:
        start, end = ranges[index]
        inside += max(0, min(end, end_char) - max(start, start_char))
        index += 1
    return inside / max(1, end_char - start_char)
