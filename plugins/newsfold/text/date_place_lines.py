"""A day and a place on a line of their own: ` date 2025-09-27 Seoul: `, `LONDON, Sept 27 (Agency) -`.

The two may stand in any order, with or without a key, a weekday, a time, an agency in brackets. Every word of the line must be
explained as one of these, so that a headline that names a day and a place stays one.
"""

import re
from dataclasses import dataclass

from newsfold.text import places
from newsfold.text.agencies import find_agency, looks_like_agency
from newsfold.text.calendar_names import fold, short_weekdays
from newsfold.text.clock_times import ZONES, ZONES_BY_COUNTRY
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateHints
from newsfold.text.dateline_parts import split_place
from newsfold.text.header_keys import NAME_OF_KEY

MAX_LINE = 120
NO_HINTS = DateHints()
MAX_PLACE_WORDS = 5
MAX_UNKNOWN_WORDS = 3
KEYS = {"date": "date", "published": "date", "updated": "date", "place": "place", "dateline": "place"}
NAMED_KEYS = sorted((key for key, name in NAME_OF_KEY.items() if name in KEYS), key=len, reverse=True)
KEY = re.compile(rf"(?<!\w)(?P<key>{'|'.join(map(re.escape, NAMED_KEYS))})(?!\w)\s*[:：=|–—-]*\s*", re.I)
EDGES = " \t*_|#>/;,.:：=•·–—-【】[]"
BRACKETED = re.compile(r"[(\[（/]\s?(?P<name>[^()\[\]（）/]{2,40})\s?[)\]）/]")
BESIDE = frozenset(
    [
        "on",
        "at",
        "in",
        "den",
        "am",
        "le",
        "el",
        "il",
        "la",
        "à",
        "a",
        "o",
        "г",
        "года",
        "um",
        "uhr",
        "hrs",
        "h",
        "local",
        "time",
        "dated",
        "kl",
        "the",
        "of",
        "de",
        "às",
    ]
)


@dataclass(frozen=True, slots=True)
class DateAndPlace:
    """The words for the day, the place with its region, the agency if one is named; `is_known`: by the gazetteer."""

    date: str
    place: str
    agency: str = ""
    is_known: bool = True

    def dateline(self) -> str:
        """The same in the order of agencies."""
        return f"{self.place}, {self.date}" + (f" ({self.agency})" if self.agency else "")


def find_date_and_place(
    line: str, hints: DateHints = NO_HINTS, *, keyed: bool = False
) -> DateAndPlace | None:
    """Read a line that holds a day, a place and nothing else. `keyed`: its key is taken off already."""
    text = line.strip(EDGES)
    if not 6 <= len(text) <= MAX_LINE or not any(map(str.isdigit, text)):
        return None
    closes = line.rstrip(" *_").endswith((":", "：", "-", "–", "—", "|", "="))
    text, keys = without_keys(text)
    dates = find_dates(text, hints)
    if len(dates) != 1 or (dates[0].problem and dates[0].year is not None):
        return None
    reading = dates[0]
    rest = f"{text[: reading.start]} , {text[reading.end :]}"
    agency = ""
    if (
        (bracket := BRACKETED.search(rest))
        and (find_agency(bracket["name"]) or looks_like_agency(bracket["name"]))
        and places.region_of(bracket["name"])[0] is None
    ):
        agency = bracket["name"].strip()
        rest = f"{rest[: bracket.start()]} , {rest[bracket.end() :]}"
    place = place_in(rest)
    if not place or (reading.year is None and not (agency or closes or keyed or keys)):
        return None
    known = is_place(place)
    sure = keyed or bool(keys) or closes
    if not known and not (sure and "place" in keys) and not (sure and looks_like_place(place)):
        return None
    return DateAndPlace(text[reading.start : reading.end].strip(" ,;"), place, agency, known)


def without_keys(text: str) -> tuple[str, set[str]]:
    """The text without its keys (`date`, `Place:`), and what they name. A key inside a name is none."""
    keys: set[str] = set()
    start = KEY.match(text)
    if start:
        keys.add(KEYS[NAME_OF_KEY[start["key"].casefold()]])
        text = text[start.end() :]
    for match in reversed(list(KEY.finditer(text))):
        if match["key"].islower() or match[0].rstrip()[-1] in ":：=":
            keys.add(KEYS[NAME_OF_KEY[match["key"].casefold()]])
            text = f"{text[: match.start()]} | {text[match.end() :]}"
    return text, keys


def place_in(text: str) -> str:
    """The words that are left when weekdays, zones and little words are taken out, the parts divided by commas; empty where
    they are too many for a place.
    """
    parts = []
    for part in re.split(r"[,;|،/、·•(){}\[\]【】]|\s[-–—]+\s|[:：]\s|[:：]$", text.replace("[", "(")):
        if fold(part.strip(EDGES)) in short_weekdays():
            continue  # `Thứ Năm`: a weekday in two words
        words = [word for word in part.strip(EDGES + "'’\"").split() if not is_beside(word)]
        if words:
            parts.append(" ".join(words).strip(EDGES))
    found = ", ".join(part for part in parts if part)
    return found if len(found.split()) <= MAX_PLACE_WORDS and not any(map(str.isdigit, found)) else ""


def is_beside(word: str) -> bool:
    """Whether a word beside a day and a place says nothing of either: a weekday, a zone, `on`."""
    bare = word.strip(".,:;()")
    folded = fold(bare)
    return (
        not bare
        or folded in BESIDE
        or folded in short_weekdays()
        or bare in ZONES
        or bare in ZONES_BY_COUNTRY
    )


def is_place(text: str) -> bool:
    """Whether the gazetteer knows the place, with the region behind it if one is named."""
    place, region = split_place(text)
    if place is None or text[:1].islower():
        return False
    beside = [part.strip() for part in text.split(",")[1:]]
    if not all(places.region_of(part)[0] or places.look_up(part) for part in beside):
        return False
    entry = places.look_up(place, region=region) or places.look_up(place)
    return entry is not None or (region is not None and looks_like_place(place))


def looks_like_place(text: str) -> bool:
    """Whether one to three words are written like a name."""
    words = text.split()
    return 1 <= len(words) <= MAX_UNKNOWN_WORDS and all(
        word[0].isalpha() and not word[0].islower() for word in words
    )
