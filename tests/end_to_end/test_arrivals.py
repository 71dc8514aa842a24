"""Runs for what has arrived: the watch that asks for them, what they take in, and what they leave to the daily run."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from newsfold.analytics import marts
from newsfold.config.credentials import from_environment
from newsfold.pipeline import arrivals, steps
from newsfold.pipeline.arrival_watch import (
    ASK_AGAIN_SECONDS,
    TROUBLE_AGAIN_SECONDS,
    TROUBLE_SECONDS,
    ArrivalWatch,
)
from newsfold.pipeline.days import news_day
from newsfold.store import expectations, ledger, source_states
from newsfold.store import marts as store_marts
from newsfold.store.connection import connect

REPORT = """Ferry number {number} resumes

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that {number} boats had returned to service.

Engineer Marta Vilela told reporters in Cacilhas that {number} crew members had voted for the new contract.
"""


@dataclass
class Watching:
    """A newsroom with its watch, whose clock is moved by hand, and the runs that it asks for."""

    newsroom: object
    at: float = 1_000.0
    is_away: bool = False
    connects: int = 0
    asked: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """The process of the watch was killed, and begins anew."""
        root: Path = self.newsroom.root
        self.watch = ArrivalWatch(
            root, root / "dropped", self.connect, from_environment, clock=lambda: self.at
        )

    @contextlib.contextmanager
    def connect(self) -> Iterator[object]:
        self.connects += 1
        if self.is_away:
            raise psycopg2.OperationalError("the database is away")
        connection = connect(self.newsroom.role_url("loader"))
        try:
            yield connection
        finally:
            connection.close()

    def look(self, seconds: float = 61.0, now: datetime | None = None) -> list[str]:
        """Look after so many seconds."""
        self.at += seconds
        return self.watch.look(now or steps.utc_now())

    def deliver(self, slug: str, number: int, **when: float) -> Path:
        return self.newsroom.deliver(slug, f"{number}.txt", REPORT.format(number=number), **when)

    def run(self, slugs: list[str], *, finish: bool = True) -> dict:
        """A run as Airflow would make it."""
        key = f"airflow:news_arrivals:{uuid.uuid4()}"
        with self.newsroom.workspace() as work:
            run_id = steps.begin(work, key, "airflow", None, dry_run=False)
            arrivals.take_in(work, run_id, slugs, steps.utc_now())
            return arrivals.finish(work, run_id, dry_run=False) if finish else {"run_id": run_id}

    def fail(self, run_id: int) -> None:
        with self.newsroom.workspace() as work:
            ledger.note_failed(work.connection, run_id, now=steps.utc_now())


@pytest.fixture
def watching(newsroom) -> Iterator[Watching]:
    newsroom.source("wire", schedule="on_arrival")
    newsroom.source("paper", schedule="on_arrival")
    newsroom.source("weekly")
    found = Watching(newsroom)
    yield found
    found.watch.close()


def outcomes(newsroom) -> dict[str, int]:
    (row,) = newsroom.query(
        "select coalesce(sum(found), 0)::int as found, coalesce(sum(original), 0)::int as original,"
        " coalesce(sum(unchanged), 0)::int as unchanged, coalesce(bool_and(balanced), true) as balanced from ops.ledger"
    )
    return row._asdict()


def test_what_lands_is_asked_for_once_and_an_idle_watch_asks_the_database_nothing(watching):
    assert watching.look() == []
    assert watching.connects == 0
    watching.deliver("wire", 11)
    watching.deliver("weekly", 12)
    assert watching.look() == ["wire"]
    assert watching.look() == []  # the run has not begun yet
    assert watching.run(["wire"])["totals"]["original"] == 1
    assert watching.look() == watching.look() == []
    connects = watching.connects
    assert [watching.look() for _ in range(5)] == [[]] * 5
    assert watching.connects == connects
    watching.deliver("wire", 13)
    watching.deliver("paper", 14)
    assert watching.look() == ["paper", "wire"]


def test_what_lands_while_a_run_is_under_way_goes_into_the_next_one(watching, assert_whole):
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]
    under_way = watching.run(["wire"], finish=False)
    watching.deliver("wire", 12)
    watching.deliver("paper", 13)
    assert watching.look() == ["paper", "wire"]  # Airflow begins it when the one before has ended
    watching.deliver("paper", 14)
    assert [watching.look() for _ in range(3)] == [[]] * 3
    with watching.newsroom.workspace() as work:
        arrivals.finish(work, under_way["run_id"], dry_run=False)
    assert watching.look() == []
    watching.run(["paper", "wire"])
    assert watching.look() == []
    assert outcomes(watching.newsroom) == {"found": 4, "original": 4, "unchanged": 0, "balanced": True}
    assert_whole(watching.newsroom)


def test_a_run_that_has_not_listed_yet_takes_all(watching):
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]
    with watching.newsroom.workspace() as work:
        run_id = steps.begin(work, "airflow:news_arrivals:x", "airflow", None, dry_run=False)
        watching.deliver("paper", 12)
        assert [watching.look() for _ in range(3)] == [[]] * 3
        arrivals.take_in(work, run_id, ["wire"], steps.utc_now())
        assert watching.look() == ["paper"]


def test_a_run_that_listed_more_than_it_was_asked_for_is_not_asked_for_again(watching):
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]
    watching.deliver("wire", 12)  # after the event, before the run lists
    watching.run(["wire"])
    assert [watching.look() for _ in range(3)] == [[]] * 3


def test_between_two_runs_is_a_pause(watching):
    toml = watching.newsroom.root / "dags" / "sources.toml"
    toml.write_text("[ingest]\narrival_pause_seconds = 300\n" + toml.read_text())
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]
    watching.run(["wire"])
    watching.deliver("wire", 12)
    assert [watching.look(100) for _ in range(2)] == [[]] * 2
    assert watching.look(101) == ["wire"]


def test_a_watch_that_begins_anew_asks_for_what_the_database_lacks_and_nothing_else(watching):
    for number in range(20, 140):
        watching.deliver("wire", number)
    watching.run(["wire"])
    watching.begin_anew()
    assert watching.look() == watching.look() == []
    watching.deliver("wire", 11)
    watching.begin_anew()
    assert watching.look() == ["wire"]
    watching.begin_anew()  # killed before anybody heard of it
    assert watching.look() == ["wire"]


def test_a_run_that_never_begins_is_asked_for_again(watching):
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]
    assert watching.look(ASK_AGAIN_SECONDS - 100) == []
    assert watching.look(101) == ["wire"]


def test_a_run_that_failed_is_asked_for_again_and_new_files_do_not_wait_for_that(watching):
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]
    watching.fail(watching.run(["wire"], finish=False)["run_id"])
    assert watching.look() == []
    assert watching.look(ASK_AGAIN_SECONDS) == ["wire"]
    watching.fail(watching.run(["wire"], finish=False)["run_id"])
    watching.deliver("paper", 12)
    assert watching.look() == ["paper", "wire"]
    assert watching.run(["paper", "wire"])["totals"]["original"] == 2
    assert watching.look(ASK_AGAIN_SECONDS) == []


def test_the_database_may_be_away(watching, caplog):
    watching.deliver("wire", 11)
    watching.is_away = True
    assert [watching.look() for _ in range(3)] == [[]] * 3
    assert "what has arrived waits" in caplog.text
    watching.is_away = False
    assert watching.look() == ["wire"]


def test_a_run_that_waits_for_a_person_lets_none_begin_beside_it(watching):
    watching.deliver("wire", 11)
    watching.look()
    run = watching.run(["wire"], finish=False)
    with watching.newsroom.workspace() as work:
        expectations.ask(work.connection, run["run_id"], ["too much"], now=steps.utc_now())
    watching.newsroom.query("update ops.run set started_at = now() - interval '3 hours' returning 1")
    watching.deliver("wire", 12)
    assert watching.look() == []
    with watching.newsroom.workspace() as work:
        expectations.answer(work.connection, run["run_id"], "hold", "a person", now=steps.utc_now())
    assert watching.look() == ["wire"]
    assert watching.run(["wire"])["totals"]["found"] == 1  # what is held stays out


def test_a_folder_out_of_reach_is_noted_by_a_run_once_an_hour_and_is_watched_again_when_it_is_back(watching):
    folder = watching.newsroom.root / "inbox" / "wire"
    folder.rename(folder.with_name("away"))
    assert watching.look() == []
    watching.deliver("paper", 12)
    assert watching.look() == ["paper"]
    watching.run(["paper"])
    assert watching.look(TROUBLE_SECONDS) == ["wire"]
    assert watching.run(["wire"])["state"] == "published"  # it fails no run
    assert [row.failure_class for row in watching.newsroom.query("select * from ops.source_failure")] == [
        "gone"
    ]
    assert watching.look() == []
    assert watching.look(TROUBLE_AGAIN_SECONDS) == ["wire"]
    watching.run(["wire"])
    folder.with_name("away").rename(folder)
    watching.deliver("wire", 11)
    assert watching.look() == ["wire"]


def test_a_paused_source_is_not_asked_for_until_somebody_resumes_it_but_its_inbox_is(watching):
    watching.deliver("wire", 11)
    watching.look()
    watching.run(["wire"])
    assert watching.look() == []
    pause = "update ops.source_state set paused_at = now(), paused_by = 'x', pause_reason = 'y' returning 1"
    assert watching.newsroom.query(pause)
    watching.deliver("wire", 12)
    assert [watching.look() for _ in range(3)] == [[]] * 3
    dropped = watching.newsroom.root / "dropped" / "wire" / "13.txt"
    watching.newsroom.write(dropped, REPORT.format(number=13))
    assert watching.look() == ["wire"]
    assert watching.run(["wire"])["totals"]["original"] == 1
    with watching.newsroom.workspace() as work:
        assert {slug for slug, row in source_states.states(work.connection).items() if row.paused_at} == {
            "wire"
        }
    watching.newsroom.query(
        "update ops.source_state set paused_at = null, paused_by = null, pause_reason = null returning 1"
    )
    assert watching.look() == ["wire"]


def test_sources_that_are_declared_later_are_watched_and_a_broken_file_changes_nothing(watching):
    assert watching.look() == []
    watching.newsroom.source("late", schedule="on_arrival")
    watching.newsroom.deliver("late", "a.txt", REPORT.format(number=11))
    assert watching.look() == ["late"]
    toml = watching.newsroom.root / "dags" / "sources.toml"
    watching.run(["late"])
    toml.write_text(toml.read_text() + "[source.x")
    watching.deliver("wire", 12)
    assert watching.look() == ["wire"]


def test_thousands_of_files_at_once_are_one_run(watching):
    for number in range(1000, 3000):
        watching.newsroom.deliver("wire", f"{number}.txt", "Too short to be news.")
    assert watching.look() == ["wire"]
    assert watching.look() == []
    assert arrivals.named([{"sources": ["b", "a"]}, {"sources": ["a"]}, None, {}, {"sources": [7]}]) == [
        "a",
        "b",
    ]


def test_the_daily_run_takes_over_what_a_run_has_left_and_none_is_lost_or_counted_twice(
    watching, assert_whole
):
    newsroom = watching.newsroom
    watching.deliver("wire", 11)
    left = watching.run(["wire"], finish=False)  # killed between reading and loading
    watching.deliver("wire", 12)
    watching.deliver("weekly", 13)
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "airflow:news_ingest:x", "airflow", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], steps.utc_now(), "daily"):
            steps.normalize(work, run_id, batch.batch)
        steps.deduplicate(work, run_id)
        steps.load(work, run_id, steps.utc_now())
    assert outcomes(newsroom)["original"] == 3
    # The one that was killed is tried again by Airflow.
    with newsroom.workspace() as work:
        report = arrivals.finish(work, left["run_id"], dry_run=False)
    assert report["totals"]["original"] == 0
    assert newsroom.query("select count(*)::int as n from analytics.articles")[0].n == 3
    assert outcomes(newsroom)["balanced"]
    assert_whole(newsroom)


def test_the_day_of_a_source_is_the_sum_of_its_runs_and_the_daily_run_speaks_of_it(watching):
    newsroom, now = watching.newsroom, datetime.now(UTC)
    with newsroom.workspace() as work:
        day = news_day(work.settings, now)
    for number in range(5):
        watching.deliver("wire", number)
        watching.run(["wire"])
    # So many runs since the last daily one that it is not among the newest two hundred.
    newsroom.query(
        """
        with began as (
          insert into ops.run (run_key, trigger, dry_run, state, started_at, news_day)
          select 'airflow:news_arrivals:' || n, 'airflow', false, 'published', now(), current_date
          from generate_series(1, 400) as n
          returning run_id
        ), daily as (
          select run_id as before from ops.run order by run_id limit 1
        )
        insert into ops.run_source (run_id, source_id, day, is_asked, files, records)
        select run_id, source_id, %s, true, 1, 1 from began, news.source where slug = 'wire'
        returning 1
    """,
        day + timedelta(days=1),
    )
    newsroom.query(
        "update ops.run set day = %s, started_at = (%s::date + 1)::timestamp at time zone 'UTC' + interval '5 hours'"
        " where run_id = (select max(run_id) from ops.run_source where day = %s) returning 1", day, day, day,
    )  # fmt: skip
    with newsroom.workspace() as work:
        rows = {row.slug: row for row in expectations.expectations(work.connection, None)}
    assert (rows["wire"].day, rows["wire"].files) == (day, 5)


def test_the_daily_run_warns_of_a_watch_that_sees_nothing(watching):
    newsroom = watching.newsroom

    def daily(key: str) -> int:
        with newsroom.workspace() as work:
            run_id = steps.begin(work, f"airflow:news_ingest:{key}", "airflow", None, dry_run=False)
            for batch in steps.fetch(work, run_id, [], [], steps.utc_now(), "daily"):
                steps.normalize(work, run_id, batch.batch)
            steps.deduplicate(work, run_id)
            steps.load(work, run_id, steps.utc_now())
            steps.check(work, run_id, steps.utc_now())
        (row,) = newsroom.query(
            "select broken_rows from ops.check_result where run_id = %s and check_name = 'arrivals_are_watched'",
            run_id,
        )
        return row.broken_rows

    watching.deliver("wire", 11, hours_ago=3)
    watching.deliver("weekly", 12, hours_ago=3)
    assert daily("the first of a new source") == 0
    newsroom.query("update news.source set created_at = now() - interval '2 days' returning 1")
    watching.deliver("wire", 13, hours_ago=0.5)
    watching.deliver("weekly", 14, hours_ago=3)
    assert daily("the watch may be about to see it") == 0
    watching.deliver("wire", 15, hours_ago=3)
    watching.run(["wire"])
    assert daily("taken in on arrival") == 0
    watching.deliver("wire", 16, hours_ago=3)
    watching.deliver("paper", 17, hours_ago=3)
    assert daily("nobody has seen either") == 2


def test_the_marts_are_behind_until_they_are_refreshed(watching):
    watching.deliver("wire", 11)
    with watching.newsroom.workspace() as work:
        before = store_marts.are_behind(work.connection)
    watching.run(["wire"])
    with watching.newsroom.workspace() as work:
        after = store_marts.are_behind(work.connection)
        marts.refresh(work.connection, now=steps.utc_now())
        assert (before, after, store_marts.are_behind(work.connection)) == (False, True, False)
    watching.run(["wire"])  # it brings nothing, and is a load all the same
    with watching.newsroom.workspace() as work:
        assert store_marts.are_behind(work.connection)
