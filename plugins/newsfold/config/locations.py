"""What stands in braces in a location: the days of a run, in a form. All else in braces is a mistake, and no folder's name."""

import difflib
import re
from collections.abc import Sequence
from datetime import date

#: `{day}`, or `{day:%Y/%m/%d}` with its form.
DAY = re.compile(r"\{day(?::([^{}]*))?\}")
BRACED = re.compile(r"\{([^{}]*)\}")
#: A brace that is never closed, or closed in another part of the path.
OPEN_DAY = re.compile(r"\{\s*day", re.I)
#: What a form may ask of a day, after the `%` and a `-`, `_`, `0`, `^` or `#` of the C library: nothing of its hours, which it
#: has not.
DAY_PARTS = frozenset("aAbBCdDeFgGhjmuUVwWyY%")
PART = re.compile(r"%[-_0^#]*(.?)", re.S)
KNOWN = "{day}, or {day:%Y/%m/%d} for another form"


def expand_days(location: str, days: Sequence[date]) -> list[str]:
    """The location for each day, in their order, without doubles; just itself where it holds no `{day}`."""
    if not DAY.search(location):
        return [location]
    return list(dict.fromkeys(name_day(location, day) for day in days))


def name_day(location: str, day: date) -> str:
    """The location with the day in place of each `{day}`."""
    return DAY.sub(lambda found: day.strftime(found[1] or "%Y-%m-%d"), location)


def find_location_fault(location: str) -> str | None:
    """What is wrong with what stands in braces; None where nothing is. Whoever has a folder with braces in its name writes
    them as a glob, `[{]`.
    """
    plain = location.replace("[{]", "").replace("[}]", "")
    if OPEN_DAY.search(BRACED.sub("", plain)):
        return f"a brace is not closed; known are {KNOWN}"
    for found in BRACED.finditer(plain):
        form = DAY.fullmatch(found[0])
        if form is None:
            return f"unknown placeholder {found[0]}{suggestion(found[1])}; known are {KNOWN}; [{{] stands for a brace"
        unknown = next((part[0] for part in PART.finditer(form[1] or "") if part[1] not in DAY_PARTS), None)
        if unknown is not None:
            return f"{found[0]}: {unknown} names no part of a day; valid are %Y, %y, %m, %d, %j, %G, %V, %u and %F"
    return None


def suggestion(inside: str) -> str:
    """The known placeholder that what stands between braces is near to, as a question."""
    name, separator, form = inside.partition(":")
    plain = re.sub(r"[^a-z]", "", name.lower())
    is_near = difflib.get_close_matches(plain, ("day", "date", "days", "today", "yyyymmdd"), n=1, cutoff=0.6)
    return f"; did you mean {{day{separator}{form}}}?" if is_near else ""
