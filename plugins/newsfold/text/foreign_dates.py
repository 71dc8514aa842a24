"""Dates of other calendars and eras, read as the Gregorian day: `۵ مهر ۱۴۰۴`, `1447/04/05`, `ה' בתשרי תשפ"ו`, `114/09/27`.

A year names its calendar together with the month's name or the language; where nothing tells Persian from Islamic years apart
the date is a problem, never a day of the fifteenth century.
"""

import re
from datetime import date
from functools import cache

from newsfold.text.calendar_names import MARKS, fold
from newsfold.text.calendars import CALENDARS
from newsfold.text.data_files import read
from newsfold.text.date_readings import DateHints, DateReading, build

PERSIAN_LANGUAGES = frozenset({"fa", "ps", "tg", "ckb", "prs"})
ISLAMIC_LANGUAGES = frozenset({"ar", "ur", "ms", "sd"})
FIRST_PRINTED, YEARS_BACK = (
    1600,
    120,
)  # a date is news of the last twelve decades, and never older than newspapers
CALENDAR_YEARS = {
    "persian": (1250, 1500),
    "islamic": (1300, 1500),
    "hebrew": (5600, 5999),
    "ethiopic": (1900, 2100),
    "bikram_sambat": (1992, 2099),
}
LETTER = rf"[^\W\d_{MARKS}]"
NAME = rf"(?P<month>{LETTER}(?:[^\W\d_]|[{MARKS}\u200c'׳-])*\.?(?:\s{LETTER}(?:[^\W\d_]|[{MARKS}'׳])*)?)"
BETWEEN = r"[\s,،-]{1,3}"
SIGN = r"(?:\s?(?:هـ|ه\.?\s?ش|هجري(?:ة)?|ق|ش)(?!\w))"
QUOTE = "[\"״'׳]"
# `5 Mehr 1404`, `٥ ربيع الآخر ١٤٤٧ هـ`, `11 असोज 2082`, `5 בתשרי 5786`
DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s?(?:ام|ُم|-)?\s?{NAME}{BETWEEN}(?P<year>\d{{4}})(?!\d){SIGN}?"
)
# `መስከረም 17 ቀን 2018`, `असोज 11, 2082`
MONTH_FIRST = re.compile(
    rf"{NAME}\s(?P<day>\d{{1,2}})(?!\d)[\s,፣]{{1,3}}(?:ቀን\s|ዓ\.?ም\.?\s)?(?P<year>\d{{4}})(?!\d)"
)
# `2082 असोज 11`
YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>\d{{4}})\s(?:साल\s)?{NAME}\s(?P<day>\d{{1,2}})(?!\d)(?:\sगते)?")
# `1404/07/05`, `1447-04-05`
NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<year>1[2-5]\d\d)(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)(?:[T ](?=\d))?"
    rf"(?P<sign>{SIGN})?"
)
# The year of the Republic of China: `114/09/27`, `民國114.9.27`
MINGUO = re.compile(
    r"(?<![\d/.-])(?P<era>(?:中華|中华)?民[國国]\s?)?(?P<year>1[0-4]\d|\d\d(?<=\D\d\d))(?P<mark>[/.-])"
    r"(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d/.-])"
)
MINGUO_SIGNS = re.compile(
    r"(?<![\d年])(?P<era>(?:中華|中华)?民[國国]\s?)?(?P<year>1[0-4]\d)\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日號号]"
)
# `R7.9.27`: Reiwa, Heisei, Showa
JAPANESE_ERA = re.compile(
    r"(?<![A-Za-z0-9])(?P<era>[RHS])(?P<year>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?![\d./-])"
)
ERA_LETTERS = {"R": 2018, "H": 1988, "S": 1925}
VALUES = (("אבגדהוזחט", 1), ("יכלמנסעפצ", 10), ("קרשת", 100))
HEBREW_LETTERS = {
    letter: unit * number for letters, unit in VALUES for number, letter in enumerate(letters, 1)
}
FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")
# `ה' בתשרי תשפ"ו`, `כ״ז באלול ה'תשפ"ה`
HEBREW = re.compile(
    rf"(?<![א-ת])(?P<day>[א-ת]{{1,2}}{QUOTE}?[א-ת]?{QUOTE}?)\s?ב?(?P<month>[א-ת]{{2,7}}(?:\s[אב]{QUOTE})?)[\s,]{{1,2}}"
    rf"(?P<year>(?:ה{QUOTE})?ת[א-ת]{{0,3}}{QUOTE}?[א-ת])(?![א-ת])"
)


@cache
def months() -> dict[str, tuple[tuple[str, int], ...]]:
    """Folded name of a month -> the calendars and numbers that it has there."""
    table: dict[str, list[tuple[str, int]]] = {}
    for calendar in CALENDARS:
        for number, names in read("calendars")[calendar].items():
            for name in names:
                table.setdefault(fold(name), []).append((calendar, int(number)))
                if calendar == "persian" and not name.isascii():  # `مهرماه`: the month of Mehr
                    table.setdefault(fold(f"{name}ماه"), []).append((calendar, int(number)))
    return {name: tuple(found) for name, found in table.items()}


def foreign_dates(text: str, hints: DateHints) -> list[DateReading]:
    """The dates of other calendars in a text, each as the Gregorian day; what can't be told is a reading with a problem."""
    found = [
        reading
        for pattern in (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
        for match in pattern.finditer(text)
        if (reading := named(match, text, hints)) is not None
    ]
    found += [numeric(match, text, hints) for match in NUMERIC.finditer(text)]
    found += [reading for match in HEBREW.finditer(text) if (reading := hebrew_letters(match, text, hints))]
    for match in JAPANESE_ERA.finditer(text):
        year = int(match["year"]) + ERA_LETTERS[match["era"]]
        if year <= hints.this_year + 1:
            found.append(
                build(text, hints, "Japanese era", match.span(), year, int(match["month"]), int(match["day"]))
            )
    for match in (*MINGUO.finditer(text), *MINGUO_SIGNS.finditer(text)):
        is_minguo = match["era"] or (
            len(match["year"]) == 3 and (hints.language == "zh" or hints.country == "TW")
        )
        if is_minguo and int(match["year"]) + 1911 <= hints.this_year + 1:
            year = int(match["year"]) + 1911
            found.append(
                build(text, hints, "Minguo year", match.span(), year, int(match["month"]), int(match["day"]))
            )
    return found


def named(match: re.Match[str], text: str, hints: DateHints) -> DateReading | None:
    """A day, the month's name and a year that belongs to the name's calendar."""
    known = months().get(fold(match["month"])) or months().get(
        fold(match["month"].split()[0]).removeprefix("ב")
    )
    year = int(match["year"])
    for calendar, month in known or ():
        first, last = CALENDAR_YEARS[calendar]
        if calendar == "bikram_sambat" and year <= hints.this_year + 10:
            continue  # Hindi has the same months beside Gregorian years
        day = CALENDARS[calendar](year, month, int(match["day"]))
        if day is not None and day.year > hints.this_year + 1:
            continue  # Tigrinya names Gregorian months by the same words
        if first <= year <= last:
            return converted(match, text, hints, calendar, (year, month, int(match["day"])))
    return None


def numeric(match: re.Match[str], text: str, hints: DateHints) -> DateReading:
    """`1404/07/05`: by its sign, the language, else by the only calendar in which it is a day of the last decades."""
    parts = int(match["year"]), int(match["month"]), int(match["day"])
    sign = (match["sign"] or "").strip()
    named = "persian" if sign.endswith("ش") else "islamic" if sign else None
    language = hints.language or ""
    if not named:
        named = (
            "persian"
            if language in PERSIAN_LANGUAGES
            else "islamic"
            if language in ISLAMIC_LANGUAGES
            else None
        )
    possible = [name for name in ("persian", "islamic") if is_recent(CALENDARS[name](*parts), hints)]
    # English texts name old years; in other languages the only calendar that gives a recent day is meant.
    is_alone = len(possible) == 1 and not named and language not in ("", "en")
    calendar = named if named in possible else possible[0] if is_alone else None
    if calendar is None:
        problem = "a year of another calendar, and nothing tells which" if possible else "impossible year"
        return DateReading(parts[0], parts[1], parts[2], "another calendar", *match.span(), problem=problem)
    return converted(match, text, hints, calendar, parts)


def converted(
    match: re.Match[str], text: str, hints: DateHints, calendar: str, parts: tuple[int, int, int]
) -> DateReading:
    """The reading of a day of another calendar."""
    form = f"{calendar.replace('_', ' ')} calendar"
    day = CALENDARS[calendar](*parts)
    if day is None:
        return DateReading(
            parts[0], parts[1], parts[2], form, *match.span(), problem=f"no such day in the {form}"
        )
    return build(text, hints, form, match.span(), day.year, day.month, day.day)


def is_recent(day: date | None, hints: DateHints) -> bool:
    """Whether a day can be that of a report."""
    return day is not None and hints.this_year - YEARS_BACK <= day.year <= hints.this_year + 1


def hebrew_letters(match: re.Match[str], text: str, hints: DateHints) -> DateReading | None:
    """A Hebrew date in letters; the thousands of the year are mostly left out."""
    month = next((number for name, number in months().get(match["month"], ()) if name == "hebrew"), None)
    if month is None:
        return None
    year = 5000 + number_of_letters(re.sub("^ה[\"״'׳]", "", match["year"]))
    return converted(match, text, hints, "hebrew", (year, month, number_of_letters(match["day"])))


def number_of_letters(letters: str) -> int:
    """The number that Hebrew letters write: `תשפ"ו` is 786."""
    return sum(HEBREW_LETTERS.get(letter, 0) for letter in letters.translate(FINAL_LETTERS))
