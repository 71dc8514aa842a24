"""What editors say about an article besides its text: status, embargo, what a version does to an earlier one, notes.

Terms: IPTC ninjs 3.1 (`pubStatus`, `embargoed`, `slugline`, `edNote`) and NewsML-G2 (`signal`, previous version).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

from newsfold.headers import uris
from newsfold.headers.calendar_names import fold, weekdays
from newsfold.headers.clock_times import ClockTime, read_time
from newsfold.headers.data_files import read
from newsfold.headers.date_candidates import Clock, Found, read_header
from newsfold.headers.date_forms import find_dates
from newsfold.headers.date_readings import DateHints, day_or_none
from newsfold.headers.evidence import evidence, undecided
from newsfold.headers.header_names import HeaderRule, rules
from newsfold.headers.subjects import in_order
from newsfold.model import Candidate, Evidence, RawHeader

USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"
#: Signals that say something about an earlier version or item.
AMENDING = frozenset(("update", "writethru", "correction", "kill", "refile"))
MAX_NOTE = 2_000
MAX_SLUGLINE = 200
MAX_EMBARGO = 400
# `0600 GMT`, `0001hrs`: four digits are a time where a zone or a word for hours follows.
COMPACT_TIME = re.compile(
    r"(?<![\d:.])([01]\d|2[0-3])([0-5]\d)(?=\s?(?:hrs|hours|h|uhr|z|[a-z]{2,4}t|utc|mez|mesz|msk)\b)", re.I
)
#: Embargoes lie ahead, dates of publication don't.
FURTHEST_EMBARGO = timedelta(days=3_660)
# The last zone on Earth in which a day begins: an embargo without a zone is not lifted anywhere before its time.
LAST_ZONE = timezone(timedelta(hours=-12))


@dataclass(frozen=True, slots=True)
class Editorial:
    """The editors' word on one record. `amends_uri` and `amends_slugline_key` name another item that it changes or kills."""

    pub_status: str = USABLE
    signal: str | None = None
    embargoed: datetime | None = None
    slugline: str | None = None
    slugline_key: str | None = None
    ed_note: str | None = None
    amends_uri: str | None = None
    amends_slugline_key: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read_editorial(
    headers: Sequence[RawHeader], uri: str, source: str, hints: DateHints, clock: Clock
) -> Editorial:
    """Read status, signal, embargo, slug line and note. `uri` is the record's own, `source` its source's slug.

    A kill that names no other item is about its own uri, or about the items of its slug line. An embargo whose time can't
    be read withholds the article: it is safer unseen.
    """
    statuses = named_words(headers, "status")
    # `ADVISORY - MANDATORY KILL`: whatever else a notice is, the kill counts.
    signals = sorted(named_words(headers, "signal"), key=lambda candidate: candidate.value != "kill")
    lifted, embargo_rows = read_embargo(headers, hints, clock)
    sluglines = folded_texts(headers, "slugline", MAX_SLUGLINE)
    notes = folded_texts(headers, "ed_note", MAX_NOTE)
    status = statuses[0].value if statuses else USABLE
    signal = signals[0].value if signals else None
    rows: list[Evidence | None] = [
        evidence("pub_status", statuses),
        evidence("signal", signals),
        evidence("slugline", sluglines),
        evidence("ed_note", notes),
        *embargo_rows,
    ]
    if status == USABLE and signal == "kill":
        status = CANCELED
        rows[0] = evidence("pub_status", [replace(signals[0], value=CANCELED)], note="a kill")
    elif status == USABLE and embargo_rows and lifted is None:
        status = WITHHELD
        rows[0] = Evidence(
            "pub_status",
            WITHHELD,
            embargo_rows[0].raw,
            embargo_rows[0].where,
            "an embargo without a time",
            0.9,
        )
    elif status == WITHHELD and lifted is not None:
        status = USABLE  # what withholds it is the embargo, and that ends by itself
        rows[0] = evidence("pub_status", [replace(statuses[0], value=USABLE)], note="under embargo")
    own_slugline = sluglines[0].value if sluglines else None
    amended = read_amended(
        headers, uri, source, signal or ("kill" if status == CANCELED else None), own_slugline
    )
    rows.extend(row for row in amended[2:] if row is not None)
    return Editorial(
        status,
        signal,
        lifted,
        own_slugline,
        slugline_key(own_slugline) if own_slugline else None,
        notes[0].value if notes else None,
        amended[0],
        amended[1],
        tuple(row for row in rows if row is not None),
    )


def named_words(headers: Sequence[RawHeader], kind: str) -> list[Candidate]:
    """The headers of a kind whose words `editorial_words.toml` knows, each as the term that it means."""
    known = meanings(kind)
    found = []
    for header in in_order(headers, kind):
        word = fold(re.split(r"[:/#]", header.value.strip())[-1].strip(" .!*"))
        if word in known:
            rule = rules(kind)[header.name.lower()]
            found.append(Candidate(known[word], header.value, header.where, rule.rule, rule.confidence))
    return found


@cache
def meanings(kind: str) -> dict[str, str]:
    """Word -> term, for `status` and `signal`."""
    return {fold(word): term for term, words in read("editorial_words")[kind].items() for word in words}


def folded_texts(headers: Sequence[RawHeader], kind: str, longest: int) -> list[Candidate]:
    """The texts of a kind of header, white space folded, cut at `longest` characters."""
    found = []
    for header in in_order(headers, kind):
        value = " ".join(header.value.split())[:longest]
        if value:
            rule = rules(kind)[header.name.lower()]
            found.append(Candidate(value, header.value, header.where, rule.rule, rule.confidence))
    return found


def read_embargo(
    headers: Sequence[RawHeader], hints: DateHints, clock: Clock
) -> tuple[datetime | None, list[Evidence]]:
    """When the embargo ends, and why; None with evidence where there is one whose end can't be read."""
    rows = in_order(headers, "embargo")
    if not rows:
        return None, []
    ahead = replace(clock, fetched_at=clock.fetched_at + FURTHEST_EMBARGO)
    base = HeaderRule("embargo", 0.95, 0, "embargoed")
    found = [entry for row in rows for entry in read_header(row, base, with_year(hints, clock), ahead)]
    readings = [(lifted, entry) for entry in found if (lifted := lifted_at(entry, hints, clock)) is not None]
    if not readings:
        unread = [Candidate("", row.value, row.where, "embargo", 0.0) for row in rows]
        note = "an embargo is stated, and its end can't be read or lies more than ten years ahead"
        return None, [
            replace(undecided("embargoed", unread, note), raw=rows[0].value[:500], where=rows[0].where)
        ]
    latest, entry = max(readings, key=lambda reading: reading[0])
    note = "" if entry.instant else "the latest moment that the words can mean"
    shown = replace(entry.candidate(), value=latest.isoformat())
    row = evidence("embargoed", [shown], note=note)
    return latest, [row] if row else []


def with_year(hints: DateHints, clock: Clock) -> DateHints:
    """The hints for a date ahead: two digits may mean a year or two from now."""
    return replace(hints, this_year=clock.fetched_at.year + 2)


def lifted_at(entry: Found, hints: DateHints, clock: Clock) -> datetime | None:
    """The moment that an embargo's date means. What is open is read as the latest moment that it can be.

    The place of the dateline says nothing of the zone: the desk that sets the embargo may be elsewhere.
    """
    if entry.problem or (entry.day is None and entry.instant is None and entry.missing_year is None):
        return None
    if entry.instant is not None:
        return entry.instant.astimezone(UTC)
    day = entry.day or day_ahead(entry.missing_year, clock.fetched_at.date())
    if day is None:
        return None
    readings = find_dates(entry.raw, hints)
    reading = next((reading for reading in readings if not reading.problem), None)
    stated = reading.clock if reading else None
    rest = f"{entry.raw[: reading.start]} {entry.raw[reading.end :]}" if reading else entry.raw
    stated = stated or time_beside(rest, hints.country)
    if stated is None and says_more(rest):
        day += timedelta(days=1)  # a time or an event that can't be read: it is over when the day is
        return datetime.combine(day, time(), LAST_ZONE).astimezone(UTC)
    unsure = stated is not None and stated.note  # a zone is named, and several are called so
    zone = (stated.zone if stated else None) or (None if unsure else clock.source_zone) or LAST_ZONE
    return datetime.combine(day, stated.time if stated else time(), zone).astimezone(UTC)


def day_ahead(month_and_day: tuple[int, int] | None, today: date) -> date | None:
    """The day without a year that an embargo names: this year's, the next year's where that is long past."""
    day = day_or_none(today.year, *month_and_day) if month_and_day else None
    if day is None or today - day <= timedelta(days=180):
        return day
    return day_or_none(day.year + 1, day.month, day.day)


def time_beside(text: str, country: str | None) -> ClockTime | None:
    """The only time in the words around a day: `0600 GMT Sunday, `, `9 a.m. EDT, `; None for none or several."""
    text = COMPACT_TIME.sub(r"\1:\2", text[:MAX_EMBARGO])
    starts = (match.start() for match in re.finditer(r"(?<![\d:.])\d", text))
    found = [entry for start in starts if (entry := read_time(text, start, country)) is not None]
    return found[0] if len(found) == 1 else None


@cache
def embargo_fillers() -> frozenset[str]:
    """Words beside a day that say nothing of the time."""
    return frozenset(fold(word) for word in read("editorial_words")["embargo"]["fillers"])


def says_more(text: str) -> bool:
    """Whether the words around a day say more than which weekday it is."""
    words = re.findall(r"[^\W_]+", text[:MAX_EMBARGO])
    return any(fold(word) not in weekdays() and fold(word) not in embargo_fillers() for word in words)


def read_amended(
    headers: Sequence[RawHeader], uri: str, source: str, signal: str | None, slugline: str | None
) -> tuple[str | None, str | None, Evidence | None, Evidence | None]:
    """The uri and the slug line of the other item that this record updates, corrects or kills, with their evidence."""
    named = []
    for header in in_order(headers, "previous"):
        identifier = uris.identifier_of(header.value, source)
        if identifier and identifier != uri:
            named.append(Candidate(identifier, header.value, header.where, "the item that it replaces", 0.95))
    words = folded_texts(headers, "previous_slugline", MAX_SLUGLINE)
    if not words and not named and slugline and signal in AMENDING:
        words = [Candidate(slugline, slugline, "slug line", f"a {signal} of its own slug line", 0.7)]
    return (
        named[0].value if named else None,
        slugline_key(words[0].value) if words else None,
        evidence("amends_uri", named),
        evidence("amends_slugline_key", words),
    )


def slugline_key(slugline: str) -> str:
    """The form in which slug lines are compared: small letters, no white space around the marks between the words."""
    return re.sub(r"\s*([-/,–—_])\s*", r"\1", " ".join(slugline.casefold().split())).strip(" -/,.^|*")
