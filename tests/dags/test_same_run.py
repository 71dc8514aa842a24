"""The tasks of the DAGs and the run of the command end in the same."""

import json
import os
import time
from pathlib import Path

import pytest

from newsfold.pipeline import running, steps, workspaces
from newsfold.store import decisions
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate

pytestmark = [pytest.mark.long, pytest.mark.airflow]

#: What is to be the same: nothing here is a time or the key of a run.
SAME = (
    "select source, uri, outcome, similarity, is_representative, body, matched_article_id from analytics.articles"
    " order by article_id",
    "select article_count, source_count, headline from analytics.stories order by story_id",
    "select found, original, copy, near_copy, rewrite, version, unchanged, quarantined, balanced from ops.ledger"
    " order by run_id, file_id",
    "select reason_code, detail from ops.rejected_record order by 1, 2",
    "select trigger = 'decision' as is_decision, dry_run, state, load_number from ops.run order by run_id",
    "select check_name, broken_rows from ops.check_result order by run_id, check_name",
    "select verdict, applied_at is null as waits from ops.decision order by 1",
    "select day, source, articles from analytics.daily_volume order by 1, 2, 3",
    "select max(load_number) as load_number from ops.mart_refresh",
    "select count(*) as n from staging.file",
)


def query(url: str, statement: str) -> list:
    connection = connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()]
    finally:
        connection.close()


def deliver(project: Path, number: int) -> None:
    """One more file that has settled."""
    path = project / "inbox" / "pan-pacific-desk" / f"more-{number}.txt"
    path.write_text(
        f"Ferry {number} runs\n\nPort Saranne, Sept 26, 2025\n\nFerry {number} runs again after {number}1 weeks, said"
        f" harbour master Odo Lindqvist. Mechanics had rebuilt engine {number}7 and its pumps.\n"
    )
    os.utime(path, (time.time() - 3600, time.time() - 3600))


def decide(url: str) -> None:
    """A person says that two articles carry the same report; the decision waits."""
    connection = connect(url)
    with connection:
        decisions.insert_pair(connection, "same", (1, 2), decided_by="ana", note=None, now=steps.utc_now())
    connection.close()


def test_a_run_of_airflow_and_one_of_the_command_end_in_the_same(
    make_project, airflow_for, run_script, role_url, database_url, empty_database_url
):
    project = make_project("batch_files = 9")
    migrate(empty_database_url)
    settings = airflow_for(project, role_url("loader"))
    for number, dry_run in enumerate((False, True, False)):
        deliver(project, number)
        conf = json.dumps({"dry_run": dry_run})
        ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", conf, "Approve")
        assert ended["state"] == "success", ended
        if not dry_run:  # Airflow starts it by the asset
            run_script("run_dag.py", settings, str(project / "dags"), "news_marts", "{}")
        with workspaces.open_workspace(empty_database_url, project / "other-raw", project) as work:
            report = running.run(
                work,
                f"composed {number}",
                "airflow",
                lambda run_id: steps.fetch(work, run_id, [], [], steps.utc_now(), "daily"),
                dry_run=dry_run,
            )
        assert report["state"] == ("rehearsed" if dry_run else "published")
        for statement in SAME:
            assert query(database_url, statement) == query(empty_database_url, statement), statement
        if number == 0:
            decide(database_url)
            decide(empty_database_url)
    assert query(database_url, "select count(*) from ops.decision where applied_at is not null") == [(1,)]
