"""A schedule is one that Airflow can keep, or is refused where it stands."""

import pytest
from airflow.timetables.trigger import CronPartitionTimetable

from newsfold.config.cron_lines import find_cron_fault
from newsfold.config.sources import SourceError
from newsfold.config.sources_file import load_sources

RIGHT = (
    "0 5 * * *", "20 * * * *", "*/15 6-22 * * MON-FRI", "0 5 L * *", "0 5 29 2 *", "0 5 * * 7", "0  5\t* * *", "@daily",
    "@hourly", "@quarterly", "0 5 * * 1#2", "0 5 1,15 * *",
)  # fmt: skip
WRONG = (
    "99 99 * * *", "60 * * * *", "0 24 * * *", "0 5 32 * *", "0 5 * 13 *", "0 5 * * 8", "0 5 30 2 *", "0 5 31 4,6 *", "",
    " ", "daily", "5:00", "0 5 * *", "0 5 * * * *", "* * * * * * *", "@reboot", "@once", "@dialy", "H 5 * * *", "0 5 * * FOO",
    "-1 5 * * *", "0 5 * * *; 0 6 * * *", "*/0 * * * *", "0 5 * * 1#9", "five past", "None", "0" * 1_000, "0 5 * * " + "1," * 500,
)  # fmt: skip


@pytest.mark.parametrize("key", ["schedule", "hourly_schedule", "maintenance_schedule"])
@pytest.mark.parametrize("line", WRONG)
def test_what_is_no_schedule_is_refused_by_its_key(tmp_path, key, line):
    path = tmp_path / "sources.toml"
    path.write_text(f"[ingest]\n{key} = {line!r}\n")
    with pytest.raises(SourceError, match=rf"\[ingest\]: {key} (must be cron|names a time that never comes)"):
        load_sources(path)


@pytest.mark.parametrize("line", RIGHT)
def test_what_airflow_takes_is_a_schedule(line):
    assert find_cron_fault(line) is None
    CronPartitionTimetable(line, timezone="Europe/Lisbon", run_offset=-1, key_format="%Y-%m-%d").validate()
