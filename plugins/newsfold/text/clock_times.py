"""The time of day and the zone beside a date: `14:05 GMT+9`, `10.30 Uhr`, `3:15 p.m. EST`, `오후 3시 5분`."""

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from newsfold.text.data_files import read

# Fixed offsets in minutes, and generic names that follow a place's summer time.
ZONES: dict[str, int | str] = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "МСК": 180, "SAST": 120, "EAT": 180, "WAT": 60, "CAT": 120, "TRT": 180, "PKT": 300, "NPT": 345,
    "WIB": 420, "WITA": 480, "WIT": 540, "ICT": 420, "SGT": 480, "HKT": 480, "MYT": 480, "AWST": 480, "KST": 540, "JST": 540,
    "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "NST": -210, "NDT": -150, "ADT": -180, "EDT": -240, "CDT": -300, "MDT": -360, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600,
    "MST": -420, "BRT": -180, "ART": -180, "CLT": -240, "COT": -300, "PET": -300,
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip

# Names with several meanings: by country, and under "" the meaning that holds where no country says otherwise.
ZONES_BY_COUNTRY: dict[str, dict[str, int]] = {
    "IST": {"IN": 330, "IE": 60, "IL": 120},
    "BST": {"": 60, "GB": 60, "BD": 360},
    "EST": {"": -300, "US": -300, "CA": -300, "AU": 600},
    "PST": {"": -480, "US": -480, "CA": -480, "PH": 480},
    "CST": {"US": -360, "CA": -360, "MX": -360, "CN": 480, "TW": 480, "CU": -300, "AU": 570},
    "AST": {"CA": -240, "PR": -240, "SA": 180, "KW": 180, "IQ": 180, "QA": 180, "BH": 180},
    "GST": {"AE": 240, "OM": 240},
    "SST": {"SG": 480},
}

#: What any time of day holds.
CLOCK = re.compile(r"\d\s?[:.٫hH時时點点시u]\s?\d{2}|\d\s?(?:[ap]\.?m\b|uhr\b|[時时點点시])", re.I)
CLOCK_START = re.compile(r"(?<![\d:.])\d{1,2}\s?[:.٫hH時时點点시u]|[^\W\d_]{2,4}\s?\d{1,2}\s?[時时點点시:]")

#: Any name of a zone, for patterns; the longer ones first.
ZONE_NAMES = "|".join(sorted({*ZONES, *ZONES_BY_COUNTRY}, key=lambda name: (-len(name), name)))
TIME = re.compile(
    r"(?P<before>上午|下午|午前|午後|晚上|凌晨|오전|오후)?\s*"
    r"(?<![\d:.])(?P<hour>2[0-4]|[01]?\d)(?!\d)"
    r"(?:\s?(?:[:：٫]|(?<=\d)\s?[h時时點点시u]\s?|\.)(?P<minute>[0-5]\d)[分분]?(?!\d)(?:[:：.](?P<second>[0-5]?\d)(?!\d)(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"(?:\s?(?P<half>[ap]\.?\s?m\b\.?|uhr\b|hrs\b|hs\b|h\b|pm\b|ص|م(?!\w)))?",
    re.IGNORECASE,
)
EAST_ASIAN_TIME = re.compile(
    r"(?P<before>上午|下午|午前|午後|晚上|凌晨|오전|오후)?\s?(?P<hour>\d{1,2})\s?[時时點点시]\s?(?:(?P<minute>\d{1,2})\s?[分분])?"
    r"(?:\s?(?P<second>\d{1,2})\s?[秒초])?"
)
OFFSET = re.compile(
    r"\s{0,2}[\(\[]?\s?(?:(?:GMT|UTC|Z)\s?)?(?P<sign>[+\-−±])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)\s?[\)\]]?"
)
NAMED = re.compile(r"\s{0,2}[\(\[]?(?P<name>[A-ZМСК]{1,5})\b\s?[\)\]]?")
# `America/Los_Angeles`, `Eastern Daylight Time`, `British Summer Time`.
IANA = re.compile(
    r"\s{0,2}[\(\[]?(?P<name>[A-Z][A-Za-z]{2,12}/[A-Z][A-Za-z_]{2,20}(?:/[A-Z][A-Za-z_]{2,20})?)\s?[\)\]]?"
)
SPELLED: dict[str, str] = read("zone_names")["spelled"]
SPELLED_ZONE = re.compile(
    rf"\s{{1,2}}[\(\[]?(?P<name>{'|'.join(sorted(SPELLED, key=len, reverse=True))})\s+time\b\s?[\)\]]?", re.I
)
NOON = re.compile(r"(?:12(?::00)?\s?)?(?:noon|midday)\b", re.I)
# `1505 BST`, `0600hrs`: four digits in front of a zone or a word for hours.
FOUR_DIGITS = re.compile(
    rf"(?<![\d:.])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s?(?:hrs|hours|h|Z|{ZONE_NAMES})\b)\s?(?:hrs|hours|h\b)?"
)
# `20:0:0`, as programs print a time without padding.
UNPADDED = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2}):(?P<minute>\d{1,2}):(?P<second>\d{1,2})(?![\d:])")
AFTERNOON = frozenset({"下午", "午後", "晚上", "오후"})


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day with its zone where the text says it. `note` tells of a zone name that stayed ambiguous."""

    time: time
    zone: tzinfo | None
    start: int
    end: int
    note: str = ""


def named_zone(name: str, country: str | None) -> tzinfo | None:
    """The zone called `name`; ambiguous names need `country`. None where it isn't known."""
    meaning: int | str | None = ZONES.get(name)
    if meaning is None and name in ZONES_BY_COUNTRY:
        by_country = ZONES_BY_COUNTRY[name]
        meaning = by_country.get(country or "", by_country.get(""))
    if meaning is None:
        return None
    return ZoneInfo(meaning) if isinstance(meaning, str) else fixed(meaning)


def fixed(minutes: int) -> tzinfo | None:
    """A fixed offset, None where it is beyond what the world uses (-12:00 to +14:00)."""
    if not -12 * 60 <= minutes <= 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes))


@lru_cache(maxsize=1_024)
def zone_of(name: str | None) -> tzinfo | None:
    """The IANA zone of that name, None where there is none."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def read_zone(text: str, start: int, country: str | None) -> tuple[tzinfo | None, int, str]:
    """The zone that stands at `start`: (zone, end of it, note)."""
    if match := OFFSET.match(text, start):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        return fixed(-minutes if match["sign"] in "-−" else minutes), match.end(), ""
    if (match := IANA.match(text, start)) and (zone := zone_of(match["name"])) is not None:
        return zone, match.end(), ""
    spelled = SPELLED_ZONE.match(text, start)
    if spelled:
        name = SPELLED[" ".join(spelled["name"].casefold().split())]
        named = named_zone(name, country)
        return named, spelled.end(), "" if named else f"zone {name} is ambiguous without a country"
    if match := NAMED.match(text, start):
        name = match["name"]
        if name in ZONES or name in ZONES_BY_COUNTRY:
            zone = named_zone(name, country)
            return zone, match.end(), "" if zone else f"zone {name} is ambiguous without a country"
    return None, start, ""


def read_time(text: str, start: int, country: str | None) -> ClockTime | None:
    """The time at `start` exactly. A bare number is no time: minutes, `am`/`pm` or a word for `o'clock` must stand by."""
    if other := other_time(text, start, country):
        return other
    east_asian = EAST_ASIAN_TIME.match(text, start)
    if east_asian and east_asian["minute"]:
        return east_asian_time(text, east_asian, country)
    match = TIME.match(text, start)
    if east_asian and (match is None or match["minute"] is None):
        return east_asian_time(text, east_asian, country)  # `18시`, `午後6時`: the hour alone
    if match is None or (match["minute"] is None and match["half"] is None):
        return None
    half = (match["half"] or "").replace(".", "").replace(" ", "").casefold()
    if match["minute"] is None and half in ("h", "م", "ص"):
        return None
    hour = int(match["hour"])
    if half == "pm" or half == "م" or match["before"] in AFTERNOON:
        hour = hour + 12 if hour < 12 else hour
    elif half in ("am", "ص") or match["before"]:
        hour = 0 if hour == 12 else hour
    if hour > 23:
        return None
    fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
    value = time(hour, int(match["minute"] or 0), int(match["second"] or 0), fraction)
    zone, end, note = read_zone(text, match.end(), country)
    return ClockTime(value, zone, match.start(), end, note)


def time_in(text: str) -> ClockTime | None:
    """The first time of day in a short text, None where it holds none."""
    if not CLOCK.search(text):
        return None
    starts = [match.start() for match in CLOCK_START.finditer(text)]
    return next((found for start in [*starts, 0] if (found := read_time(text, start, None))), None)


def other_time(text: str, start: int, country: str | None) -> ClockTime | None:
    """`noon`, `1505 BST`, `20:0:0`, with the zone behind it."""
    if match := NOON.match(text, start):
        value = time(12)
    elif match := FOUR_DIGITS.match(text, start) or UNPADDED.match(text, start):
        parts = match.groupdict()
        hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts.get("second") or 0)
        if hour > 23 or minute > 59 or second > 59 or ("second" in parts and len(parts["minute"]) == 2):
            return None
        value = time(hour, minute, second)
    else:
        return None
    zone, end, note = read_zone(text, match.end(), country)
    return ClockTime(value, zone, match.start(), end, note)


def east_asian_time(text: str, match: re.Match[str], country: str | None) -> ClockTime | None:
    """`오후 3시 5분`, `午後3時5分`, with the zone behind it."""
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if match["before"] in AFTERNOON and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone, end, note = read_zone(text, match.end(), country)
    return ClockTime(time(hour, minute, second), zone, match.start(), end, note)
