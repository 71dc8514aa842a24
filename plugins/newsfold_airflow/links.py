"""Addresses in Airflow's UI."""

from urllib.parse import quote

from airflow.sdk.configuration import conf

from newsfold.operate.alerts import Links


def links_of(dag_id: str, run_id: str) -> Links:
    """The run report and the page of one DAG run; empty where `[api] base_url` is not set."""
    base = (conf.get("api", "base_url", fallback=None) or "").rstrip("/")
    if not base:
        return Links()
    page = f"{base}/dags/{quote(dag_id, safe='')}/runs/{quote(run_id, safe='')}"
    return Links(report=f"{page}/plugin/newsfold-run-report", dag_run=page)
