"""Dates as text writes them: ISO 8601, RFC 2822, numeric, with month names in many languages, Chinese, Japanese, Korean.

`find_dates` gives every reading in a text with its place in it, and decides nothing (see `newsfold.text.date_readings`).
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from newsfold.text.calendar_names import month_number
from newsfold.text.clock_times import read_time
from newsfold.text.date_readings import DateHints, DateReading, build, day_or_none, full_year
from newsfold.text.date_shapes import (
    DAY_NUMBER,
    DAY_SIGN,
    ERA,
    MONTH_NUMBER,
    MONTH_SIGN,
    YEAR_NUMBER,
    YEAR_SIGN,
)
from newsfold.text.foreign_dates import foreign_dates
from newsfold.text.month_dates import named_dates

MAX_TEXT = 400


ISO = re.compile(r"(?<![\d.\-])(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:[T_ ]{1,2}(?=\d))?")
ISO_WEEK = re.compile(r"(?<!\d)(\d{4})-?W(\d{2})(?:-?([1-7]))(?!\d)")
ISO_ORDINAL = re.compile(r"(?<![\d\-])(\d{4})-(\d{3})(?![\d\-])")
COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:[T\-_ ]?(\d{2})(\d{2})(\d{2})?(?=\D|$))?(?=\D|$)")
YEAR_FIRST = re.compile(r"(?<![\d/.])(\d{4})\s?([/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)[ T]?")
YEAR_LAST = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?([./|\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/:])")
EAST_ASIAN = re.compile(
    rf"(?:(?P<era>{ERA})?\s?(?P<year>{YEAR_NUMBER})\s?{YEAR_SIGN}\s?)?"
    rf"(?P<month>{MONTH_NUMBER})\s?{MONTH_SIGN}\s?(?P<day>{DAY_NUMBER})\s?{DAY_SIGN}"
)
DIGITS = {character: index for index, character in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
# `271630Z SEP 25`, `131137 GMT Nov 13`: day, hour and minute, zone, month, year (ACP 121; IPTC 7901).
DATE_TIME_GROUP = re.compile(
    r"(?<!\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?(?P<zone>Z|[A-Z]{3,4})?\s+(?P<month>[^\W\d_]{3,10})\.?\s+(?P<year>\d{4}|\d{2})(?!\d)"
)
# `AP-WF-09-27-25 1426GMT`: how agencies stamp ANPA 1312; the month is first by definition.
WIRE_STAMP = re.compile(
    r"\b[A-Z]{2,4}-[A-Z]{2,3}-(?P<month>\d{2})-(?P<day>\d{2})-(?P<year>\d{2})"
    r" (?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<zone>[A-Z]{3})\b"
)
MONTH_AND_DAY = re.compile(r"--(\d{2})-?(\d{2})")
VIETNAMESE = re.compile(
    r"(?:ngày\s)?(?<!\d)(?P<day>\d{1,2})\s(?:tháng\s|thg\.?\s?|th\.?\s?)(?P<month>\d{1,2})(?!\d)(?:,?\s(?:năm\s)?(?P<year>\d{4})(?!\d))?",
    re.I,
)
ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN_MONTH = re.compile(
    r"(?<![\w.])(?P<day>\d{1,2})\s?[./ -]\s?(?P<month>I{1,3}|I?[VX]|VI{1,3}|XI{1,2})\s?[./ -]\s?(?P<year>\d{4})(?!\d)"
)
RUN_TOGETHER = re.compile(r"(?<!\w)(?P<day>\d{1,2})(?P<month>[A-Za-z]{3})(?P<year>\d{4}|\d{2})(?!\w)")
DAY_AND_MONTH = re.compile(r"(\d{1,2})(?P<mark>[./]|\s?[-–]\s?)(\d{1,2})\.?")
ERAS = {
    "明治": 1867,
    "大正": 1911,
    "西暦": 0,
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "民國": 1911,
    "民国": 1911,
}


def find_dates(text: str, hints: DateHints) -> tuple[DateReading, ...]:
    """All dates in the first 400 characters of `text`, in their order, without overlaps; longer forms first."""
    return dates_of(text[:MAX_TEXT], hints)


# Of an agency text's lines three in five are asked twice and more: is this the headline, a credit, the dateline?
@lru_cache(maxsize=512)
def dates_of(text: str, hints: DateHints) -> tuple[DateReading, ...]:
    """`find_dates` of a text of any length, worked out."""
    text = with_ascii_digits(text)
    if not any(
        character.isdigit() or character in DIGITS or "\u05d0" <= character <= "\u05ea" for character in text
    ):
        return ()
    found: list[DateReading] = []
    for reader in (
        wire_dates,
        foreign_dates,
        iso_dates,
        east_asian_dates,
        short_dates,
        named_dates,
        numeric_dates,
        compact_dates,
        vietnamese_dates,
    ):
        for reading in reader(text, hints):
            if all(reading.end <= other.start or reading.start >= other.end for other in found):
                found.append(reading)
    return tuple(sorted(found, key=lambda reading: reading.start))


def with_ascii_digits(text: str) -> str:
    """The text with the decimal digits of all scripts as those of ASCII, each in its place."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c > "\x7f" and c.isdecimal() else c for c in text)


def vietnamese_dates(text: str, hints: DateHints) -> list[DateReading]:
    """`ngày 27 tháng 9 năm 2025`, `27 tháng 9, 2025`."""
    return [
        build(
            text,
            hints,
            "Vietnamese",
            match.span(),
            int(match["year"]) if match["year"] else None,
            int(match["month"]),
            int(match["day"]),
        )
        for match in VIETNAMESE.finditer(text)
    ]


def short_dates(text: str, hints: DateHints) -> list[DateReading]:
    """`27 IX 2025`, `27/IX/2025`: the month in Roman numerals; `27SEP25`: nothing between the parts."""
    found = []
    for match in ROMAN_MONTH.finditer(text):
        month, year = ROMAN_NUMBERS.index(match["month"]) + 1, full_year(match["year"], hints)
        found.append(build(text, hints, "Roman month", match.span(), year, month, int(match["day"])))
    for match in RUN_TOGETHER.finditer(text):
        number = month_number(match["month"], hints.language)
        if number is not None:
            year = full_year(match["year"], hints)
            found.append(
                build(
                    text,
                    hints,
                    "day, month name, run together",
                    match.span(),
                    year,
                    number,
                    int(match["day"]),
                )
            )
    return found


def read_date(text: str, hints: DateHints) -> DateReading | None:
    """The first date in `text` that is possible, else the first one at all, else None."""
    found = find_dates(text, hints)
    return next((reading for reading in found if not reading.problem), found[0] if found else None)


def wire_dates(text: str, hints: DateHints) -> list[DateReading]:
    """The stamps of agencies' formats: date-time groups, stamps of ANPA 1312, `--09-27` (ISO 8601, without the year)."""
    found = []
    alone = MONTH_AND_DAY.fullmatch(text.strip())
    if alone:
        found.append(
            build(text, hints, "ISO 8601 without year", (0, len(text)), None, int(alone[1]), int(alone[2]))
        )
    for pattern, form in ((DATE_TIME_GROUP, "date-time group"), (WIRE_STAMP, "wire stamp")):
        for match in pattern.finditer(text):
            shown = match["month"]
            month = int(shown) if shown.isdigit() else month_number(shown, hints.language)
            if month is None or not 1 <= month <= 12:
                continue
            clock = (
                f"{match['hour']}:{match['minute']} {'UTC' if match['zone'] == 'Z' else match['zone'] or ''}"
            )
            year, day = full_year(match["year"], hints), int(match["day"])
            problem = "" if day_or_none(year, month, day) else "no such day"
            time = read_time(clock, 0, hints.country)
            found.append(DateReading(year, month, day, form, *match.span(), time, None, problem))
    return found


def iso_dates(text: str, hints: DateHints) -> list[DateReading]:
    """ISO 8601: calendar, week and ordinal dates, in the extended form."""
    found = []
    for match in ISO.finditer(text):
        year, month, day = map(int, match.groups())
        if month > 12 >= day:  # some systems write year-day-month
            month, day = day, month
        found.append(build(text, hints, "ISO 8601", match.span(), year, month, day))
    for match in ISO_WEEK.finditer(text):
        try:
            value = date.fromisocalendar(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        found.append(build(text, hints, "ISO 8601 week", match.span(), value.year, value.month, value.day))
    for match in ISO_ORDINAL.finditer(text):
        if 1900 <= int(match[1]) <= 2100 and 1 <= int(match[2]) <= 365:
            value = date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
            found.append(
                build(text, hints, "ISO 8601 ordinal", match.span(), value.year, value.month, value.day)
            )
    return found


def compact_dates(text: str, hints: DateHints) -> list[DateReading]:
    """`20250927`, `20250927T101500Z`, `20250927101500`: the basic form of ISO 8601."""
    found = []
    for match in COMPACT.finditer(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if not 1900 <= year <= 2100 or day_or_none(year, month, day) is None:
            continue
        if not match[4]:
            found.append(build(text, hints, "compact", match.span(), year, month, day))
            continue
        shown = f"{match[4]}:{match[5]}:{match[6] or '00'}{text[match.end() : match.end() + 12]}"
        clock = read_time(shown, 0, hints.country)
        found.append(DateReading(year, month, day, "compact", match.start(), match.end(), clock))
    return found


def numeric_dates(text: str, hints: DateHints) -> list[DateReading]:
    """`2025/9/27`, `27.09.2025`, `9/27/25`. Day and month by the hints' order, with the other way round kept."""
    found = []
    for match in YEAR_FIRST.finditer(text):
        found.append(
            build(text, hints, "year first", match.span(), int(match[1]), int(match[3]), int(match[4]))
        )
    for match in YEAR_LAST.finditer(text):
        first, second, year = int(match[1]), int(match[3]), full_year(match[4], hints)
        if first > 12 >= second or first == second:
            day, month, swapped, form = first, second, None, "day first"
        elif second > 12 >= first:
            day, month, swapped, form = second, first, None, "month first"
        elif hints.order == "MDY" and match[2] != ".":
            month, day, swapped, form = first, second, (second, first), "month first by order"
        else:
            month, day, swapped, form = second, first, (first, second), "day first by order"
            if match[2] == ".":  # no country writes the month first with full stops
                swapped, form = None, "day first"
        form = form if swapped is None or hints.order else "day or month first"
        found.append(build(text, hints, form, match.span(), year, month, day, swapped))
    return found


def day_and_month(text: str, hints: DateHints) -> DateReading | None:
    """`27.09.`, `27/9`, `27 - 9`: a day without its year, which is a date only where it stands alone; None for other text."""
    match = DAY_AND_MONTH.fullmatch(text)
    if match is None:
        return None
    day, month = int(match[1]), int(match[3])
    if month > 12 or (hints.order == "MDY" and match["mark"] == "/" and day <= 12):
        day, month = month, day
    reading = build(text, hints, "day and month", match.span(), None, month, day)
    return None if reading.problem or not 1 <= month <= 12 else reading


def number_of(text: str) -> int:
    """A number in digits or Chinese numerals: `二〇二五` by its digits, `二十七` by tens and ones, `元` (the first year) as 1."""
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, _, ones = text.partition("十")
    return 10 * (DIGITS.get(tens, 1) if tens else 1) + (DIGITS.get(ones, 0) if ones else 0)


def east_asian_dates(text: str, hints: DateHints) -> list[DateReading]:
    """`2025年9月27日`, `令和7年9月27日`, `9월 27일`, `2025년 9월 27일`."""
    found = []
    for match in EAST_ASIAN.finditer(text):
        year = None
        if match["year"]:
            digits = str(number_of(match["year"]))
            year = int(digits) + ERAS[match["era"]] if match["era"] else full_year(digits, hints)
        found.append(
            build(
                text,
                hints,
                "year, month, day signs",
                match.span(),
                year,
                number_of(match["month"]),
                number_of(match["day"]),
            )
        )
    return found
