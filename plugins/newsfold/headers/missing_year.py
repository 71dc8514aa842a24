"""The year of a day that a text gives without one (`Seoul, Sep 27`), from evidence.

Agencies name today by its weekday: a report of 27 September that says `on Saturday` was written in a year in which that day is
a Saturday, or less often the day after one. Beside it stand the other dates of the record, the file's date, and how recent a
year is: news is rarely many years old. Each piece multiplies a year's score; the share of the best is its confidence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsfold.headers.calendar_names import MARKS, fold, weekdays
from newsfold.headers.date_readings import day_or_none
from newsfold.headers.word_lists import words

YEARS_BACK = 60
LEAD_CHARACTERS = 500
YEARLY = 0.75  # how much less likely each year further back is
MAX_WEEKDAYS = 4
LEAST_CONFIDENCE = 0.5
UNSET_FILE_DAYS = frozenset(
    {date(1970, 1, 1), date(1979, 12, 31), date(1980, 1, 1)}
)  # clocks and archives that hold no time

WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}]|['’-](?=[^\W\d_]))*")
UNSPACED = re.compile("(?:[\u4e00-\u9fff]{2}[一二三四五六日天]|[月火水木金土日]曜日)")
YEAR = re.compile(r"(?<![\d.,$€£])(?:19|20)\d{2}(?![\d,]|\.\d)")


@dataclass(frozen=True, slots=True)
class YearChoice:
    """The year that evidence points to (None where it is too weak), how sure, why, and the other years with their scores."""

    year: int | None
    confidence: float
    why: str
    others: tuple[tuple[int, float], ...] = ()


def weekdays_named(body: str) -> list[tuple[int, str]]:
    """The first weekdays that the lead of the text names as (0 to 6, the word), without those of other weeks."""
    lead = body[:LEAD_CHARACTERS]
    found: list[tuple[int, str]] = []
    table = weekdays()
    spoken = [match[0] for match in WORD.finditer(lead)]
    for index, word in enumerate(spoken):
        number = table.get(fold(word), table.get(fold(word.split("-")[0])))
        around = {fold(other) for other in spoken[max(0, index - 1) : index + 2]}
        if number is not None and not around & words("other_week"):
            found.append((number, word))
    if not found:
        found = [
            (table[fold(match[0])], match[0]) for match in UNSPACED.finditer(lead) if fold(match[0]) in table
        ]
    return found[:MAX_WEEKDAYS]


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
        (int(year) for year in YEAR.findall(body[:20_000]) if int(year) <= newest.year), default=None
    )
    scores: dict[int, tuple[float, str]] = {}
    for year in range(latest.year, latest.year - YEARS_BACK, -1):
        candidate = day_or_none(year, month, day)
        if candidate is not None and candidate <= latest:
            scores[year] = score_of(candidate, named, known, file_day, newest_mentioned, newest)
    if not scores:
        return YearChoice(None, 0.0, "no year has that day")
    total = sum(score for score, _ in scores.values())
    ranked = sorted(scores, key=lambda year: -scores[year][0])
    best = ranked[0]
    confidence = scores[best][0] / total
    others = tuple((year, round(scores[year][0] / total, 3)) for year in ranked[1:4])
    why = scores[best][1]
    if confidence < LEAST_CONFIDENCE or not why:
        return YearChoice(
            None,
            round(confidence, 3),
            f"the year is not certain: {why or 'no evidence'}",
            ((best, round(confidence, 3)), *others),
        )
    return YearChoice(best, round(min(confidence, 0.97), 3), why, others)


def score_of(candidate: date, named: Sequence[tuple[int, str]], known: Sequence[date], file_day: date | None,
             newest_mentioned: int | None, newest: date) -> tuple[float, str]:  # fmt: skip
    """(score, why) of one year's day. `newest`: the last day on which the file can have been written."""
    score = YEARLY ** max(0, newest.year - candidate.year)
    why = []
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
            score *= 50 if distance <= 3 else 1.5
            why.append(f"the file was changed on {file_day.isoformat()}")
    if named:
        factor, word = weekday_factor(candidate, named)
        score *= factor
        if word:
            why.append(f"{candidate.isoformat()} is a {candidate:%A}, and the text says {word!r}")
    if newest_mentioned is not None and candidate.year < newest_mentioned:
        score *= 0.05
    return score, "; ".join(why)


def weekday_factor(candidate: date, named: Sequence[tuple[int, str]]) -> tuple[float, str]:
    """How well the weekdays of the text fit the day: named itself, named the day before, or neither."""
    distances = [((candidate.weekday() - number) % 7, word) for number, word in named]
    # Weekdays in the first 500 characters of 1,851 dated news texts name the day itself in 69 of 100, the day before in 19,
    # others in 12. In a year taken at random they would in 16, 15 and 69. The factors are the quotients.
    for distance, word in distances:
        if distance == 0:
            return 4.4, word
    if any(distance == 1 for distance, _ in distances):
        return 1.25, ""
    return 0.18, ""
