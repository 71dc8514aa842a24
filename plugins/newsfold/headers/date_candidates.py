"""All the dates that a record states, each with its kind and its place; `newsfold.headers.dates` chooses among them.

An instant needs a time and a zone. Without them a candidate is a day. Nothing is ever made up: no midnight, no zone, no now.
"""

import re
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from newsfold.headers.date_rules import OF_ANOTHER, date_rule
from newsfold.headers.header_names import HeaderRule
from newsfold.model import Candidate, RawHeader
from newsfold.text.date_forms import find_dates, iso_dates
from newsfold.text.date_labels import says_changed
from newsfold.text.date_readings import (
    EPOCH,
    DateHints,
    DateReading,
    day_or_none,
    from_epoch,
    from_spreadsheet,
)
from newsfold.text.date_shapes import ISO_DATE, day_in_path
from newsfold.text.relative_times import read_relative

MAX_CANDIDATES = 60
MAX_LABELLED = 160
MIDNIGHT = time(0)
SAME_INSTANT = timedelta(minutes=1)
OPENING_DATE = 0.6
IN_BRACKETS = 0.4
OF_PICTURE = 0.25
BRACKETED = re.compile(r"\(([^()]{6,50})\)")
TITLES = frozenset({"h1", "title", "meta.og:title", "meta.description", "meta.og:description"})
SURE_HEADER = 0.8
UNKNOWN_TIME = "midnight stands for an unknown time"
# What clocks and spreadsheets show that hold no time. Written with its month's name and without a time a day may be meant.
UNSET_DAYS = frozenset(
    {
        date(1, 1, 1),
        date(1601, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1904, 1, 1),
        date(1970, 1, 1),
    }
)
INSTANT_IN_HEADER = 0.05  # a header line with time and zone is surer than the day of a dateline


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates are held against: the time of the fetch, the zones of the source, the place and the outlet's country."""

    fetched_at: datetime
    source_zone: tzinfo | None = None
    place_zone: tzinfo | None = None
    country_zone: tzinfo | None = None
    seen_at: datetime | None = None  # where a container tells it

    def now(self) -> datetime:
        """The time from which relative times are counted: when the record was seen, else that of the fetch."""
        return self.seen_at or self.fetched_at


@dataclass(frozen=True, slots=True)
class Found:
    """One reading of one header as a date. `instant` only where time and zone are known; `day` as the header shows it.

    `problem` says why it cannot be taken. `swapped` is the day with day and month the other way round.
    """

    field: str
    raw: str
    where: str
    rule: str
    confidence: float
    day: date | None = None
    instant: datetime | None = None
    wall: datetime | None = None
    swapped: date | None = None
    problem: str = ""
    note: str = ""
    missing_year: tuple[int, int] | None = None

    def shown(self) -> str:
        """The value in ISO 8601, for evidence."""
        if self.instant is not None:
            return self.instant.isoformat()
        if self.day is not None:
            return self.day.isoformat()
        return "--{:02d}-{:02d}".format(*self.missing_year) if self.missing_year else ""

    def candidate(self) -> Candidate:
        """The same as evidence; what cannot be taken has confidence 0 and says why."""
        rule = f"{self.rule}: rejected: {self.problem}" if self.problem else self.rule
        return Candidate(
            self.shown(), self.raw, self.where, rule, 0.0 if self.problem else round(self.confidence, 3)
        )


def gather(
    headers: Collection[RawHeader], addresses: Sequence[tuple[str, RawHeader]], hints: DateHints, clock: Clock
) -> list[Found]:
    """Every date that the record's headers and its address state."""
    found: list[Found] = []
    stated = {header.name.lower() for header in headers}
    for header in headers:
        rule = date_rule(header, stated)
        if rule is not None and len(found) < MAX_CANDIDATES:
            found.extend(read_header(header, rule, hints, clock))
    for address, header in addresses[:2]:
        if day := day_in_path(address):
            entry = Found("published", address, header.where, "day in the address", 0.8, day)
            found.append(checked(entry, clock))
            break
    found = with_changes(found)
    if not any(entry.day and not entry.problem and entry.field != OF_ANOTHER for entry in found):
        found.extend(last_resorts(headers, hints, clock))
    return found


def with_changes(found: Sequence[Found]) -> list[Found]:
    """The dates in sight that are those of the last change as such: what their element says to readers calls them so, or they are
    to the minute what the page states of its change, be it with another zone, while it states an earlier day of publication.
    """
    told = {
        entry.where for entry in found if entry.field == "modified" and entry.rule.startswith("time.text")
    }
    changes = [entry.instant for entry in found if entry.field == "modified" and entry.instant]
    stated = [
        entry.day for entry in found if entry.field == "published" and entry.day and not is_in_sight(entry)
    ]
    for entry in found:
        if entry.field == "published" and is_in_sight(entry) and entry.instant and entry.day:
            same = any(
                abs(entry.instant - change) < SAME_INSTANT or same_clock(entry.instant, change)
                for change in changes
            )
            told |= {entry.where} if same and any(day < entry.day for day in stated) else set()
    return [
        replace(entry, field="modified") if entry.where in told and entry.field == "published" else entry
        for entry in found
    ]


def same_clock(one: datetime, other: datetime) -> bool:
    """Whether two instants show one time of day and differ in their zones: systems write a local time as if it were UTC."""
    return one.replace(tzinfo=None) == other.replace(tzinfo=None) and one.second != 0


def is_in_sight(entry: Found) -> bool:
    """Whether a date is shown to the page's readers."""
    return entry.rule.startswith(("visible", "time."))


def last_resorts(headers: Collection[RawHeader], hints: DateHints, clock: Clock) -> list[Found]:
    """What may date a page that states no date: one in brackets in its title or description, else the day on which the
    picture of the article was stored, as its address tells."""
    for header in headers:
        if header.name.lower() in TITLES:
            for bracketed in BRACKETED.findall(header.value)[:5]:
                readings = [reading for reading in find_dates(bracketed, hints) if reading.year]
                if len(readings) == 1:
                    rule = f"date in brackets: {header.name}"
                    base = Found("published", header.value, header.where, rule, IN_BRACKETS)
                    return [from_reading(base, readings[0], clock)]
    for header in headers:
        day = day_in_path(header.value) if header.name.lower() == "meta.og:image" else None
        if day:
            rule = "day in the address of the article's picture"
            return [checked(Found("published", header.value, header.where, rule, OF_PICTURE, day), clock)]
    return []


def read_header(header: RawHeader, rule: HeaderRule, hints: DateHints, clock: Clock) -> list[Found]:
    """The readings of one header: usually one; none where it holds no date."""
    base = Found(rule.field, header.value, header.where, rule.rule, rule.confidence)
    epoch = from_epoch(header.value)
    if epoch is not None:
        return [checked(replace(base, day=epoch.date(), instant=epoch, rule=f"{rule.rule}, epoch"), clock)]
    serial = from_spreadsheet(header.value) if rule.confidence >= SURE_HEADER else None
    if serial is not None:
        return [checked(replace(base, day=serial, rule=f"{rule.rule}, a spreadsheet's number"), clock)]
    readings: Sequence[DateReading] = ()
    if ISO_DATE.fullmatch(header.value):
        readings = iso_dates(
            header.value, hints
        )  # what most programs write: the other forms need not be tried
    elif rule.confidence > 0.8 or len(header.value) < 200:
        readings = find_dates(header.value, hints)
    if not readings:
        relative = read_relative(header.value, clock.now(), clock.source_zone)
        if relative is None:
            return []
        day, note = relative
        return [
            checked(
                replace(
                    base,
                    day=day,
                    rule=f"{rule.rule}, relative to the fetch",
                    confidence=rule.confidence - 0.15,
                    note=note,
                ),
                clock,
            )
        ]
    labelled = read_labelled(base, [reading for reading in readings if not reading.problem], clock)
    first = next((reading for reading in readings if not reading.problem), readings[0])
    return labelled or [from_reading(base, first, clock)]


def read_labelled(base: Found, readings: Sequence[DateReading], clock: Clock) -> list[Found]:
    """The two dates of `Updated: 28 Sep 2025 | Published: 27 Sep 2025`, each as what stands in front of it says; none where
    the words don't tell them apart.
    """
    if len(readings) != 2 or base.field not in ("published", "modified") or len(base.raw) > MAX_LABELLED:
        return []
    ends = (0, readings[0].end)
    labels = [base.raw[end : reading.start] for end, reading in zip(ends, readings, strict=True)]
    changed = [says_changed("", label) for label in labels]
    if changed[0] == changed[1] or not all(any(map(str.isalpha, label)) for label in labels):
        return []
    fields = ["modified" if each else "published" for each in changed]
    return [
        from_reading(replace(base, field=field), reading, clock)
        for field, reading in zip(fields, readings, strict=True)
    ]


def opening_date(body: str, hints: DateHints, clock: Clock) -> list[Found]:
    """The day with its year that opens the text in front of a dash or a colon (`27.1.2022 - Bei der ...`), if one does.

    It may stand below a lead: the first three paragraphs count.
    """
    for paragraph in body[:2_000].split("\n\n")[:3]:
        start = paragraph[:40]
        if not re.match(r"\W?\d", start):
            continue
        readings = find_dates(start, hints)
        if not readings or readings[0].start > 1 or readings[0].year is None:
            continue
        if re.match(r"\s{0,2}(?:Uhr)?\s{0,2}[-–—:|]\s", paragraph[readings[0].end :][:12]):
            raw = paragraph[: readings[0].end]
            base = Found("published", raw, "start of the text", "day that opens the text", OPENING_DATE)
            return [from_reading(base, readings[0], clock)]
    return []


def from_reading(base: Found, reading: DateReading, clock: Clock) -> Found:
    """Give a reading its meaning: the day, and the instant where time and zone are known."""
    form = f"{base.rule}, {reading.form}"
    if reading.problem:
        return replace(base, rule=form, problem=reading.problem, missing_year=(reading.month, reading.day))
    day = reading.as_date()
    if day is None:
        return replace(base, rule=form, missing_year=(reading.month, reading.day))
    swapped = day_or_none(reading.year or 0, *reading.swapped) if reading.swapped else None
    entry = replace(base, rule=form, day=day, swapped=swapped)
    if reading.clock is None:
        return checked(entry, clock)
    wall = datetime.combine(day, reading.clock.time)
    zone, origin = reading.clock.zone, ""
    if zone is None and clock.source_zone is not None:
        zone, origin = clock.source_zone, ", zone of the source"
    elif zone is None and clock.country_zone is not None and base.rule.startswith(("visible", "time.text")):
        # What a page shows its readers is their own time, where their country has only one.
        zone, origin = clock.country_zone, ", zone of the outlet's country"
    if reading.clock.time == MIDNIGHT:
        return checked(replace(entry, note=UNKNOWN_TIME), clock)
    if zone is None:
        return checked(replace(entry, wall=wall, note=reading.clock.note or "time without a zone"), clock)
    instant = wall.replace(tzinfo=zone)
    if instant.utcoffset() != instant.replace(fold=1).utcoffset():
        # The hour that summer time skips or repeats: no clock showed it, or two did.
        return checked(replace(entry, wall=wall, note="the clocks were changed in that hour"), clock)
    confidence = (
        min(0.97, base.confidence + INSTANT_IN_HEADER)
        if base.rule.startswith("header line")
        else base.confidence
    )
    return checked(
        replace(entry, wall=wall, instant=instant, rule=form + origin, confidence=confidence),
        clock,
    )


def checked(found: Found, clock: Clock) -> Found:
    """Mark what cannot be: after the fetch by more than a day. A date that is possible the other way round is turned."""
    if is_unset(found):
        return replace(found, problem="the zero of a clock that was not set", instant=None)
    limit = clock.fetched_at + timedelta(days=1)
    try:
        late = found.instant > limit if found.instant else bool(found.day and found.day > limit.date())
    except OverflowError:
        return replace(found, problem="impossible year", instant=None)
    if late and found.swapped and found.swapped <= limit.date():
        return replace(
            found,
            day=found.swapped,
            swapped=None,
            instant=None,
            wall=None,
            note="the other order would be after the fetch",
        )
    if not late and found.swapped and found.swapped > limit.date():
        return replace(found, swapped=None, note="the other order would be after the fetch")
    return replace(found, problem="after the fetch") if late else found


def is_unset(found: Found) -> bool:
    """Whether a date is the zero of a clock or a spreadsheet."""
    if found.instant is not None and abs(found.instant - EPOCH) < timedelta(minutes=1):
        return True
    if found.day not in UNSET_DAYS or found.wall is not None:
        return False
    return "month name" not in found.rule or found.note == UNKNOWN_TIME


def known_order(found: Sequence[Found]) -> str | None:
    """The order of day and month that the record's own unambiguous dates show, None where they disagree or say nothing."""
    shown = {
        "DMY" if ", day first" in entry.rule else "MDY"
        for entry in found
        if re.search(r", (?:day|month) first$", entry.rule)
    }
    return shown.pop() if len(shown) == 1 else None


def settle_order(found: Sequence[Found], order: str | None) -> list[Found]:
    """Turn or mark the dates whose day and month could be either way: by the record's other dates, else ambiguous."""
    certain = {
        entry.day
        for entry in found
        if entry.day and not entry.problem and "day or month first" not in entry.rule
    }
    # What an element shows its readers is what it says to programs.
    told = {entry.where: entry.day for entry in found if entry.rule.startswith("time.datetime")}
    return [
        turned(entry)
        if entry.swapped and entry.rule.startswith("time.text") and told.get(entry.where) == entry.swapped
        else settled(entry, certain, order)
        for entry in found
    ]


def settled(entry: Found, certain: Container[date | None], order: str | None) -> Found:
    """One date that could be either way round, turned or marked; other dates as they are."""
    if "day or month first" not in entry.rule or entry.swapped is None or entry.day is None:
        return entry
    if entry.day in certain or order == "DMY":
        rule = entry.rule.replace("day or month first", "day first as other dates of the record")
        return replace(entry, swapped=None, rule=rule)
    if entry.swapped in certain or order == "MDY":
        return turned(entry)
    return replace(entry, problem=f"ambiguous: {entry.day.isoformat()} or {entry.swapped.isoformat()}")


def turned(entry: Found) -> Found:
    """The same date with day and month exchanged, its time kept."""
    assert entry.swapped is not None
    wall = datetime.combine(entry.swapped, entry.wall.time()) if entry.wall else None
    instant = wall.replace(tzinfo=entry.instant.tzinfo) if wall and entry.instant else None
    rule = entry.rule.replace("day or month first", "month first as other dates of the record")
    return replace(entry, day=entry.swapped, swapped=None, wall=wall, instant=instant, rule=rule)
