"""Run by the tests in a process of its own: clears a DAG run by Airflow's public API, as its UI does; prints what it answers."""

import json
import sys

from airflow.api_fastapi.app import cached_app, get_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from airflow.dag_processing.bundles.manager import DagBundlesManager
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db
from fastapi.testclient import TestClient

folder, dag_id, run_id = sys.argv[1:]
DagBundlesManager().sync_bundles_to_db()
sync_bag_to_db(DagBag(folder), "dags-folder", None)
application = cached_app(apps="core")
token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="ada", role="admin"))
with TestClient(application, raise_server_exceptions=False) as client:
    answer = client.post(
        f"/api/v2/dags/{dag_id}/clearTaskInstances",
        headers={"Authorization": f"Bearer {token}"},
        json={"dry_run": False, "dag_run_id": run_id, "only_failed": False, "reset_dag_runs": True},
    )
    run = client.get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}", headers={"Authorization": f"Bearer {token}"})
sys.stdout.write(
    "\n" + json.dumps({"status": answer.status_code, "text": answer.text[:2000], "run": run.json()}) + "\n"
)
