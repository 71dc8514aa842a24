"""The dates of a record put together: its headers, its address, its dateline, and the evidence for a missing year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from newsfold.headers import date_candidates, dates
from newsfold.headers.date_candidates import Clock, Found
from newsfold.headers.dates import Choice
from newsfold.headers.evidence import undecided
from newsfold.headers.missing_year import infer_year
from newsfold.headers.seen_times import seen_at
from newsfold.model import Candidate, Evidence, RawHeader, Record, SourceFile
from newsfold.text.date_readings import DateHints, day_or_none
from newsfold.text.dateline_parts import Dateline

# Copy from an agency is dated by its dateline; on a page the dateline may be older than the publication.
DATELINE_CONFIDENCE = {"text": 0.94}
DATELINE_ELSEWHERE = 0.66
SAME_INSTANT = timedelta(minutes=1)
LEAST_FOR_YEAR = 0.45  # what is less likely the article's own date can't win without its year


@dataclass(frozen=True, slots=True)
class Publication:
    """Day, instant and precision of the publication, the instant of the last change, and the evidence of all three.

    `outlet_day`, `dateline_day` and `day_utc_offset` as in `newsfold.model.Article`.
    """

    published_on: date | None
    published_at: datetime | None
    precision: str | None
    modified_at: datetime | None
    evidence: tuple[Evidence, ...]
    outlet_day: date | None = None
    dateline_day: date | None = None
    day_utc_offset: int | None = None


def read_publication(record: Record, body: str, dateline: Dateline | None, file: SourceFile, hints: DateHints,
                     addresses: Sequence[tuple[str, RawHeader]], clock: Clock) -> Publication:  # fmt: skip
    """Choose when the record was published and changed. `addresses` as `uris.own_addresses` gives them."""
    clock = replace(clock, seen_at=seen_at(record.headers, clock.fetched_at))
    found = date_candidates.gather(record.headers, addresses, hints, clock)
    if record.format == "html" and dateline is None:
        found.extend(date_candidates.opening_date(body, hints, clock))
    if dateline is not None and dateline.reading is not None:
        confidence = DATELINE_CONFIDENCE.get(record.format, DATELINE_ELSEWHERE)
        base = Found("published", dateline.raw, "dateline", "dateline", confidence)
        found.append(date_candidates.from_reading(base, dateline.reading, clock))
    found = date_candidates.settle_order(found, date_candidates.known_order(found))
    file_day = (
        file.modified_at.astimezone(clock.place_zone or clock.source_zone).date()
        if file.modified_at
        else None
    )
    found = complete_years([dates.localized(entry, clock) for entry in found], body, file_day, clock)
    published = dates.choose_published(found, clock)
    modified = dates.choose(found, "modified", clock)
    rows = [*published_evidence(published, found), *modified_evidence(modified, found)]
    return Publication(
        published.day if published else None,
        published.instant if published else None,
        None if published is None else "instant" if published.instant else "day",
        modified.instant if modified else None,
        tuple(rows),
        outlet_day(published, found, clock),
        dateline_day(published, found, dateline, clock),
        utc_offset(published, clock),
    )  # fmt: skip


def outlet_day(choice: Choice | None, found: Sequence[Found], clock: Clock) -> date | None:
    """The day where the outlet is: of the instant, in the zone of the source, else in one that the record states; without an
    instant, the day that another header than the dateline states.
    """
    if choice is None:
        return None
    if choice.instant is None:
        return choice.day if choice.best.where != "dateline" else None
    zone = clock.source_zone or clock.country_zone
    if zone is not None:
        return choice.instant.astimezone(zone).date()
    stated = [
        entry.instant
        for entry in (choice.best, *found)
        if entry.field == "published"
        and entry.instant is not None
        and entry.instant.utcoffset()
        and abs(entry.instant - choice.instant) < SAME_INSTANT
    ]
    if stated:
        return stated[0].date()
    return choice.day if choice.day_rule.startswith("day as the page") else None


def utc_offset(choice: Choice | None, clock: Clock) -> int | None:
    """Minutes by which the zone in which the day is one is ahead of UTC, at noon of it."""
    if choice is None:
        return None
    of_place = clock.place_zone if choice.instant is not None or choice.best.where == "dateline" else None
    zone = of_place or clock.source_zone
    offset = datetime.combine(choice.day, time(12), zone).utcoffset() if zone is not None else None
    return None if offset is None else round(offset.total_seconds() / 60)


def dateline_day(
    choice: Choice | None, found: Sequence[Found], dateline: Dateline | None, clock: Clock
) -> date | None:
    """The day that the dateline states, else that of the instant in the zone of its place."""
    if choice is None or dateline is None:
        return None
    stated = [entry.day for entry in found if entry.where == "dateline" and entry.day and not entry.problem]
    if stated:
        return stated[0]
    if choice.instant is None or clock.place_zone is None:
        return None
    return choice.instant.astimezone(clock.place_zone).date()


def complete_years(found: Sequence[Found], body: str, file_day: date | None, clock: Clock) -> list[Found]:
    """Give each day without a year its year, where the evidence is strong enough."""
    known = [
        entry.day
        for entry in found
        if entry.day is not None and not entry.problem and entry.where != "dateline"
    ]
    return [with_year(entry, body, known, file_day, clock) for entry in found]


def with_year(entry: Found, body: str, known: Sequence[date], file_day: date | None, clock: Clock) -> Found:
    """One day without a year, completed or marked as a problem; other dates as they are."""
    if entry.missing_year is None or entry.day is not None or entry.problem:
        return entry
    if known and entry.confidence < LEAST_FOR_YEAR:
        return replace(entry, problem="without a year, and beside the article")
    choice = infer_year(*entry.missing_year, body, known=known, file_day=file_day, fetched_at=clock.now())
    others = ", ".join(f"{year}: {share}" for year, share in choice.others)
    note = f"year: {choice.why}" + (f"; other years: {others}" if others else "")
    day = day_or_none(choice.year, *entry.missing_year) if choice.year else None
    if day is None:
        return replace(entry, problem=choice.why, note=note)
    confidence = entry.confidence if known else round(entry.confidence * choice.confidence, 3)
    completed = replace(
        entry, day=day, confidence=confidence, rule=f"{entry.rule}, year from evidence", note=note
    )
    return date_candidates.checked(completed, clock)


def published_evidence(choice: Choice | None, found: Sequence[Found]) -> list[Evidence]:
    """The evidence of `published_on`, and of `published_at` where there is an instant."""
    others = [
        entry
        for entry in found
        if entry.field == "published" and (choice is None or entry is not choice.best)
    ]
    ranked = tuple(
        entry.candidate()
        for entry in sorted(others, key=lambda entry: (bool(entry.problem), -entry.confidence))
    )
    if choice is None:
        notes = "; ".join(
            dict.fromkeys(entry.note or entry.problem for entry in others if entry.note or entry.problem)
        )
        return [undecided("published_on", ranked, notes)] if ranked else []
    rows = [row("published_on", choice.day.isoformat(), choice, ranked, choice.day_rule)]
    if choice.instant is not None:
        rows.append(row("published_at", choice.instant.isoformat(), choice, (), ""))
    return rows


def modified_evidence(choice: Choice | None, found: Sequence[Found]) -> list[Evidence]:
    """The evidence of `modified_at`; a change known to the day only stays a candidate."""
    others = [
        entry for entry in found if entry.field == "modified" and (choice is None or entry is not choice.best)
    ]
    ranked = tuple(entry.candidate() for entry in others)
    if choice is None or choice.instant is None:
        shown: tuple[Candidate, ...] = (choice.best.candidate(), *ranked) if choice else ranked
        return [undecided("modified_at", shown, "no time with a zone is stated")] if shown else []
    return [row("modified_at", choice.instant.isoformat(), choice, ranked, "")]


def row(field: str, value: str, choice: Choice, others: tuple[Candidate, ...], day_rule: str) -> Evidence:
    """One piece of evidence from a choice."""
    best = choice.best
    note = "; ".join(part for part in (day_rule, best.note) if part)
    return Evidence(field, value, best.raw[:500], best.where, best.rule, choice.confidence, others[:30], note)
