"""The DAG news_maintenance, run by Airflow itself after a run of news_ingest, on a real database."""

import json
import os
import time
from contextlib import closing
from pathlib import Path

import pytest

from newsfold.store.connection import connect
from newsfold.upkeep.maintenance import TASKS

pytestmark = [pytest.mark.long, pytest.mark.airflow]


@pytest.fixture
def project(make_project) -> Path:
    """Two sources, of which one may be kept for a day."""
    return make_project(meridian_news_agency="retention_days = 1", pan_pacific_desk="retention_days = 0")


def query(url: str, statement: str) -> list:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_it_removes_what_is_over_and_says_so_and_a_dry_run_only_says_so(
    project, airflow_for, run_script, role_url
):
    settings = airflow_for(project, role_url("loader"))
    dags = str(project / "dags")
    assert run_script("run_dag.py", settings, dags, "news_ingest", "{}")["state"] == "success"
    owner = role_url("owner")
    by_source = (
        "select source, count(*)::int as articles from analytics.articles group by source order by source"
    )
    before = {row.source: row.articles for row in query(owner, by_source)}
    assert set(before) == {"meridian-news-agency", "pan-pacific-desk"}
    query(owner, "update news.article set last_seen_at = last_seen_at - interval '2 days' returning 1")
    query(owner, "update ops.file set last_seen_at = last_seen_at - interval '2 days' returning 1")
    two_days_ago = time.time() - 2 * 86_400
    blobs = list((project / "raw").glob("??/??/*"))
    for path in blobs:
        os.utime(path, (two_days_ago, two_days_ago))

    ended = run_script("run_dag.py", settings, dags, "news_maintenance", json.dumps({"dry_run": True}))
    assert ended["state"] == "success", ended
    assert {row.source: row.articles for row in query(owner, by_source)} == before
    (planned,) = query(owner, "select report from ops.upkeep where task = 'retention' and dry_run")
    assert planned.report["by_source"] == {"meridian-news-agency": before["meridian-news-agency"]}

    ended = run_script("run_dag.py", settings, dags, "news_maintenance", "{}")
    assert ended["state"] == "success", ended
    assert set(ended["tasks"]) == {f"{task}[-1]" for task in TASKS}
    assert {row.source: row.articles for row in query(owner, by_source)} == {
        "pan-pacific-desk": before["pan-pacific-desk"]
    }
    done = {row.task for row in query(owner, "select task from ops.upkeep where not dry_run")}
    assert done >= set(TASKS)
    left = {path.name for path in (project / "raw").glob("??/??/*")}
    needed = {
        row.sha256
        for row in query(
            owner, "select encode(sha256, 'hex') as sha256 from ops.file where bytes_released_at is null"
        )
    }
    assert left == needed
    assert 0 < len(left) < len(blobs)


def test_its_tasks_follow_each_other_and_none_waits_for_another_to_succeed(found):
    tasks = {t["__var"]["task_id"]: t["__var"] for t in found["dags"]["news_maintenance"]["tasks"]}
    assert list(tasks) == list(TASKS)
    assert all(task["trigger_rule"] == "all_done" for task in tasks.values())
