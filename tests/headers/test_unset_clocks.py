"""The zero of a clock is no date, and the hour in which clocks are changed is no instant."""

from datetime import UTC, date, datetime

import pytest

from newsfold.headers.date_candidates import Clock, read_header
from newsfold.headers.header_names import HeaderRule
from newsfold.model import HeaderPlace, RawHeader
from newsfold.text.clock_times import zone_of
from newsfold.text.date_readings import DateHints

FETCHED = datetime(2026, 11, 30, 12, tzinfo=UTC)
RULE = HeaderRule("header line: date", 0.9, 0, "published")


def found_in(value: str, zone: str | None = None):
    header = RawHeader("date", value, HeaderPlace("date"))
    (found,) = read_header(header, RULE, DateHints("en", this_year=2026), Clock(FETCHED, zone_of(zone)))
    return found


@pytest.mark.parametrize(
    "value",
    [
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Wed, 31 Dec 1969 19:00:00 -0500",
        "1899-12-30",
        "1970-01-01",
        "1904-01-01",
    ],
)
def test_the_zero_of_a_clock_is_no_date(value):
    assert found_in(value).problem


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1 January 1970", date(1970, 1, 1)),
        ("1970-01-02", date(1970, 1, 2)),
        ("1969-12-31", date(1969, 12, 31)),
    ],
)
def test_a_day_beside_it_is_one(value, day):
    assert (found_in(value).day, found_in(value).problem) == (day, "")


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ("2025-03-30 02:30", "Europe/Berlin"),
        ("2025-10-26 02:30", "Europe/Berlin"),
        ("2025-10-05 02:30", "Australia/Sydney"),
    ],
)
def test_an_hour_that_no_clock_or_two_showed_is_no_instant(value, zone):
    found = found_in(value, zone)
    assert found.day is not None
    assert found.instant is None


@pytest.mark.parametrize(
    "value", ["2025-03-30 03:30", "2025-10-26 03:30", "2025-10-26 02:30 +0200", "2025-10-26 02:30 CET"]
)
def test_the_hours_beside_it_and_stated_offsets_are(value):
    assert found_in(value, "Europe/Berlin").instant is not None
