"""When an embargo ends: the latest moment that the editors' words can mean, so that nothing is shown too early."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from newsfold.headers.date_candidates import Clock, Found, read_header
from newsfold.headers.evidence import evidence, undecided
from newsfold.headers.header_names import HeaderRule, in_order
from newsfold.model import Candidate, Evidence, RawHeader
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateHints, day_or_none, from_epoch
from newsfold.text.embargoes import (
    folded_list,
    named_day,
    named_words,
    names_midnight,
    says_more,
    states_embargo,
    time_beside,
    zone_of_place,
)

#: Embargoes lie ahead, dates of publication don't.
FURTHEST_EMBARGO = timedelta(days=3_660)
# The last zone on Earth in which a day begins: an embargo without a zone is not lifted anywhere before its time.
LAST_ZONE = timezone(timedelta(hours=-12))
NIGHT_ENDS = 6  # `1 a.m. tonight` is on the next day


def read_embargo(
    headers: Sequence[RawHeader], hints: DateHints, clock: Clock, published_on: date | None = None
) -> tuple[datetime | None, list[Evidence]]:
    """When the embargo ends, and why; None with evidence where there is one whose end can't be read.

    A day without a year, a weekday and `tonight` are counted from the article's day `published_on`; where that isn't known,
    a year is the fetch's, and the others can't be read.
    """
    rows = [row for row in in_order(headers, "embargo") if states_embargo(row.value)]
    if not rows:
        return None, []
    found = [entry for row in rows for entry in embargo_dates(row, hints, clock, published_on)]
    today = published_on or clock.fetched_at.date()
    readings = [
        (lifted, entry) for entry in found if (lifted := lifted_at(entry, hints, clock, today)) is not None
    ]
    if not readings:
        unread = [Candidate("", row.value, row.where, "embargo", 0.0) for row in rows]
        note = "an embargo is stated, and its end can't be read or lies more than ten years ahead"
        return None, [
            replace(undecided("embargoed", unread, note), raw=rows[0].value[:500], where=rows[0].where)
        ]
    latest, entry = max(readings, key=lambda reading: reading[0])
    notes = ["" if entry.instant else "the latest moment that the words can mean"]
    if entry.missing_year is not None:
        notes.append(
            f"the year is counted from {'the article' if published_on else 'the fetch'}'s day, {today}"
        )
    shown = replace(entry.candidate(), value=latest.isoformat())
    row = evidence("embargoed", [shown], note="; ".join(note for note in notes if note))
    return latest, [row] if row else []


def declared_embargo(
    minutes: int, published_at: datetime | None, published_on: date | None, fetched_at: datetime
) -> Evidence | None:
    """The embargo that the source declares for all its articles: so many minutes after publication; where only the day is
    known, after its end anywhere on Earth; where nothing is, after the fetch. None where it declares none.
    """
    if minutes <= 0:
        return None
    day_ends = datetime.combine(published_on + timedelta(days=1), time(), LAST_ZONE) if published_on else None
    end = (published_at or day_ends or fetched_at).astimezone(UTC) + timedelta(minutes=minutes)
    raw = f"embargo_minutes = {minutes}"
    return Evidence("embargoed", end.isoformat(), raw, "sources.toml", "the source's embargo", 1.0)


def embargo_dates(
    header: RawHeader, hints: DateHints, clock: Clock, published_on: date | None
) -> list[Found]:
    """The dates that a header states, else the day that it names by its weekday or as the article's own."""
    base = HeaderRule("embargo", 0.95, 0, "embargoed")
    if find_dates(header.value, hints) or from_epoch(header.value) is not None:
        ahead = replace(clock, fetched_at=clock.fetched_at + FURTHEST_EMBARGO)
        # Two digits may mean a year or two from now.
        return read_header(header, base, replace(hints, this_year=clock.fetched_at.year + 2), ahead)
    day = named_day(header.value, published_on) if published_on else None
    if day is None:
        return []
    rule = "embargo, a day named from the article's own"
    return [Found("embargoed", header.value, header.where, rule, 0.85, day)]


def lifted_at(entry: Found, hints: DateHints, clock: Clock, today: date) -> datetime | None:
    """The moment that an embargo's date means. What is open is read as the latest moment that it can be.

    The place of the dateline says nothing of the zone: the desk that sets the embargo may be elsewhere.
    """
    if entry.problem or (entry.day is None and entry.instant is None and entry.missing_year is None):
        return None
    if entry.instant is not None:
        return entry.instant.astimezone(UTC)
    day = entry.day or day_ahead(entry.missing_year, today)
    if day is None:
        return None
    readings = find_dates(entry.raw, hints)
    reading = next((reading for reading in readings if not reading.problem), None)
    stated = reading.clock if reading else None
    rest = f"{entry.raw[: reading.start]} {entry.raw[reading.end :]}" if reading else entry.raw
    stated = stated or time_beside(rest, hints.country)
    named = named_words(entry.raw)
    if names_midnight(entry.raw):
        # The end of the day or its beginning: over at the later one, there where it is stated.
        night = (stated.zone if stated else None) or zone_of_place(entry.raw) or clock.source_zone
        return datetime.combine(day + timedelta(days=1), time(), night or LAST_ZONE).astimezone(UTC)
    if stated is None and says_more(rest):
        day += timedelta(days=1)  # a time or an event that can't be read: it is over when the day is
        return datetime.combine(day, time(), LAST_ZONE).astimezone(UTC)
    if stated and stated.time.hour < NIGHT_ENDS and not folded_list("tonight").isdisjoint(named):
        day += timedelta(days=1)
    unsure = stated is not None and stated.note  # a zone is named, and several are called so
    zone = (stated.zone if stated else None) or zone_of_place(entry.raw)
    zone = zone or (None if unsure else clock.source_zone) or LAST_ZONE
    return datetime.combine(day, stated.time if stated else time(), zone).astimezone(UTC)


def day_ahead(month_and_day: tuple[int, int] | None, today: date) -> date | None:
    """The day without a year that an embargo names: this year's, the next year's where that is long past."""
    day = day_or_none(today.year, *month_and_day) if month_and_day else None
    if day is not None and today - day <= timedelta(days=180):
        return day
    return day_or_none(today.year + 1, *month_and_day) if month_and_day else None
