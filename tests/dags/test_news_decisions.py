"""The DAG news_decisions, run by Airflow itself on decisions that wait."""

import json
from contextlib import closing

import pytest

from newsfold.pipeline import steps
from newsfold.store import decisions
from newsfold.store.connection import connect

pytestmark = [pytest.mark.long, pytest.mark.airflow]


def query(url: str, statement: str) -> list:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_decisions_of_an_operator_are_obeyed_by_a_run_and_by_the_next_ingest(
    project, airflow_for, run_script, role_url
):
    settings = airflow_for(project, role_url("loader"))

    def run(dag_id: str) -> None:
        ended = run_script("run_dag.py", settings, str(project / "dags"), dag_id, json.dumps({}))
        assert ended["state"] == "success", ended

    run("news_ingest")
    stories = "select count(distinct story_id) as n from analytics.articles"
    (pair,) = query(
        role_url("owner"),
        "select matched_article_id as one, article_id as other from news.link where valid_to is null and joins limit 1",
    )
    (before,) = query(role_url("analyst"), stories)
    with closing(connect(role_url("operator"))) as connection:
        with connection:
            kept = decisions.insert_pair(
                connection, "different", tuple(pair), decided_by="op", note=None, now=steps.utc_now()
            )
        run("news_decisions")
        (after,) = query(role_url("analyst"), stories)
        assert after.n == before.n + 1
        run("news_decisions")  # nothing waits
        with connection:
            decisions.revoke(connection, kept, revoked_by="op", now=steps.utc_now())
    run("news_ingest")
    assert query(role_url("analyst"), stories) == [before]


def test_it_waits_for_nobody_but_who_decides_and_tells_those_who_wait_for_the_articles(found):
    dag = found["dags"]["news_decisions"]
    assert dag["is_paused_upon_creation"] is False
    assert dag["max_active_runs"] == 1
    (task,) = dag["tasks"]
    assert "newsfold://analytics/articles" in json.dumps(task["__var"]["outlets"])
