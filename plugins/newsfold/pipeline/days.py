"""Which days a run is for, and which days these are where a source is."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from newsfold.config.locations import DAY
from newsfold.config.sources import Settings, Source

#: A cron expression for one time of every day.
DAILY = re.compile(r"([0-5]?\d)\s+([01]?\d|2[0-3])\s+\*\s+\*\s+\*")
#: Clocks are put forward at night.
LATEST_GAP = time(4)


def today(settings: Settings, now: datetime) -> date:
    """The day that it is where the runs are scheduled."""
    return now.astimezone(ZoneInfo(settings.time_zone)).date()


def news_day(settings: Settings, now: datetime) -> date:
    """The day that what is fetched now counts for: the one whose daily run comes next.

    That run begins at the time of `schedule` on the day after. A schedule that is no time of each day says nothing of it: then it
    is today.
    """
    daily = DAILY.fullmatch(settings.schedule.strip())
    local = now.astimezone(ZoneInfo(settings.time_zone))
    if daily is None or local.time() >= time(int(daily[2]), int(daily[1])):
        return local.date()
    return local.date() - timedelta(days=1)


def looking_back(day: date, settings: Settings) -> list[date]:
    """A run's own day, and those before it in which it looks for late files."""
    return [day - timedelta(days=back) for back in range(settings.look_back_days, -1, -1)]


def days_at_source(source: Source, days: Sequence[date], settings: Settings, now: datetime) -> list[date]:
    """The days of a run, and those besides that they are where the source is, as far as they have begun.

    A run's days begin and end at midnight in `[ingest] time_zone`: with UTC, its last day in Tokyo is over nine hours early, and
    the next one has files.
    """
    if not days or source.time_zone is None or not DAY.search(source.location):
        return list(days)
    here, there = ZoneInfo(settings.time_zone), ZoneInfo(source.time_zone)
    first = datetime.combine(min(days), time(), here)
    last = min(datetime.combine(max(days) + timedelta(days=1), time(), here) - timedelta(seconds=1), now)
    start, end = first.astimezone(there).date(), last.astimezone(there).date()
    local = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return sorted({*days, *local})


def scheduled_day(partition_key: str, run_after: datetime | None, settings: Settings) -> date:
    """The day that a scheduled run is for, by its partition's key, which begins with it.

    Where clocks are put forward over the time of a daily schedule, Airflow's CronPartitionTimetable (3.3.2) gives the run of
    that day the day itself for its key, and the next run the same once more: the run is for the day before.
    """
    day = date.fromisoformat(partition_key[:10])
    if run_after is None or len(partition_key) > 10:
        return day
    zone = ZoneInfo(settings.time_zone)
    local, before = (
        run_after.astimezone(zone),
        (run_after.astimezone(UTC) - timedelta(days=1)).astimezone(zone),
    )
    is_put_forward = (local.utcoffset() or timedelta()) > (before.utcoffset() or timedelta())
    if day == local.date() and is_put_forward and local.time() <= LATEST_GAP:
        return day - timedelta(days=1)
    return day
