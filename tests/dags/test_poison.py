"""A file that kills its reader, in Airflow: the run is green, one row says why, and so is the next run."""

import os
import time
from pathlib import Path

import pytest

from newsfold.store.connection import connect

pytestmark = pytest.mark.airflow

POISON = Path(__file__).resolve().parents[1] / "poison"


def query(url: str, statement: str) -> list:
    connection = connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def test_a_file_that_kills_its_reader_costs_one_row(
    make_project, airflow_for, run_script, role_url, database_url
):
    project = make_project("batch_files = 9")
    path = project / "inbox" / "pan-pacific-desk" / "a-poison.txt"
    path.write_text("Sept 26, 2025\n\nPOISON exit \n")
    os.utime(path, (time.time() - 3600, time.time() - 3600))
    settings = {**airflow_for(project, role_url("loader")), "PYTHONPATH": str(POISON)}
    files = sum(1 for each in (project / "inbox").rglob("*") if each.is_file())
    for due in (files, 0):
        ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}", "Approve")
        assert ended["state"] == "success", ended
        (run,) = query(database_url, "select * from ops.run order by run_id desc limit 1")
        totals = run.report["totals"]
        assert (run.state, totals["files"], totals["files_loaded"], totals["balanced"]) == (
            "published",
            due,
            due,
            True,
        )
    (refusal,) = query(database_url, "select * from ops.quarantine where reason_code = 'reader_died'")
    assert refusal.file_uri.endswith("a-poison.txt")
    assert refusal.detail == "its process ended with exit code 137; this was tried 2 times"
