"""What each task of an ingest opens: the workspace on Airflow's connections, and its run."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseHook, get_current_context

if TYPE_CHECKING:
    from newsfold.config.credentials import Credentials
    from newsfold.config.sources import Source
    from newsfold.pipeline.workspace import Workspace


@contextlib.contextmanager
def opened(project: Path, sources: Mapping[str, "Source"]) -> Iterator[tuple["Workspace", int]]:
    """The workspace on the Airflow connection `newsfold`, and the id of this DAG run's row in `ops.run`. How long the task
    had it open is sent as a metric.
    """
    from newsfold.config import credentials
    from newsfold.config.home import newsfold_home
    from newsfold.pipeline import steps, workspaces
    from newsfold_airflow import figures

    url = BaseHook.get_connection("newsfold").get_uri().replace("postgres://", "postgresql://", 1)
    context, home = get_current_context(), newsfold_home()
    run, dry_run = context["dag_run"], context["params"]["dry_run"]
    # Looked up here, since tasks ask Airflow for connections from their main thread only.
    look_up = credentials.looked_up(
        {s.connection for s in sources.values() if s.connection}, connection_named
    )
    raw_store, inbox = workspaces.raw_store_folder(home), workspaces.inbox_folder(home)
    with workspaces.open_workspace(url, raw_store, project, inbox=inbox, look_up=look_up) as work:
        key = f"airflow:{run.dag_id}:{run.run_id}"
        run_id = steps.begin(work, key, "airflow", scheduled_day(run), dry_run=dry_run)
        with figures.timed(run.dag_id, context["ti"].task_id):
            yield work, run_id


def connection_named(name: str) -> "Credentials":
    """What an Airflow connection holds."""
    from newsfold.config.credentials import Credentials

    found = BaseHook.get_connection(name)
    return Credentials(found.login, found.password, found.host, found.port, found.extra_dejson)


def scheduled_day(run: Any) -> date | None:
    """The day that a scheduled run or a backfill is for; a manual run may have none."""
    key = getattr(run, "partition_key", None)
    return date.fromisoformat(key[:10]) if key else None
