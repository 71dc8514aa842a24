"""The DAG news_arrivals, run by Airflow itself on a small inbox, into a real database; and the trigger that starts it."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.config.sources import Settings
from newsfold.pipeline.days import news_day
from newsfold.store.connection import connect

WATCHED, DAILY = "pan-pacific-desk", "meridian-news-agency"
WATCH = "schedule = 'on_arrival'\nsettle_seconds = 0\nwatch_seconds = 0.1"

pytestmark = pytest.mark.airflow


@pytest.fixture
def project(make_project) -> Path:
    """Two sources, one of which is watched."""
    return make_project(pan_pacific_desk=WATCH)


def query(url: str, statement: str) -> list:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def files_of(project: Path, slug: str) -> int:
    return sum(path.is_file() for path in (project / "inbox" / slug).rglob("*"))


def totals(url: str) -> list[tuple]:
    return [
        tuple(row)
        for row in query(
            url,
            "select run_id, state, count(file_id)::int as files, bool_and(balanced) as balanced"
            " from ops.run left join ops.ledger using (run_id) group by run_id, state order by run_id",
        )
    ]


def test_what_has_arrived_is_taken_in_by_one_task_and_the_rest_by_the_daily_run(
    project, airflow_for, run_script, role_url, database_url
):
    settings, dags = airflow_for(project, role_url("loader")), str(project / "dags")
    ended = run_script("run_dag.py", settings, dags, "news_arrivals", "{}")
    assert (ended["state"], ended["tasks"]) == (
        "success",
        {"take_in[-1]": "success", "notify[-1]": "skipped"},
    )
    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}")
    assert ended["state"] == "success"
    arrived, daily = totals(database_url)
    assert arrived[1:] == ("published", files_of(project, WATCHED), True)
    assert daily[1:] == ("published", files_of(project, DAILY), True)
    asked = (
        "select run_id, array_agg(slug order by slug) as slugs from ops.run_source"
        " join news.source using (source_id) group by 1"
    )
    assert {row.run_id: row.slugs for row in query(database_url, asked)} == {
        arrived[0]: [WATCHED],
        daily[0]: sorted([DAILY, WATCHED]),
    }


@pytest.mark.parametrize(("answer", "state"), [("Approve", "published"), ("Reject", "held")])
def test_a_run_far_outside_waits_for_a_person_between_reading_and_loading(
    project, airflow_for, run_script, role_url, database_url, answer, state
):
    settings = airflow_for(project, role_url("loader"))
    today = news_day(Settings(), datetime.now(UTC))
    query(
        database_url,
        f"""
        with source as (
          insert into news.source (slug, name, created_at)
          values ('{WATCHED}', 'x', now() - interval '1 year')
          returning source_id
        ), run as (
          insert into ops.run (run_key, trigger, day, dry_run, state, started_at)
          select 'week ' || n, 'airflow', date '{today}' - 7 * n, false, 'published',
            (date '{today}' - 7 * n)::timestamp at time zone 'UTC'
          from generate_series(1, 6) as n
          returning run_id, day
        )
        insert into ops.run_source (run_id, day, source_id, is_asked, files, records)
        select run_id, day, source_id, true, 1000, 1000 from run, source
        returning 1
        """,
    )
    toml = project / "dags" / "sources.toml"
    toml.write_text(toml.read_text().replace("[ingest]", "[ingest]\ngate_least = 1\ngate_low = 1.0"))
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_arrivals", "{}", answer)
    assert (ended["state"], ended["tasks"]) == (
        "success",
        {"take_in[-1]": "success", "notify[-1]": "skipped"},
    )
    (question,) = ended["questions"]
    assert WATCHED in question["subject"] + question["body"]
    assert totals(database_url)[-1][1] == state
    assert bool(query(database_url, "select 1 from news.article limit 1")) is (answer == "Approve")


def test_a_run_that_fails_says_so_and_leaves_its_files_to_the_next(
    project, airflow_for, run_script, role_url, database_url
):
    settings, dags = airflow_for(project, role_url("loader")), str(project / "dags")
    no_folder = project / "file"
    no_folder.write_text("")
    broken = {**settings, "NEWSFOLD_RAW_STORE": str(no_folder)}
    ended = run_script("run_dag.py", broken, dags, "news_arrivals", "{}")
    assert (ended["state"], ended["tasks"]) == ("failed", {"take_in[-1]": "failed", "notify[-1]": "failed"})
    ended = run_script("run_dag.py", settings, dags, "news_arrivals", "{}")
    assert ended["state"] == "success"
    assert totals(database_url)[-1][1:] == ("published", files_of(project, WATCHED), True)


def test_the_trigger_names_the_sources_of_what_lands(project, airflow_for, run_script, role_url):
    settings = airflow_for(project, role_url("loader"))
    said = run_script(
        "watch_arrivals.py", settings, str(project / "dags"), str(project / "inbox" / WATCHED / "a.txt")
    )
    assert said == {"events": [[WATCHED]], "classpath": "newsfold_airflow.arriving.ArrivalTrigger"}


def test_nothing_is_watched_where_no_source_asks_for_it(found, run_script, project, tmp_path):
    assert found["dags"]["news_arrivals"]["timetable"]["__type"].endswith("NullTimetable")
    settings = {"AIRFLOW_HOME": str(tmp_path / "airflow"), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    read = run_script("read_dags.py", settings, str(project / "dags"))
    assert read["import_errors"] == {}
    watching = json.dumps(read["dags"]["news_arrivals"]["timetable"])
    assert ("news_arrivals_watch" in watching, str(project) in watching) == (True, True)
    assert read["dags"]["news_arrivals"]["max_active_runs"] == 1
    offered = {dag: json.dumps(read["dags"][dag]["params"]) for dag in ("news_ingest", "news_arrivals")}
    assert WATCHED in offered["news_ingest"]
    assert project_root() != project
