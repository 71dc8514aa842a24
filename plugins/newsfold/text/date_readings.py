"""One reading of a date in a text, and the time that stands beside it.

A reading decides nothing: a missing year stays missing, a date whose day and month could be either way round carries both, an
impossible one says so.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsfold.text.calendar_names import fold, short_weekdays
from newsfold.text.clock_times import ClockTime, read_time


@dataclass(frozen=True, slots=True)
class DateHints:
    """What is known before: language (ISO 639-1), country (ISO 3166-1), order (DMY, MDY, YMD), year of the fetch."""

    language: str | None = None
    country: str | None = None
    order: str | None = None
    this_year: int = 2100  # what no caller set: no year is too far ahead


@dataclass(frozen=True, slots=True)
class DateReading:
    """One date in a text. `year` may be missing. `swapped` is (month, day) the other way round where both are possible.

    `problem` says why it can be no date. `form` names the form that was read.
    """

    year: int | None
    month: int
    day: int
    form: str
    start: int
    end: int
    clock: ClockTime | None = None
    swapped: tuple[int, int] | None = None
    problem: str = ""

    def as_date(self, year: int | None = None) -> date | None:
        """The day, in `year` where its own is missing; None where there is no such day."""
        chosen = self.year if self.year is not None else year
        if chosen is None or self.problem:
            return None
        return day_or_none(chosen, self.month, self.day)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """`date(year, month, day)`, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def build(text: str, hints: DateHints, form: str, span: tuple[int, int], year: int | None, month: int, day: int,
          swapped: tuple[int, int] | None = None) -> DateReading:  # fmt: skip
    """A reading with the time that stands beside it, and with its problem if the calendar has no such day."""
    start, end = span
    clock = time_after(text, end, hints) or time_before(text, start, hints)
    if clock is not None:
        start, end = min(start, clock.start), max(end, clock.end)
    problem = ""
    if year is not None and hints.this_year + 420 < year < 2_700:
        year, form = year - 543, f"{form}, Buddhist era"
    if day_or_none(year if year is not None else 2000, month, day) is None:
        problem = "no such day"
    elif year is not None and not 1600 <= year <= 2200:
        problem = "impossible year"
    return DateReading(year, month, day, form, start, end, clock, swapped, problem)


SHORT_WORD = re.compile(r"\(?\w{1,9}[.)]?[\s,]{0,2}")
GAP = re.compile(
    r"[\s,;|·•/–—\-T(]{0,4}(?:г(?:ода|\.)?,?\s{1,2})?"
    r"(?:(?:at|um|à|a\s+las|às|as|alle|ore|om|kl\.?|в|о|saat|ώρα|pukul|klo|lúc|الساعة|ساعت)\s{1,2})?[\s(]{0,2}",
    re.IGNORECASE,
)  # fmt: skip


def time_after(text: str, end: int, hints: DateHints) -> ClockTime | None:
    """The time that follows a date, over a comma, a dash or a word for `at`; a weekday may stand between."""
    gap = GAP.match(text, end)
    position = gap.end() if gap else end
    clock = read_time(text, position, hints.country)
    word = SHORT_WORD.match(text, position) if clock is None else None
    if word is not None and fold(word[0].strip(" ,().")) in short_weekdays():
        clock = read_time(text, word.end(), hints.country)
    return clock


LEADING_WORDS = frozenset({"on", "the", "am", "le", "el", "il", "op", "uhr", "uur", "den", "of"})
BEFORE = re.compile(r"(?:[01]?\d|2[0-3])(?:[:٫.h]|\s?Uhr|\s[ap]m|\s?noon)|\b(?:noon|midday)\b", re.IGNORECASE)


def time_before(text: str, start: int, hints: DateHints) -> ClockTime | None:
    """The time that stands shortly before a date (`14:05 GMT, 12 March 2020`)."""
    window = max(0, start - 32)
    for match in BEFORE.finditer(text, window, start):
        clock = read_time(text, match.start(), hints.country)
        if clock and clock.end <= start and len(text[clock.end : start].strip(" ,;|·•–—-/()")) <= 16:
            between = text[clock.end : start].strip(" ,;|·•–—-/()").casefold()
            words = [word.strip(",.") for word in between.split()]
            if all(word in LEADING_WORDS or fold(word) in short_weekdays() for word in words):
                return clock
    return None


def full_year(digits: str, hints: DateHints) -> int:
    """A year from its digits. Two digits mean the latest such year that is not after the fetch."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if 2000 + year <= hints.this_year + 1 else 1900 + year


EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
SECONDS = re.compile(
    r"(?P<whole>\d{9,10})(?:[.,](?P<fraction>\d{1,9}))?|(?P<milli>\d{12,13})|(?P<micro>\d{15,16})|(?P<nano>\d{18,19})"
)
# `/Date(1758968100000+0200)/`, as Microsoft's JSON writes an instant; the offset is only for show.
MICROSOFT = re.compile(r"(?:new\s)?\\?/?Date\((?P<milli>-?\d{1,14})(?P<offset>[+-]\d{4})?\)\\?/?")
# `1.7589681E9`, as programs print a number that they hold as a fraction.
SCIENTIFIC = re.compile(r"1\.\d{3,12}E(?:\+?0?9|\+?12)", re.I)
UNITS = {"milli": 1_000, "micro": 1_000_000, "nano": 1_000_000_000}
# The day 0 of spreadsheets, and the numbers of 1982 to 2064.
SPREADSHEET_ZERO = date(1899, 12, 30)
SPREADSHEET_DAY = re.compile(r"([3-5]\d{4})(?:[.,]\d{1,10})?")


def from_epoch(text: str) -> datetime | None:
    """Seconds since 1970, or parts of them, as metadata hold them; None for other text. The instant is UTC by definition."""
    text = text.strip().removeprefix("@")
    if SCIENTIFIC.fullmatch(text):
        text = f"{float(text):.0f}"
    if match := MICROSOFT.fullmatch(text):
        instant = EPOCH + timedelta(milliseconds=int(match["milli"]))
        offset = match["offset"]
        return instant.astimezone(datetime.strptime(offset, "%z").tzinfo) if offset else instant
    match = SECONDS.fullmatch(text)
    if match is None:
        return None
    if match["whole"]:
        fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
        return EPOCH + timedelta(seconds=int(match["whole"]), microseconds=fraction)
    unit = next(name for name in UNITS if match[name])
    return EPOCH + timedelta(microseconds=int(match[unit]) * 1_000_000 // UNITS[unit])


def from_spreadsheet(text: str) -> date | None:
    """The day that a spreadsheet's number of days means (`45927`), None for other text."""
    match = SPREADSHEET_DAY.fullmatch(text.strip())
    return SPREADSHEET_ZERO + timedelta(days=int(match[1])) if match else None
