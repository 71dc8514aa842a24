"""The year of a day that a text gives without one (`Seoul, Sep 27`), from evidence.

Agencies name today by its weekday: a report of 27 September that says `on Saturday` was written in a year in which that day is
a Saturday, or less often the day after one. All weekdays of the text are weighed together. Beside them stand the other dates
of the record, the file's date, and how recent a year is: news is rarely many years old. Each piece multiplies a year's score;
the share of the best is its confidence.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from newsfold.text.calendar_names import LONGEST_WORD, MARKS, fold, weekdays
from newsfold.text.characters import LETTERS, letter_runs
from newsfold.text.date_readings import day_or_none
from newsfold.text.word_lists import words

YEARS_BACK = 60
LEAD_CHARACTERS = 500
AROUND = 60  # characters before a word that hold the two words before it, nearly always
MAX_CHARACTERS = 20_000
YEARLY = 0.75  # how much less likely each year further back is
MAX_LEAD_WEEKDAYS = 4
MAX_DIFFERENT_WEEKDAYS = 3
LEAST_CONFIDENCE = 0.52
UNSET_FILE_DAYS = frozenset(
    {date(1970, 1, 1), date(1979, 12, 31), date(1980, 1, 1)}
)  # clocks and archives that hold no time

WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}]|['’-](?=[^\W\d_]))*")
# `周六` is `星期六`; `上周六` and `下周六` are of other weeks, and `每周一次` is no day.
UNSPACED = re.compile(
    "(?<![上下每])(?:(?:星期|礼拜|禮拜|(?<![一两兩三四隔])[周週])(?P<day>[一二三四五六日天])(?![次个個年])|[月火水木金土日]曜日)"
)
# A year, and no part of an amount. What may not stand before it is asked behind its first two digits: that is quicker to find.
YEAR = re.compile(r"(?:19|20)(?<![\d.,$€£]..)\d{2}(?![\d,]|\.\d)")


@dataclass(frozen=True, slots=True)
class NamedWeekday:
    """A weekday in a text: 0 (Monday) to 6, the word and its place; `reported` where somebody spoke on it (`said on Friday`)."""

    number: int
    word: str
    start: int
    reported: bool


@dataclass(frozen=True, slots=True)
class YearChoice:
    """The year that evidence points to (None where it is too weak), how sure, why, and the other years with their scores."""

    year: int | None
    confidence: float
    why: str
    others: tuple[tuple[int, float], ...] = ()


def weekdays_named(body: str) -> list[NamedWeekday]:
    """The weekdays that the text names, without those of other weeks."""
    body = body[:MAX_CHARACTERS]
    found: list[NamedWeekday] = []
    table = weekdays()
    # Few words of a text are weekdays: each different piece is looked up once, and only where one is, the words around it.
    for piece in pieces_with_weekdays(body):
        days = (weekdays_in_short if len(piece) <= LONGEST_WORD else weekdays_in)(piece)
        for start in places_of(piece, body) if days else ():
            for offset, word, number in days:
                around = [fold(other) for other in words_around(body, start + offset, word)]
                if not words("other_week") & set(around[-3:]):
                    reported = not words("speaking").isdisjoint(around)
                    found.append(NamedWeekday(number, word, start + offset, reported))
    if found:
        return sorted(found, key=lambda each: each.start)
    for match in UNSPACED.finditer(body) if not body.isascii() else ():
        day = table.get(fold(f"星期{match['day']}" if match["day"] else match[0]))
        if day is not None:
            found.append(NamedWeekday(day, match[0], match.start(), False))
    return found


def pieces_with_weekdays(body: str) -> set[str]:
    """The different pieces of the text between white space, without some that hold no weekday."""
    pieces = set(body.split())
    if not body.isascii():
        return pieces
    begun = [run for run in letter_runs(body) if run in weekday_beginnings()]
    small = [(piece, piece.lower()) for piece in pieces] if begun else []
    return {piece for run in begun for piece, letters in small if run in letters}


@cache
def weekday_beginnings() -> frozenset[str]:
    """The letters with which the names of weekdays begin, as far as they are in ASCII: `segunda` of `segunda-feira`."""
    return frozenset(run[0] for name in weekdays() if (run := LETTERS.match(name)))


def weekday_of(word: str) -> int | None:
    """0 (Monday) to 6 for a word that is a weekday, or one before a hyphen (`Saturday-night`)."""
    number = weekdays().get(fold(word))
    return weekdays().get(fold(word.split("-")[0])) if number is None and "-" in word else number


def weekdays_in(piece: str) -> tuple[tuple[int, str, int], ...]:
    """The words in a piece of text without white space that are weekdays: (place in the piece, word, number)."""
    found = ((match.start(), match[0], weekday_of(match[0])) for match in WORD.finditer(piece))
    return tuple((start, word, day) for start, word, day in found if day is not None)


# Texts have most of their words in common. Longer pieces are not kept, so that hostile input can't fill the memory.
weekdays_in_short = lru_cache(maxsize=65_536)(weekdays_in)


def places_of(piece: str, body: str) -> Iterator[int]:
    """Where a piece stands in the text between white space."""
    start = body.find(piece)
    while start >= 0:
        end = start + len(piece)
        if (not start or body[start - 1].isspace()) and (end == len(body) or body[end].isspace()):
            yield start
        start = body.find(piece, start + 1)


def words_around(body: str, start: int, word: str) -> list[str]:
    """The two words before the one at `start`, it, and the one behind it, as far as there are any."""
    first = body.rfind(" ", 0, max(0, start - AROUND)) + 1
    before = WORD.findall(body, first, start)
    if len(before) < 2 and first:
        before = WORD.findall(body, 0, start)
    behind = WORD.search(body, start + len(word))
    return [*before[-2:], word, *([behind[0]] if behind else [])]


def infer_year(
    month: int, day: int, body: str, *, known: Sequence[date], file_day: date | None, fetched_at: datetime
) -> YearChoice:
    """Weigh each year in which the day exists and is not after the fetch.

    `known`: days with a year that the record states elsewhere. `file_day`: when the file was last changed.
    """
    latest = fetched_at.date() + timedelta(days=1)
    if file_day in UNSET_FILE_DAYS:
        file_day = None
    named = weekdays_named(body)
    newest = min(latest, file_day + timedelta(days=1)) if file_day else latest
    newest_mentioned = max(
        (int(year) for year in YEAR.findall(body[:MAX_CHARACTERS]) if int(year) <= newest.year), default=None
    )
    by_weekday = [weekday_factor(weekday, named) for weekday in range(7)] if named else []
    scores: dict[int, tuple[float, list[str]]] = {}
    for year in range(latest.year, latest.year - YEARS_BACK, -1):
        candidate = day_or_none(year, month, day)
        if candidate is not None and candidate <= latest:
            scores[year] = score_of(candidate, by_weekday, known, file_day, newest_mentioned, newest)
    if not scores:
        return YearChoice(None, 0.0, "no year has that day")
    total = sum(score for score, _ in scores.values())
    ranked = sorted(scores, key=lambda year: -scores[year][0])
    best = ranked[0]
    confidence = scores[best][0] / total
    others = tuple((year, round(scores[year][0] / total, 3)) for year in ranked[1:4])
    why = "; ".join(scores[best][1])
    if confidence < LEAST_CONFIDENCE or not why:
        return YearChoice(
            None,
            round(confidence, 3),
            f"the year is not certain: {why or 'no evidence'}",
            ((best, round(confidence, 3)), *others),
        )
    return YearChoice(best, round(min(confidence, 0.97), 3), why, others)


def score_of(candidate: date, by_weekday: Sequence[tuple[float, str]], known: Sequence[date], file_day: date | None,
             newest_mentioned: int | None, newest: date) -> tuple[float, list[str]]:  # fmt: skip
    """(score, reasons) of one year's day. `by_weekday`: `weekday_factor` of each weekday, empty where the text names none.
    `newest`: the last day on which the file can have been written.
    """
    score = YEARLY ** max(0, newest.year - candidate.year)
    why: list[str] = []
    if known:
        distance = min(abs((candidate - other).days) for other in known)
        if distance <= 45:
            score *= 1e9 if distance <= 4 else 1e7
            why.append("another date of the record is near")
    if file_day is not None:
        distance = (file_day - candidate).days
        if distance < -1:
            score *= 1e-3  # a file is not older than its text
        elif distance <= 30:
            score *= 50 if distance <= 3 else 8 if distance <= 10 else 1.5
            why.append(f"the file was changed on {file_day.isoformat()}")
    if by_weekday:
        factor, word = by_weekday[candidate.weekday()]
        score *= factor
        if word:
            why.append(f"{candidate.isoformat()} is a {candidate:%A}, and the text says {word!r}")
    if newest_mentioned is not None and candidate.year < newest_mentioned:
        score *= 0.05
    return score, why


# How much likelier the weekdays of a text are on its own day than on a day taken at random, by what they name there. First
# the lead (its first 500 characters): the day itself, the day before, another, none. Then the whole text: the day itself and
# the day before, one of them, neither; and whether it names others as well. Quotients from 2,862 dated news texts that name
# a weekday. Texts that name more than three say nothing beyond their lead.
WEEKDAY_FACTORS: dict[tuple[str, str], tuple[float, float]] = {
    # (lead, whole text): (no other weekday, others as well)
    ("day", "day"): (4.8, 3.2),
    ("day", "both"): (5.3, 4.6),
    ("before", "both"): (2.8, 2.0),
    ("before", "before"): (1.5, 0.7),
    ("none", "day"): (2.6, 1.2),
    ("none", "both"): (3.2, 2.5),
    ("none", "before"): (1.9, 1.4),
    ("none", "neither"): (0.43, 0.43),
    ("other", "day"): (0.45, 0.45),
    ("other", "both"): (0.8, 0.8),
    ("other", "before"): (0.5, 0.5),
    ("other", "neither"): (0.12, 0.12),
}
# `said on Saturday` in a text of Friday speaks of the week before, which is rare.
DAY_AHEAD, REPORTED_AHEAD = 6, 0.3
LEAD_FACTORS = {"day": 4.4, "before": 1.25, "other": 0.18, "none": 1.0}


def weekday_factor(weekday: int, named: Sequence[NamedWeekday]) -> tuple[float, str]:
    """(factor, word) by how well the weekdays of the text fit a day with the number `weekday`, 0 for Monday; `word` names the
    day itself or the day before.
    """
    distances = [(weekday - entry.number) % 7 for entry in named]
    in_lead = [d for d, entry in zip(distances, named, strict=True) if entry.start < LEAD_CHARACTERS]
    lead = place_of(in_lead[:MAX_LEAD_WEEKDAYS])
    shown = set(distances)
    if len(shown) > MAX_DIFFERENT_WEEKDAYS:
        factor = LEAD_FACTORS[lead]
        shown = set(in_lead)
    else:
        whole = "both" if {0, 1} <= shown else place_of(shown).replace("other", "neither")
        factor = WEEKDAY_FACTORS[lead, whole][bool(shown - {0, 1})]
    if any(d == DAY_AHEAD and entry.reported for d, entry in zip(distances, named, strict=True)):
        factor *= REPORTED_AHEAD
    word = next(
        (entry.word for wanted in (0, 1) for d, entry in zip(distances, named, strict=True) if d == wanted),
        "",
    )
    return factor, word if factor > 1 and shown & {0, 1} else ""


def place_of(distances: Collection[int]) -> str:
    """Which day weekdays name that lie so many days before the candidate: itself, the day before, another, none."""
    return "day" if 0 in distances else "before" if 1 in distances else "other" if distances else "none"
