"""The parts of a dateline, and what one says: its day, its place and region, and whether a text goes on behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.text import places
from newsfold.text.agencies import Agency, find_agency
from newsfold.text.calendar_names import fold, short_weekdays, weekdays
from newsfold.text.date_forms import day_and_month, find_dates
from newsfold.text.date_readings import DateHints, DateReading
from newsfold.text.word_lists import words

# `'s-Hertogenbosch`, `'t Harde`.
OLD_DUTCH = re.compile("['’][st][- ][A-Z]")
REGION_IN_BRACKETS = re.compile(r"\s?\[([^\[\]]{2,30})\]")
# `26 сентября 2025 г.`: the word for `year` behind it.
YEAR_WORD = re.compile(r"^\s*(?:г|года|року|р|r|g)(?:\.|(?!\w))", re.I)

BARE_DAY = re.compile(r"([^\d,]{2,40}?)[\s,–-]+(\d{1,2}(?:[./]|\s?[-–]\s?)\d{1,2}\.?)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says. `end` is where the text after it starts, in characters of the body.

    `place` is as written, with all capitals turned into a name; `found` is the gazetteer's entry for it, if any.
    """

    raw: str
    end: int
    rule: str
    confidence: float
    place: str | None = None
    region: str | None = None
    country: str | None = None
    zone: str | None = None
    found: places.Place | None = None
    reading: DateReading | None = None
    agency: Agency | None = None
    agency_raw: str | None = None
    names: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to read a dateline: date hints, the source's country, the text for telling places apart."""

    hints: DateHints
    country: str | None = None
    text: str = ""


def with_region_behind_comma(text: str) -> str:
    """`New Delhi [India]` as `New Delhi, India`."""
    return REGION_IN_BRACKETS.sub(
        lambda match: f", {match[1]}" if places.region_of(match[1])[0] else match[0], text
    )


def first_of_several(names: str) -> Agency | None:
    """The first of several agencies side by side (`ats afp`), None where a word is none."""
    known = [find_agency(word) or find_agency(word.upper()) for word in names.split()]
    return known[0] if len(known) > 1 and all(known) else None


def day_in_bracket(inner: str, context: Context) -> tuple[str, str]:
    """(the agency, the day) in a bracket behind a place; the day is empty where there is none.

    A day without a year stands beside a known agency.
    """
    found = find_dates(inner, context.hints)
    name, _, last = inner.rpartition(" ")
    if not found and find_agency(name) and day_and_month(last, context.hints):
        return name, last
    if len(found) != 1 or found[0].problem:
        return inner, ""
    rest = (inner[: found[0].start] + inner[found[0].end :]).strip(" ,;-–—")
    if found[0].year is None and find_agency(rest) is None:
        return inner, ""
    return rest, inner[found[0].start : found[0].end].strip()


def split_date(text: str, hints: DateHints) -> tuple[str, DateReading | None, str] | None:
    """(text before the date, the date, text after it). A date may also open the text. None where several dates stand in it."""
    dates = find_dates(text, hints)
    if len(dates) > 1:
        return None
    if not dates:
        bare = re.fullmatch(r"(.+?),\s*\d{1,2}", text)  # `MADRID, 27 (EUROPA PRESS)`: the day alone
        return (bare[1] if bare else text), None, ""
    reading = dates[0]
    if reading.problem:
        return None
    before = text[: reading.start].strip(" ,;.|،-–—(")
    left = before.split()
    while left and (
        is_weekday(left) or left[-1].casefold() in ("den", "le", "on", "el", "il", "dated", "في")
    ):
        left.pop()
    after = YEAR_WORD.sub("", text[reading.end :]) if reading.year else text[reading.end :]
    behind = after.strip(" ,;.|،-–—)").split()
    if behind and fold(behind[0].strip(",.")) in short_weekdays():
        after = " ".join(behind[1:])  # `2025. szeptember 27., szombat`
    return " ".join(left).strip(" ,;.|،-–—"), reading, after.strip(" ,;.|،-–—)")


def split_bare_day(text: str, hints: DateHints) -> tuple[str, DateReading] | None:
    """(the place, the day) of `Place - 27 - 9`, `Place, 27.09.`: a day in numbers without its year; None for other text."""
    match = BARE_DAY.fullmatch(text)
    reading = day_and_month(match[2], hints) if match else None
    return (match[1].strip(), reading) if match and reading else None


def is_weekday(line: Sequence[str]) -> bool:
    """Whether the last word is a weekday: in full, or short behind a comma (`Paz` is short for Sunday, and half of La Paz)."""
    word = fold(line[-1].strip(",."))
    return word in weekdays() or (word in short_weekdays() and (len(line) == 1 or line[-2].endswith(",")))


# Between the names of two places, beside the small words within such a name.
PLACES_BETWEEN = frozenset(("and", "und", "et", "y", "e")) | words("place_small")


def split_place(text: str) -> tuple[str | None, str | None]:
    """(place, region) of `BOULDER, Colo.`, `PARIS/BERLIN`, `Place, State, Country`; (None, None) where it is no name."""
    parts = [
        part.strip(" .*|") if index else part.strip(" *|")
        for index, part in enumerate(re.split(r"\s*[,،、]\s*", text))
        if part.strip(" .*|")
    ]
    if not 1 <= len(parts) <= 4:
        return None, None
    first = re.split(r"\s*/\s*|\s+(?:and|und|et|y|e)\s+(?=[A-ZÄÖÜ])", parts[0])[0].strip()
    name = first.split()
    beside = re.split(r"\s+", parts[0][len(first) :].strip())  # the other places of several
    if any(word[:1].islower() and word.casefold() not in PLACES_BETWEEN for word in beside):
        return None, None
    if not name or len(name) > 6 or not (first[0].isalpha() or OLD_DUTCH.match(first)):
        return None, None
    for word in name[1:]:
        if (
            word[:1].islower()
            and word.casefold() not in words("place_small")
            and not word.startswith(("d'", "d’", "l'", "l’", "al-", "es-"))
        ):
            return None, None
    if any(character.isdigit() or character in '?!"“”%$€£<>@&()[]|' for character in first):
        return None, None
    region = parts[-1] if len(parts) > 1 else None
    if len(parts) > 2 and region and not places.region_of(region)[0] and places.region_of(parts[1])[0]:
        region = parts[1]
    return first, region


def sentence_follows(rest: str) -> bool:
    """Whether running text follows: it starts a sentence, is no short title, and holds no second dash in its first clause."""
    start = rest[:120].lstrip("\"'“‘«„ ")
    if len(rest) < 60 or start[:1].islower() or re.search(r"\s[–—-]\s", start[:60]):
        return False
    longer = [word for word in re.findall(r"[^\W\d_]+", start)[:7] if len(word) > 3]
    return not longer or any(word[0].islower() or not word[0].isupper() for word in longer)


def proper_case(place: str, entry: places.Place | None) -> str:
    """`SEOUL` as `Seoul`: the gazetteer's spelling where it is the same name, else each word with a capital."""
    if not place.isupper() or len(place) < 3:
        return place
    if entry is not None and entry.kind == "city" and entry.name.casefold() == place.casefold():
        return entry.name
    parts = [word if "." in word and len(word) <= 4 else capitalized(word) for word in place.split()]
    return " ".join(
        word.lower() if index and word.lower() in words("place_small") else word
        for index, word in enumerate(parts)
    )


def capitalized(word: str) -> str:
    """`RIO` as `Rio`, `BADEN-BADEN` as `Baden-Baden`, `COEUR D'ALENE` with its apostrophe kept."""
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda match: match[0][0] + match[0][1:].lower(), word)


def is_place_name(text: str) -> bool:
    """Whether the text of a header for the dateline can be the name of a place: a few words with capitals, no agency."""
    parts = text.split()
    return (
        1 <= len(parts) <= 4
        and all(part[0].isupper() for part in (parts[0], parts[-1]))
        and not any(character.isdigit() for character in text)
        and find_agency(text) is None
    )
