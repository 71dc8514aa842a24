"""Days of calendars other than the Gregorian -> Gregorian days: Persian, Islamic, Hebrew, Ethiopian, Nepali; years of other eras.

The rules are those of Dershowitz and Reingold, Calendrical Calculations; months without a rule have their lengths in
`words/calendars.toml`. Every function gives None for a day that its calendar does not have.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from newsfold.text.data_files import read

MONTHS_OF_YEAR = 12
HEBREW_EPOCH = -1_373_427  # the proleptic Gregorian ordinal of the day before 1 Tishri 1
LAST_ORDINAL = date.max.toordinal()


def of_ordinal(ordinal: int) -> date | None:
    """The Gregorian day of that ordinal, None beyond the calendar of `datetime`."""
    return date.fromordinal(ordinal) if 1 <= ordinal <= LAST_ORDINAL else None


def persian(year: int, month: int, day: int) -> date | None:
    """The Solar Hijri calendar of Iran and Afghanistan, by its 33-year rule, which holds for 1244 to 1502."""
    if not (1244 <= year <= 1502 and 1 <= month <= MONTHS_OF_YEAR):
        return None
    length = 31 if month <= 6 else 30 if month < MONTHS_OF_YEAR or is_persian_leap(year) else 29
    if not 1 <= day <= length:
        return None
    # 1 Farvardin 1403 is 20 March 2024.
    step = 1 if year >= 1403 else -1
    between = range(1403, year) if step > 0 else range(year, 1403)
    days = step * sum(366 if is_persian_leap(each) else 365 for each in between)
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return date(2024, 3, 20) + timedelta(days=days + before + day - 1)


def is_persian_leap(year: int) -> bool:
    """Eight leap years in 33."""
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def islamic(year: int, month: int, day: int) -> date | None:
    """The Umm al-Qura calendar, 1365 to 1500. Countries that look for the moon themselves may be a day off."""
    return by_lengths("umm_al_qura", year, month, day)


def nepali(year: int, month: int, day: int) -> date | None:
    """The official calendar of Nepal (Bikram Sambat), 1992 to 2099."""
    return by_lengths("bikram_sambat", year, month, day)


def by_lengths(name: str, year: int, month: int, day: int) -> date | None:
    """A day of a calendar whose months are listed."""
    first_year, first_day, years = lengths(name)
    index = year - first_year
    if not (0 <= index < len(years) and 1 <= month <= MONTHS_OF_YEAR and 1 <= day <= years[index][month - 1]):
        return None
    days = sum(map(sum, years[:index])) + sum(years[index][: month - 1])
    return first_day + timedelta(days=days + day - 1)


@cache
def lengths(name: str) -> tuple[int, date, tuple[tuple[int, ...], ...]]:
    """(first year, its first day, the months' lengths of each year)."""
    table = read("calendars")["lengths"][name]
    text = "".join(table["months"].split())
    if name == "umm_al_qura":
        bits = [f"{int(text[start : start + 3], 16):012b}" for start in range(0, len(text), 3)]
    else:
        bits = [text[start : start + MONTHS_OF_YEAR] for start in range(0, len(text), MONTHS_OF_YEAR)]
    return (
        table["first_year"],
        table["first_day"],
        tuple(tuple(29 + int(bit) for bit in year) for year in bits),
    )


def ethiopic(year: int, month: int, day: int) -> date | None:
    """The Ethiopian calendar: twelve months of 30 days, and one of five or six."""
    length = 30 if month <= MONTHS_OF_YEAR else 6 if year % 4 == 3 else 5
    if not (1800 <= year <= 2200 and 1 <= month <= 13 and 1 <= day <= length):
        return None
    return of_ordinal(2796 + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


def hebrew(year: int, month: int, day: int) -> date | None:
    """The Hebrew calendar, months counted from Nisan; Adar of a leap year is its second where nothing is said."""
    if not (5500 <= year <= 6000 and 1 <= month <= last_hebrew_month(year) and day >= 1):
        return None
    if day > hebrew_month_length(year, month):
        return None
    ordinal = hebrew_new_year(year) + day - 1
    before = range(7, month) if month >= 7 else [*range(7, last_hebrew_month(year) + 1), *range(1, month)]
    return of_ordinal(ordinal + sum(hebrew_month_length(year, each) for each in before))


def last_hebrew_month(year: int) -> int:
    """12, or 13 in a leap year."""
    return 13 if (7 * year + 1) % 19 < 7 else 12


def hebrew_elapsed(year: int) -> int:
    """Days from the epoch to the mean new moon of Tishri, put off where the calendar puts it off."""
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = 29 * months + parts // 25_920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def hebrew_new_year(year: int) -> int:
    """The ordinal of 1 Tishri."""
    before, at, behind = hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1)
    delay = 2 if behind - at == 356 else 1 if at - before == 382 else 0
    return HEBREW_EPOCH + at + delay


def hebrew_month_length(year: int, month: int) -> int:
    """29 or 30 days."""
    days = hebrew_new_year(year + 1) - hebrew_new_year(year)
    if month == 8:
        return 30 if days % 10 == 5 else 29
    if month == 9:
        return 29 if days % 10 == 3 else 30
    if month == 12:
        return 30 if last_hebrew_month(year) == 13 else 29
    return 29 if month in (2, 4, 6, 10, 13) else 30


CALENDARS: MappingProxyType[str, Callable[[int, int, int], date | None]] = MappingProxyType(
    {"persian": persian, "islamic": islamic, "hebrew": hebrew, "ethiopic": ethiopic, "bikram_sambat": nepali}
)
