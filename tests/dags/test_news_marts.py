"""The DAG news_marts, run by Airflow itself after a run of news_ingest, into a real database."""

import json
from contextlib import closing

import pytest

from newsfold.store.connection import connect

pytestmark = pytest.mark.airflow


def query(url: str, statement: str) -> list:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_the_articles_of_an_ingest_are_counted_and_a_full_run_finds_the_same(
    project, airflow_for, run_script, role_url
):
    settings = airflow_for(project, role_url("loader"))
    dags = str(project / "dags")
    for dag_id, conf in (("news_ingest", {}), ("news_marts", {})):
        ended = run_script("run_dag.py", settings, dags, dag_id, json.dumps(conf))
        assert ended["state"] == "success", ended
    counted = "select * from analytics.daily_volume order by daily_volume::text"
    rows = query(role_url("analyst"), counted)
    (live,) = query(
        role_url("analyst"),
        # What has no day is counted on none.
        "select (select count(*)::int from analytics.articles where published_on is not null) as articles,"
        " (select count(*)::int from analytics.stories where first_published_on is not null) as stories",
    )
    assert live.articles > live.stories > 0
    assert sum(row.articles for row in rows if row.grain == "day") == live.articles
    assert sum(row.first_reports for row in rows if row.grain == "day") == live.stories

    days = query(
        role_url("analyst"), "select distinct day from analytics.daily_volume order by day desc limit 3"
    )
    briefs = query(role_url("owner"), "select day, html from ops.brief order by day desc")
    assert [row.day for row in briefs] == [row.day for row in days] != []
    assert all("The daily brief" in row.html for row in briefs)

    ended = run_script("run_dag.py", settings, dags, "news_marts", json.dumps({"full": True}))
    assert ended["state"] == "success", ended
    assert query(role_url("analyst"), counted) == rows
    refreshes = query(role_url("owner"), "select is_full from ops.mart_refresh order by refresh_id")
    assert [row.is_full for row in refreshes] == [True, True]


def test_it_waits_for_the_asset_that_publish_updates(found):
    condition = found["dags"]["news_marts"]["timetable"]["__var"]["asset_condition"]
    assert "newsfold://analytics/articles" in json.dumps(condition)
    outlets = [
        task["__var"].get("outlets")
        for task in found["dags"]["news_ingest"]["tasks"]
        if task["__var"]["task_id"] == "publish"
    ]
    assert "newsfold://analytics/articles" in json.dumps(outlets)
