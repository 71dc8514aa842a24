"""What is expected of a source on a weekday, learned from the runs before."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.store import expectations
from newsfold.store.connection import connect, fetch_rows

MONDAY = date(2025, 9, 29)
COLUMNS = (
    "slug", "weekday", "days_known", "typical_files", "low_files", "high_files", "declared_files", "files",
    "typical_records", "low_records", "high_records", "records", "state",
)  # fmt: skip


class History:
    """Runs and what sources delivered in them, written straight into the tables."""

    def __init__(self, connection) -> None:
        self.connection = connection

    def one(self, text: str, *parameters: object) -> int:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(text, parameters)
            return cursor.fetchone()[0] if cursor.description else 0

    def source(self, slug: str, *, country: str | None = None, declared: int | None = None) -> int:
        return self.one(
            "insert into news.source (slug, name, country, created_at, expected_files)"
            " values (%s, %s, %s, '2024-01-01', %s) returning source_id",
            slug, slug, country, declared,
        )  # fmt: skip

    def run(
        self, day: date | None, *, hours: float = 29, state: str = "published", dry_run: bool = False
    ) -> int:
        """A run that begins so many hours after the start of its day; `day` None: by hand, on the Monday."""
        started = datetime.combine(day or MONDAY, datetime.min.time(), UTC) + timedelta(hours=hours)
        return self.one(
            "insert into ops.run (run_key, trigger, day, dry_run, state, started_at)"
            " values (%s, 'airflow', %s, %s, %s, %s) returning run_id",
            f"{day} {hours} {state} {dry_run}", day, dry_run, state, started,
        )  # fmt: skip

    def deliver(
        self, run_id: int, source_id: int, files: int, *, asked: bool = True, failure: str | None = None
    ):
        self.one(
            "insert into ops.run_source (run_id, day, source_id, is_asked, failure_class, files, records)"
            " select run_id, coalesce(day, started_at::date), %s, %s, %s, %s, %s from ops.run where run_id = %s",
            source_id, asked, failure, files, files * 2, run_id,
        )  # fmt: skip

    def weeks(self, source_id: int, figures: list[int], weekday: date = MONDAY) -> None:
        """The same weekday before, the last one last."""
        for number, files in enumerate(figures):
            self.deliver(self.run(weekday - timedelta(days=7 * (len(figures) - number))), source_id, files)

    def expect(self, run_id: int | None = None):
        with self.connection:
            rows = fetch_rows(self.connection, "expectations", {"run_id": run_id})
        return {row.slug: row for row in rows}


@pytest.fixture
def history(database_url):
    with closing(connect(database_url)) as connection:
        yield History(connection)


STEADY = [100, 104, 97, 99, 101, 96, 103, 100]


@pytest.mark.parametrize(
    ("files", "state"),
    [
        (100, "as_expected"),
        (60, "as_expected"),
        (150, "as_expected"),
        (40, "low"),
        (0, "silent"),
        (320, "high"),
    ],
)
def test_a_day_is_held_against_the_last_eight_such_weekdays(history, files, state):
    wire = history.source("wire")
    history.weeks(wire, [5000, *STEADY])  # the ninth is forgotten
    run_id = history.run(MONDAY, state="started")
    history.deliver(run_id, wire, files)
    row = history.expect(run_id)["wire"]
    assert row._fields == COLUMNS
    assert (row.weekday, row.days_known, row.files, row.records) == (1, 8, files, files * 2)
    assert (row.typical_files, row.typical_records) == (100, 200)
    assert 30 <= row.low_files < 100 < row.high_files < 250
    assert row.state == state


def test_another_weekday_teaches_nothing_about_this_one(history):
    wire = history.source("wire")
    history.weeks(wire, STEADY)
    history.weeks(wire, [2, 1, 3, 2], MONDAY - timedelta(days=1))
    run_id = history.run(MONDAY - timedelta(days=1), hours=30)
    history.deliver(run_id, wire, 2)
    row = history.expect(run_id)["wire"]
    assert (row.weekday, row.days_known, row.typical_files, row.state) == (7, 4, 2, "as_expected")


def test_a_young_source_raises_no_alarm(history):
    wire = history.source("wire")
    history.weeks(wire, STEADY[:3])
    run_id = history.run(MONDAY)
    history.deliver(run_id, wire, 0)
    row = history.expect(run_id)["wire"]
    assert (row.days_known, row.low_files, row.high_files, row.state) == (3, None, None, "unknown")


def test_a_source_that_was_never_seen_before_is_unknown(history):
    wire = history.source("wire")
    run_id = history.run(MONDAY)
    history.deliver(run_id, wire, 5000)
    row = history.expect(run_id)["wire"]
    assert (row.days_known, row.typical_files, row.state) == (0, None, "unknown")


def test_few_files_on_a_public_holiday_are_expected_and_teach_nothing(history):
    paper = history.source("paper", country="DE")
    history.weeks(paper, STEADY)
    expectations.note_holidays(
        history.connection,
        {
            ("DE", MONDAY): "a day off",
            ("DE", MONDAY - timedelta(days=7)): "another",
            ("FR", MONDAY): "not here",
        },
    )
    run_id = history.run(MONDAY)
    history.deliver(run_id, paper, 0)
    row = history.expect(run_id)["paper"]
    assert (row.days_known, row.state) == (7, "as_expected")
    abroad = history.source("abroad", country="GB")
    history.one("update ops.run_source set source_id = %s", abroad)
    assert history.expect(run_id)["abroad"].state == "silent"


def test_days_on_which_the_source_failed_or_was_not_asked_or_nothing_was_published_do_not_count(history):
    wire = history.source("wire")
    history.weeks(wire, STEADY[:4])
    for number, (asked, failure, state) in enumerate(
        [(True, "gone", "published"), (False, None, "published"), (True, None, "failed")], start=5
    ):
        run_id = history.run(MONDAY - timedelta(days=7 * number), state=state)
        history.deliver(run_id, wire, 0, asked=asked, failure=failure)
    rehearsal = history.run(MONDAY - timedelta(days=7 * 8), state="rehearsed", dry_run=True)
    history.deliver(rehearsal, wire, 900)
    run_id = history.run(MONDAY)
    history.deliver(run_id, wire, 100)
    assert history.expect(run_id)["wire"].days_known == 4


def test_a_source_that_failed_is_no_silent_one(history):
    wire = history.source("wire")
    history.weeks(wire, STEADY)
    run_id = history.run(MONDAY)
    history.deliver(run_id, wire, 0, failure="gone")
    assert history.expect(run_id)["wire"].state == "unknown"


def test_a_source_that_never_delivers_on_that_weekday_is_not_silent(history):
    paper = history.source("sunday-paper")
    history.weeks(paper, [0] * 6)
    run_id = history.run(MONDAY)
    history.deliver(run_id, paper, 0)
    row = history.expect(run_id)["sunday-paper"]
    assert (row.days_known, row.state) == (6, "as_expected")


@pytest.mark.parametrize(("files", "state"), [(0, "silent"), (3, "as_expected"), (20, "high")])
def test_a_source_with_one_file_a_day_may_bring_a_few_more_but_not_none(history, files, state):
    paper = history.source("paper")
    history.weeks(paper, [1] * 5)
    run_id = history.run(MONDAY)
    history.deliver(run_id, paper, files)
    assert history.expect(run_id)["paper"].state == state


@pytest.mark.parametrize(
    ("files", "state"), [(10, "as_expected"), (1, "low"), (0, "silent"), (33, "high"), (32, "as_expected")]
)
def test_what_is_declared_goes_before_what_is_learned(history, files, state):
    wire = history.source("wire", declared=8)
    history.weeks(wire, STEADY)
    run_id = history.run(MONDAY)
    history.deliver(run_id, wire, files)
    row = history.expect(run_id)["wire"]
    assert (row.declared_files, row.low_files, row.high_files, row.typical_files) == (8, 2, 32, 100)
    assert row.state == state


def test_the_runs_of_a_day_are_added_up_and_compared_at_the_same_hour(history):
    wire = history.source("wire")
    for week in range(6, 0, -1):
        for hour in (6, 12, 18, 25):
            history.deliver(history.run(MONDAY - timedelta(days=7 * week), hours=hour), wire, 50)
    history.deliver(history.run(MONDAY, hours=6), wire, 50)
    noon = history.run(MONDAY, hours=12)
    history.deliver(noon, wire, 50)
    row = history.expect(noon)["wire"]
    assert (row.typical_files, row.files, row.state) == (100, 100, "as_expected")
    night = history.run(MONDAY, hours=25)
    history.deliver(night, wire, 0)
    row = history.expect(night)["wire"]
    assert (row.typical_files, row.files) == (200, 100)


def test_without_a_run_each_source_is_told_of_the_last_published_one_that_asked_it(history):
    wire, paper = history.source("wire"), history.source("paper")
    history.weeks(wire, STEADY)
    monday = history.run(MONDAY)
    history.deliver(monday, wire, 90)
    history.deliver(monday, paper, 7)
    by_hand = history.run(MONDAY + timedelta(days=1))
    history.deliver(by_hand, paper, 3)
    waiting = history.run(MONDAY + timedelta(days=2), state="waiting")
    history.deliver(waiting, wire, 1)
    rows = history.expect()
    assert (rows["wire"].files, rows["wire"].weekday) == (90, 1)
    assert (rows["paper"].files, rows["paper"].weekday) == (3, 2)


@pytest.mark.parametrize("role", ["loader", "operator"])
def test_those_who_show_it_may_read_it(role_url, role):
    with closing(connect(role_url(role))) as connection:
        assert expectations.expectations(connection, None) == []
        assert fetch_rows(connection, "expectations", {"run_id": None}) == []
