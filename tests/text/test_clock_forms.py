"""Times, zones and days as people and programs write them."""

from datetime import UTC, date, datetime

import pytest

from newsfold.text.date_forms import read_date
from newsfold.text.date_readings import DateHints, from_epoch, from_spreadsheet

DAY = date(2025, 9, 27)
US = DateHints("en", "US", "MDY", 2026)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Sat, 27 Sep 2025 10:15:00 America/Los_Angeles", "2025-09-27T10:15:00-07:00"),
        ("2025-09-27T10:15:00 Europe/London", "2025-09-27T10:15:00+01:00"),
        ("Sept. 27, 2025 at noon ET", "2025-09-27T12:00:00-04:00"),
        ("12 noon GMT, 27 September 2025", "2025-09-27T12:00:00+00:00"),
        ("Sat 27 Sep 2025 1505 BST", "2025-09-27T15:05:00+01:00"),
        ("27 Sep 2025 0600 GMT", "2025-09-27T06:00:00+00:00"),
        ("Sat, 27 Sep 2025 20:0:0 Z", "2025-09-27T20:00:00+00:00"),
        ("Sep 27, 2025 10:15 AM Eastern Daylight Time", "2025-09-27T10:15:00-04:00"),
        ("27 September 2025 10:15 British Summer Time", "2025-09-27T10:15:00+01:00"),
        ("27 September 2025, 10:15 Central European Summer Time", "2025-09-27T10:15:00+02:00"),
    ],
)
def test_a_zone_has_many_names(text, instant):
    reading = read_date(text, US)
    assert reading is not None
    assert reading.clock is not None
    day = reading.as_date()
    assert day is not None
    assert datetime.combine(day, reading.clock.time, reading.clock.zone) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "27 IX 2025",
            "27/IX/2025",
            "27.IX.2025",
            "27SEP25",
            "27sep2025",
            "September 27-28, 2025",
            "27 September 2025",
        ),
        *("2025. szeptember 27.", "27 września 2025 r.", "Sept 27 2025"),
    ],
)
def test_a_day_has_many_forms(text):
    reading = read_date(text, US)
    assert reading is not None
    assert reading.as_date() == DAY


@pytest.mark.parametrize("text", ["27 X-rays 2025", "chapter IX 2025", "A27BCD25", "27abc25", "2025 noon"])
def test_what_is_no_day_stays_none(text):
    assert read_date(text, US) is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1758968100", "2025-09-27T10:15:00+00:00"),
        ("1758968100.123", "2025-09-27T10:15:00.123+00:00"),
        ("1758968100000", "2025-09-27T10:15:00+00:00"),
        ("1758968100000000", "2025-09-27T10:15:00+00:00"),
        ("/Date(1758968100000)/", "2025-09-27T10:15:00+00:00"),
        ("/Date(1758968100000+0200)/", "2025-09-27T12:15:00+02:00"),
    ],
)
def test_programs_count_from_1970(text, instant):
    found = from_epoch(text)
    assert found is not None
    assert found.isoformat() == datetime.fromisoformat(instant).isoformat()
    assert found.astimezone(UTC).date() == DAY


def test_spreadsheets_count_days():
    assert from_spreadsheet("45927") == DAY
    assert from_spreadsheet("45927.427") == DAY
    assert [from_spreadsheet(text) for text in ("90210", "2025", "145927", "45927 Essen")] == [None] * 4
