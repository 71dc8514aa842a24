"""Embargoes: the words that state one, the time behind them, and what those words say of the day and the zone.

What an embargo means for a record, when it ends, is worked out in `newsfold.headers.embargo`.
"""

import re
from datetime import date, time, timedelta, tzinfo
from functools import cache

from newsfold.text import places
from newsfold.text.calendar_names import fold, weekdays
from newsfold.text.clock_times import ClockTime, named_zone, read_time, zone_of
from newsfold.text.data_files import read
from newsfold.text.date_shapes import COMPACT_TIME, holds_time
from newsfold.text.editorial_words import EMBARGO, UNTIMED_EMBARGO, with_one_apostrophe
from newsfold.text.embargo_lines import listed as listed_words
from newsfold.text.embargo_lines import names_embargo, states_embargo_in_other_words
from newsfold.text.word_lists import any_of, words

#: An embargo's words in a note or a headline, and in a field that holds nothing else.
MAX_EMBARGO = 140
MAX_FIELD = 400
MAX_EMBARGO_WORDS = 16
NOON = time(12)
# `0001 Sunday`, `to 2200`: beside a day, four digits are a time, unless they are a year that is near.
FOUR_DIGITS = re.compile(r"(?<![\d:.,+-])(?!202[1-9])([01]\d|2[0-3])([0-5]\d)(?![\d:.]|\s?(?:年|년))")
# `18H`, `6 heures`, `alle ore 18`, `kl. 18`: beside a day, the hour alone.
HOUR_ALONE = re.compile(
    r"(?<![\d:.])(?P<before>\d{1,2})\s?(?:h|heures?|horas?|uur|godz\.?)(?![\w:.])"
    r"|\b(?:ore|kl\.?|klockan|godz\.?|às|a las|alle|om)\s(?P<behind>\d{1,2})(?![\d:.h/-])",
    re.I,
)
# The end of a day, as a time.
HOUR_24 = re.compile(
    r"(?<![\d:.])24(?:[:.h]?00)?\s?(?:uhr|h\b|hrs|hours|heures?|horas?)|(?<![\d:.])24[:.h]?00(?!\d)", re.I
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
SOME_TIME = re.compile(rf"\d|{any_of('noon', 'midnight')}", re.I)
# `9 p.m. London time`, `6 a.m. New York time`, `12:01 a.m. Eastern Time`.
TIME_OF_PLACE = re.compile(r"\b(?P<place>[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20})?) time\b", re.I)


def embargo_words(line: str) -> str | None:
    """The words for the time in a line that is an embargo and nothing else; the whole line where it names none; else None.

    `Embargoed until 0001 GMT Saturday Sept 27`: the words, then a time or a day, and no more; or `HOLD FOR RELEASE` alone; or
    any wording that no article has.
    """
    line = line.strip(" -–—*#+=_|")
    return listed_wording(line) or (line if states_embargo_in_other_words(line) else None)


def listed_wording(line: str) -> str | None:
    """The words for the time in an embargo of a known wording, as `embargo_words` gives them."""
    if UNTIMED_EMBARGO.fullmatch(with_one_apostrophe(line.rstrip(" .:!"))):
        return line
    match = EMBARGO.match(with_one_apostrophe(line))
    if match is None or len(line) > MAX_EMBARGO:
        return None
    time = line[match.end() :].strip(" .:-–—*#!()")
    if len(time.split()) > MAX_EMBARGO_WORDS or not SOME_TIME.search(time) or re.search(r":\s+[^\W\d]", time):
        return None
    return time if holds_time(time) else None


def may_open_embargo(text: str) -> bool:
    """True where a text begins like an embargo: whatever begins otherwise needs no second look."""
    shown = with_one_apostrophe(text)
    return (
        EMBARGO.match(shown) is not None or UNTIMED_EMBARGO.match(shown) is not None or names_embargo(shown)
    )


def states_embargo(value: str) -> bool:
    """False where a form says that there is none: `false`, `none`, `n/a`, only marks."""
    folded = fold(value[:MAX_FIELD].strip(" .-–—\"'()[]\t\r\n"))
    return folded not in listed_words("none")


def named_words(text: str) -> set[str]:
    """The words of an embargo, folded."""
    return {fold(word) for word in WORD.findall(text[:MAX_FIELD])}


def named_day(text: str, today: date) -> date | None:
    """The day that a weekday, `tonight` or `tomorrow` means on `today`; the last where several are named.

    A weekday is the next one, today included; beside a word for another week it is the one after.
    """
    found = [fold(word) for word in WORD.findall(text[:MAX_FIELD])]
    days = [
        today + timedelta(days=(weekdays()[word] - today.weekday()) % 7)
        for word in found
        if word in weekdays()
    ]
    if days and not words("other_week").isdisjoint(found):
        days = [day + timedelta(days=7) for day in days]
    if not (folded_list("tonight") | words("today")).isdisjoint(found):
        days.append(today)
    if not folded_list("tomorrow").isdisjoint(found):
        days.append(today + timedelta(days=1))
    return max(days, default=None)


@cache
def folded_list(name: str) -> frozenset[str]:
    """One of the general word lists, folded."""
    return frozenset(map(fold, words(name)))


def time_beside(text: str, country: str | None) -> ClockTime | None:
    """The only time in the words around a day: `0600 GMT Sunday, `, `9 a.m. EDT, `; None for none or several."""
    text = HOUR_ALONE.sub(lambda hour: f" {hour['before'] or hour['behind']}:00 ", text[:MAX_FIELD])
    text = FOUR_DIGITS.sub(r"\1:\2", COMPACT_TIME.sub(r"\1:\2", text))
    starts = (match.start() for match in re.finditer(r"(?<![\d:.])\d", text))
    found = [entry for start in starts if (entry := read_time(text, start, country)) is not None]
    if not found and not folded_list("noon").isdisjoint(named_words(text)):
        return ClockTime(NOON, None, 0, 0)
    return found[0] if len(found) == 1 else None


def names_midnight(text: str) -> bool:
    """Whether a text names the end of a day: `midnight`, `Mitternacht`, `24 Uhr`."""
    return (
        not folded_list("midnight").isdisjoint(named_words(text))
        or HOUR_24.search(text[:MAX_FIELD]) is not None
    )


def zone_of_place(text: str) -> tzinfo | None:
    """The zone of `London time`, `Eastern time`; None where no place that we know is named so."""
    for match in TIME_OF_PLACE.finditer(text[:MAX_FIELD]):
        for name in (match["place"], match["place"].rpartition(" ")[2]):
            if known := read("embargoes")["zones"].get(fold(name)):
                return named_zone(known, None)
            entry = places.look_up(name) if name[0].isupper() else None
            if entry is not None and entry.zone:
                return zone_of(entry.zone)
    return None


def says_more(text: str) -> bool:
    """Whether the words around a day say more than which weekday it is."""
    found = re.findall(r"[^\W_]+", text[:MAX_FIELD])
    known = listed_words("fillers") | listed_words("beside")
    return any(fold(word) not in weekdays() and fold(word) not in known for word in found)
