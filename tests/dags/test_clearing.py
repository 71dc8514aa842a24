"""A failed run is cleared as the UI does it, and `airflow dags test` runs: neither works in a DAG with a deadline."""

import shutil
import subprocess
import sys

import pytest

from newsfold.local import airflow_settings

pytestmark = pytest.mark.airflow


def test_no_dag_has_a_deadline(found):
    assert [dag_id for dag_id, dag in found["dags"].items() if dag.get("deadline")] == []


def test_a_failed_run_is_cleared_by_the_public_api(project, airflow_for, run_script, role_url):
    settings = airflow_for(project, role_url("loader"))
    dags = str(project / "dags")
    shutil.rmtree(project / "inbox")
    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}")
    assert ended["state"] == "failed", ended
    cleared = run_script("clear_run.py", settings, dags, "news_ingest", ended["run_id"])
    assert cleared["status"] == 200, cleared
    assert "fetch" in cleared["text"]
    assert cleared["run"]["state"] == "queued", cleared


def test_airflow_dags_test_runs_the_ingest(project, airflow_for, role_url):
    settings = airflow_for(project, role_url("loader"))
    done = subprocess.run(
        [sys.executable, "-m", "airflow", "dags", "test", "news_ingest"],
        env={
            **airflow_settings.clean_environment(),
            **settings,
            "AIRFLOW__CORE__DAGS_FOLDER": str(project / "dags"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout[-3000:], done.stderr[-3000:])
    assert "state=success" in done.stdout + done.stderr or "success" in done.stdout
