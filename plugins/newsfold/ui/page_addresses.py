"""The way to Airflow's own pages."""

from urllib.parse import quote


def dag_run_address(run_key: str) -> str | None:
    """Where Airflow shows a run and the logs of its tasks; None for a run that Airflow did not start.

    `run_key` is `airflow:<dag>:<run>`.
    """
    kind, _, rest = run_key.partition(":")
    dag_id, _, run_id = rest.partition(":")
    return (
        f"/dags/{quote(dag_id, safe='')}/runs/{quote(run_id, safe='')}"
        if kind == "airflow" and run_id
        else None
    )
