"""The DAG news_replay, run by Airflow itself: a dry run shows what a mended rule would change, then the replay does it."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.store.connection import connect

pytestmark = [pytest.mark.long, pytest.mark.airflow]

NOISE = b"\x00\x01\x02\x03" * 200
REPORT = """Ferry of Aldermoor runs again

Sept 26, 2025

The ferry between Aldermoor and Westfelde runs again after eleven weeks, said harbour master Odo Lindqvist. Nine mechanics
from Port Saranne had rebuilt its engine, and the crossing takes fourteen minutes.
"""


@pytest.fixture
def project(tmp_path) -> Path:
    """A checkout with one source, whose only file nobody can read."""
    shutil.copytree(project_root() / "dags", tmp_path / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("plugins", "sql"):
        (tmp_path / name).symlink_to(project_root() / name)
    (tmp_path / "dags" / "sources.toml").write_text("[source.wire]\nlocation = 'inbox'\n")
    file = tmp_path / "inbox" / "ferry.txt"
    file.parent.mkdir()
    file.write_bytes(NOISE)
    os.utime(file, (time.time() - 3600, time.time() - 3600))
    return tmp_path


def query(url: str, statement: str) -> list:
    connection = connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def test_a_dry_run_shows_what_a_mended_rule_would_change_and_the_replay_does_it(
    project, airflow_for, run_script, role_url, database_url
):
    settings = airflow_for(project, role_url("loader"))

    def run(dag_id: str, **params: object) -> dict:
        return run_script("run_dag.py", settings, str(project / "dags"), dag_id, json.dumps(params))

    assert run("news_ingest")["state"] == "success"
    assert len(query(database_url, "select from ops.quarantine where is_open")) == 1
    # As if a reader had been mended that now sees a report in these bytes.
    name = hashlib.sha256(NOISE).hexdigest()
    (project / "raw" / name[:2] / name[2:4] / name).write_text(REPORT)

    dry = run("news_replay")
    assert dry["state"] == "success"
    assert dry["tasks"]["publish[-1]"] == "skipped"
    (rehearsal,) = query(database_url, "select * from ops.run where trigger = 'replay'")
    assert rehearsal.run_key == f"airflow:news_replay:{dry['run_id']}"
    (change,) = rehearsal.report["changes"]["records"]
    assert (change["becomes"], change["records"]) == ("original", 1)
    assert query(database_url, "select from news.article") == []

    done = run("news_replay", dry_run=False, source="wire")
    assert done["state"] == "success"
    assert (
        query(database_url, "select headline from analytics.articles")[0].headline
        == "Ferry of Aldermoor runs again"
    )
    assert query(database_url, "select from ops.quarantine where is_open") == []
    assert (
        query(database_url, "select state from ops.run order by run_id desc limit 1")[0].state == "published"
    )
