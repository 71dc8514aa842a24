"""The days that a run is for, and what they are where a source is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.config.sources import Settings, Source
from newsfold.pipeline.days import days_at_source, looking_back, scheduled_day, today

WEEK = [date(2026, 3, day) for day in (25, 26, 27, 28)]


def at(zone: str | None, now: str, location: str = "/in/{day}") -> list[date]:
    source = Source("s", location, time_zone=zone)
    return days_at_source(source, WEEK, Settings(), datetime.fromisoformat(now))


@pytest.mark.parametrize(
    ("zone", "now", "first", "last"),
    [
        ("Asia/Tokyo", "2026-03-28T14:59:00+00:00", 25, 28),
        ("Asia/Tokyo", "2026-03-28T15:00:00+00:00", 25, 29),
        (
            "Asia/Tokyo",
            "2026-04-28T15:00:00+00:00",
            25,
            29,
        ),  # long after: nothing later than the run's own day
        ("Pacific/Kiritimati", "2026-03-28T13:35:00+00:00", 25, 29),
        ("Pacific/Honolulu", "2026-03-28T08:00:00+00:00", 24, 28),
        ("UTC", "2026-03-28T23:00:00+00:00", 25, 28),
        (None, "2026-03-28T23:00:00+00:00", 25, 28),
    ],
)
def test_a_day_is_that_of_the_place_of_the_source_as_far_as_it_has_begun(zone, now, first, last):
    assert at(zone, now) == [date(2026, 3, day) for day in range(first, last + 1)]


def test_a_location_without_a_day_is_left_alone():
    assert at("Asia/Tokyo", "2026-03-28T15:00:00+00:00", "/in") == WEEK
    assert (
        days_at_source(Source("s", "/{day}", time_zone="Asia/Tokyo"), [], Settings(), datetime.now(UTC)) == []
    )


def test_today_is_the_day_of_the_schedule():
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert today(Settings(), late) == date(2026, 3, 28)
    assert today(Settings(time_zone="Europe/Berlin"), late) == date(2026, 3, 29)
    assert looking_back(date(2026, 3, 28), Settings(look_back_days=3)) == WEEK


@pytest.mark.parametrize("cron", ["30 2 * * *", "0 2 * * *", "0 5 * * *", "59 23 * * *", "0 0 * * *"])
@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "UTC"]
)
def test_each_day_of_a_year_has_one_daily_run(cron, zone):
    """As Airflow's own timetable gives runs and keys, over both changes of the clocks."""
    trigger = pytest.importorskip("airflow.timetables.trigger")
    timetable = trigger.CronPartitionTimetable(cron, timezone=zone, run_offset=-1, key_format="%Y-%m-%d")
    settings = Settings(time_zone=zone)
    moment = timetable._align_to_next(timetable.localize_partition_datetime(datetime(2026, 1, 2, tzinfo=UTC)))
    days = []
    for _ in range(360):
        _, key = timetable._get_partition_info(moment)
        days.append(scheduled_day(key, moment, settings))
        moment = timetable._get_next(moment)
    assert days == [days[0] + timedelta(days=number) for number in range(360)]


def test_the_key_of_a_run_by_hand_or_of_an_hour_is_its_day():
    assert scheduled_day("2026-03-29", None, Settings(time_zone="Europe/Berlin")) == date(2026, 3, 29)
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert scheduled_day("2026-03-29T02", moment, Settings(time_zone="Europe/Berlin")) == date(2026, 3, 29)
