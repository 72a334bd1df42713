"""When a statement was made: "Tuesday", "last week", "back in 2011" as ISO dates.

Dates are partial where the text is ("2011", "2011-03"). A weekday is the nearest past
one, the day of publication included.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "dates"

WEEKDAYS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(MONTHS, 1)
}
MONTH_NUMBERS["sept"] = 9
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?P<year>(?:19|20)\d\d)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
#: "a 2011 interview".
SAID_IN = (
    "interview|speech|statement|report|comment|remark|letter|memo|hearing|book|study"
)
#: A date that opens an agency's report: "BOGOTA, 9 JAN 90 (EFE) -- ".
DATELINE = re.compile(
    rf"^[^\n]{{0,80}}?\b{DAY} {MONTH},? (?:{YEAR}|(?P<short_year>\d\d))\b"
    r"[^\n]{0,60}?(?:--|[\u2013\u2014])",
    re.IGNORECASE,
)
PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{YEAR}-(?P<month_number>[01]\d)-(?P<day>[0-3]\d)\b",
        rf"\b{DAY} {MONTH},? {YEAR}\b",
        rf"\b{MONTH} {DAY},? {YEAR}\b",
        rf"\b{DAY} {MONTH} (?P<short_year>\d\d)\b",
        rf"\b{MONTH} {DAY}\b(?! ?(?:people|,?\d))",
        rf"\b{DAY} {MONTH}\b",
        rf"\b{MONTH},? (?:of )?{YEAR}\b",
        rf"\b{YEAR}(?= (?:{SAID_IN})s?\b)",
        r"\b(?P<last_week>last week)\b",
        r"\b(?P<last_month>last month)\b",
        r"\b(?P<last_year>last year)\b",
        r"\b(?:earlier )?(?P<this_month>this month)\b",
        r"\b(?:earlier )?(?P<this_year>this year)\b",
        r"\b(?P<ago>a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d\d?) "
        r"(?P<unit>day|week|month|year)s? (?:ago|earlier)\b",
        r"\b(?:(?P<last>last) )?(?P<weekday>monday|tuesday|wednesday|thursday|friday"
        r"|saturday|sunday)\b",
        r"\b(?P<before_yesterday>(?:the )?day before yesterday)\b",
        r"\b(?P<yesterday>yesterday|last night|last evening)\b",
        r"\b(?P<today>today|this morning|this afternoon|this evening|tonight)\b",
        rf"\b(?:in|since|last|by|during|until) {MONTH}\b",
        rf"\b(?:in|of|since|during|back in) {YEAR}\b",
    )
]
NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        1,
    )
} | {"a": 1, "an": 1}


@dataclass(frozen=True)
class TimeMention:
    """A date expression: characters, half-open, and what its parts say."""

    start_char: int
    end_char: int
    parts: tuple[tuple[str, str], ...]


def find_times(text: str) -> list[TimeMention]:
    """Date expressions in text order; of two that overlap the earlier pattern wins."""
    found: list[TimeMention] = []
    taken: set[int] = set()
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            if match.start() in taken or match.end() - 1 in taken:
                continue
            if match.groupdict().get("month") == "may":  # the verb, not the month
                continue
            parts = tuple((k, v.lower()) for k, v in match.groupdict().items() if v)
            found.append(TimeMention(match.start(), match.end(), parts))
            taken.update(range(match.start(), match.end()))
    return sorted(found, key=lambda time: time.start_char)


def dateline(text: str) -> date | None:
    """The day in a text's dateline, or None without one."""
    match = DATELINE.match(text)
    if match is None:
        return None
    parts = {name: part.lower() for name, part in match.groupdict().items() if part}
    written = calendar_date(parts, None)
    return date.fromisoformat(written) if written else None


def resolve_time(time: TimeMention, published: date | None) -> str:
    """Partial ISO date, "" when it depends on an unknown date of publication."""
    parts = dict(time.parts)
    if "month" in parts or "month_number" in parts:
        return calendar_date(parts, published)
    if "year" in parts:
        return parts["year"]
    return relative_date(parts, published) if published else ""


def calendar_date(parts: dict[str, str], published: date | None) -> str:
    if "month_number" in parts:
        month = int(parts["month_number"])
    else:
        month = MONTH_NUMBERS[parts["month"][:3]]
    day = int(parts["day"]) if "day" in parts else None
    year = written_year(parts)
    if year is None:
        if published is None:
            return ""
        is_ahead = (month, day or 1) > (published.month, published.day)
        year = published.year - is_ahead
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if is_day(year, month, day) else ""


def written_year(parts: dict[str, str]) -> int | None:
    if "year" in parts:
        return int(parts["year"])
    if "short_year" in parts:
        short = int(parts["short_year"])
        return short + (1900 if short >= 30 else 2000)
    return None


def is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def relative_date(parts: dict[str, str], published: date) -> str:
    if "weekday" in parts:
        back = (published.weekday() - WEEKDAYS.index(parts["weekday"])) % 7
        back += 7 if "last" in parts and back == 0 else 0
        return (published - timedelta(days=back)).isoformat()
    if "ago" in parts:
        return time_ago(parts["ago"], parts["unit"], published)
    for name, days in (("today", 0), ("yesterday", 1), ("before_yesterday", 2)):
        if name in parts:
            return (published - timedelta(days=days)).isoformat()
    if "last_week" in parts:
        return (published - timedelta(days=7)).isoformat()[:7]
    if "this_month" in parts:
        return published.isoformat()[:7]
    if "this_year" in parts:
        return str(published.year)
    if "last_month" in parts:
        return (published.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    return str(published.year - 1)


def time_ago(amount: str, unit: str, published: date) -> str:
    """Days and weeks exactly, months to the month, years to the year."""
    number = NUMBERS.get(amount) or int(amount)
    if unit in ("day", "week"):
        days = number * (7 if unit == "week" else 1)
        return (published - timedelta(days=days)).isoformat()
    if unit == "month":
        months = published.year * 12 + published.month - 1 - number
        return f"{months // 12}-{months % 12 + 1:02}"
    return str(published.year - number)


@Language.factory(FACTORY, assigns=["doc._.times"])
def make_dates(nlp: Language, name: str) -> "Dates":
    return Dates()


class Dates:
    """Component that finds the date expressions of a text."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.times = find_times(doc.text)
        return doc


Doc.set_extension("times", default=None, force=True)
