"""What a source delivered for a day is the same, whoever fetched it and when."""

import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg2.extras import execute_values

from newsfold.config.sources import Settings
from newsfold.pipeline.days import news_day
from newsfold.store.connection import connect, fetch_rows

SETTINGS = Settings()
MONDAY = date(2025, 9, 29)
DAYS = [MONDAY - timedelta(days=back) for back in range(42, -1, -1)]
COMPARED = ("slug", "day", "files", "records", "typical_files", "low_files", "high_files", "state")


@dataclass(frozen=True)
class Fetch:
    """A run by hand: so many hours after the start of the day that is to be fetched, with this share of its files."""

    back: int
    hours: float
    share: float


def runs_of(figures: dict[date, int], by_hand: list[Fetch]) -> list[tuple]:
    """(day of its own, news day, began at, files) of all runs, in their order; the scheduled one takes what is left."""
    left = dict(figures)
    found = []
    for each in sorted(by_hand, key=lambda each: each.hours):
        day = MONDAY - timedelta(days=each.back)
        began = datetime.combine(day, time(), UTC) + timedelta(hours=each.hours)
        # Between the run of the day before and its own.
        files = round(left.get(day, 0) * each.share)
        if day in left:
            left[day] -= files
        found.append((None, news_day(SETTINGS, began), began, files))
    for day in figures:
        found.append((day, day, datetime.combine(day + timedelta(days=1), time(5), UTC), left[day]))
    return sorted(found, key=lambda run: run[2])


def state(connection, runs: list[tuple]) -> list[tuple]:
    """What the pages say after these runs, and only these."""
    with connection, connection.cursor() as cursor:
        cursor.execute("truncate ops.run_source, ops.run, news.source restart identity cascade")
        cursor.execute(
            "insert into news.source (slug, name, created_at) values ('wire', 'wire', '2024-01-01') returning source_id"
        )
        execute_values(
            cursor,
            "insert into ops.run (run_key, trigger, day, news_day, dry_run, state, started_at) values %s",
            [
                (f"run {n}", "airflow", day, of, False, "published", began)
                for n, (day, of, began, _) in enumerate(runs)
            ],
        )
        cursor.execute(
            "insert into ops.run_source (run_id, day, source_id, is_asked, files, records)"
            " select run_id, news_day, source_id, true, files, files * 2"
            " from unnest(%s) with ordinality as given (files, place)"
            " join ops.run on run.run_key = 'run ' || (given.place - 1) cross join news.source",
            ([files for *_, files in runs],),
        )
        rows = fetch_rows(connection, "expectations_in_full", {"run_id": None})
    return [tuple(getattr(row, name) for name in COMPARED) for row in rows]


@pytest.fixture(scope="module")
def connection(postgres_server, migrated_template):
    from tests.conftest import create_database, drop_database

    # The module's tests may be spread over several processes, which share the server.
    name = f"news_days_{uuid.uuid4().hex}"
    create_database(postgres_server, name, migrated_template)
    with closing(connect(postgres_server.url("owner", name))) as opened:
        yield opened
    drop_database(postgres_server, name)


FETCHES = st.lists(
    # From the run of the day before, at five, until its own, which is at five of the day after. Also of the day that is not over.
    st.builds(
        Fetch, st.integers(-1, 41), st.floats(5.01, 28.99), st.sampled_from([0.0, 0.3, 1.0])
    ),
    max_size=12,
)  # fmt: skip


@given(figure=st.sampled_from([0, 3, 40, 100, 400]), by_hand=FETCHES)
@example(figure=40, by_hand=[Fetch(-1, 9.0, 0.0)])  # fetched again after a low day: nothing new
@example(figure=100, by_hand=[Fetch(0, 27.0, 1.0)])  # a person takes all of the day, two hours before its run
@example(figure=100, by_hand=[Fetch(0, 12.0, 1.0)])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_of_runs_by_hand_gives_the_same_state(connection, figure, by_hand):
    figures = dict.fromkeys(DAYS, 100) | {MONDAY: figure}
    expected = state(connection, runs_of(figures, []))
    said = {0: "silent", 3: "low", 40: "low", 100: "as_expected", 400: "high"}[figure]
    assert (expected[0][1:3], expected[0][-1]) == ((MONDAY, figure), said)
    assert state(connection, runs_of(figures, by_hand)) == expected


@pytest.mark.parametrize(
    ("schedule", "zone", "began", "day"),
    [
        ("0 5 * * *", "UTC", "2025-09-29T04:59:00+00:00", "2025-09-28"),
        ("0 5 * * *", "UTC", "2025-09-29T05:00:00+00:00", "2025-09-29"),
        ("30 18 * * *", "UTC", "2025-09-29T12:00:00+00:00", "2025-09-28"),
        ("0 5 * * *", "Asia/Tokyo", "2025-09-28T19:00:00+00:00", "2025-09-28"),
        ("0 5 * * *", "Asia/Tokyo", "2025-09-28T20:00:00+00:00", "2025-09-29"),
        ("0 5 * * 1-5", "UTC", "2025-09-29T04:00:00+00:00", "2025-09-29"),
    ],
)
def test_a_run_by_hand_counts_for_the_day_whose_own_run_comes_next(schedule, zone, began, day):
    settings = Settings(schedule=schedule, time_zone=zone)
    assert str(news_day(settings, datetime.fromisoformat(began))) == day


def test_a_run_by_hand_in_the_middle_of_a_day_knows_what_is_too_much(connection):
    runs = runs_of(dict.fromkeys(DAYS[:-1], 100), [Fetch(0, 12.0, 1.0)])
    for files, said in ((4000, "high"), (2, "unknown"), (0, "unknown")):
        *earlier, (day, of, began, _) = runs
        state(connection, [*earlier, (day, of, began, files)])
        with connection:
            (row,) = fetch_rows(connection, "expectations_in_full", {"run_id": len(runs)})
        assert (row.state, row.low_files) == (said, None)
        assert row.earlier_days >= 14
