"""The one place that asks Airflow for connections, and that opens a workspace with them.

A connection may be kept wherever Airflow keeps them: its metadata database (the UI), a secrets backend, the environment. Tasks
ask for them through Airflow's API server, the pages in the API server itself.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from airflow.sdk import Connection, get_current_context
from airflow.sdk.exceptions import AirflowNotFoundException

if TYPE_CHECKING:
    from psycopg2.extensions import connection as PsycopgConnection

    from newsfold.config.credentials import Credentials
    from newsfold.config.sources import Settings, Source
    from newsfold.pipeline.workspace import Workspace
    from newsfold.raw_store.contract import AnyRawStore

DATABASE = "newsfold"
#: For the pages; where it is not defined they use DATABASE.
OPERATOR_DATABASE = "newsfold_operator"


class Begin(Protocol):
    """Opens the row of `ops.run` with a key, or finds it; gives its id."""

    def __call__(self, work: "Workspace", run_key: str, *, dry_run: bool) -> int: ...


def found(name: str) -> Connection:
    """An Airflow connection. Raises AirflowNotFoundException that says how to add it."""
    try:
        return Connection.get(name)
    except AirflowNotFoundException as error:
        raise AirflowNotFoundException(
            f"there is no Airflow connection {name}: add it in the UI (Admin, Connections), by `airflow connections add"
            f" {name}`, in the secrets backend, or as the environment variable AIRFLOW_CONN_{name.upper()}"
        ) from error


def database_url(*names: str) -> str:
    """The news database: the first of the named connections that is defined, else `newsfold`.

    Raises AirflowNotFoundException.
    """
    from newsfold.config.database_urls import libpq_url

    for name in names:
        with contextlib.suppress(AirflowNotFoundException):
            return libpq_url(found(name).get_uri())
    return libpq_url(found(DATABASE).get_uri())


@contextlib.contextmanager
def database() -> Iterator["PsycopgConnection"]:
    """The news database alone, for what has to look at it whatever state `sources.toml` is in."""
    from newsfold.store.connection import connect

    with contextlib.closing(connect(database_url())) as connection:
        yield connection


def credentials_of(name: str) -> "Credentials":
    """What an Airflow connection holds. Raises SourceError that says how to add one that is missing."""
    from newsfold.config.credentials import Credentials
    from newsfold.config.sources import SourceError

    try:
        connection = found(name)
    except AirflowNotFoundException as error:
        raise SourceError(str(error)) from error
    host, port = connection.host, connection.port
    return Credentials(connection.login, connection.password, host, port, connection.extra_dejson)


def raw_store() -> "AnyRawStore":
    """Where the files' bytes are. Raises SourceError where its connection is missing, or can't be used."""
    from newsfold.config.home import newsfold_home
    from newsfold.pipeline import workspaces

    def look_up(name: str | None) -> "Credentials":
        return credentials_of(str(name))

    return workspaces.raw_store_at(workspaces.raw_store_folder(newsfold_home()), look_up)


@contextlib.contextmanager
def workspace(project: Path, names: Iterable[str] = ()) -> Iterator["Workspace"]:
    """Open the workspace with the connections `newsfold` and, where the raw store is an object store, `newsfold_raw_store`.

    `names` are the further connections that will be asked for: all are looked up here, since tasks ask Airflow for
    connections from their main thread only. One of a source that is missing fails that source, not the task.
    """
    from newsfold.config import credentials
    from newsfold.config.home import newsfold_home
    from newsfold.pipeline import workspaces

    home = newsfold_home()
    place, inbox = workspaces.raw_store_folder(home), workspaces.inbox_folder(home)
    wanted = {*names, *([workspaces.RAW_STORE_CONNECTION] if isinstance(place, str) else [])}
    look_up = credentials.looked_up(sorted(wanted), credentials_of)
    with workspaces.open_workspace(database_url(), place, project, inbox=inbox, look_up=look_up) as work:
        yield work


@contextlib.contextmanager
def running(project: Path, begin: Begin, names: Iterable[str] = ()) -> Iterator[tuple["Workspace", int]]:
    """Open the workspace; gives it with the id of this DAG run's row in `ops.run`. How long it was open is sent as a metric."""
    from newsfold_airflow import figures

    context = get_current_context()
    run = context["dag_run"]
    with workspace(project, names) as work:
        run_id = begin(work, f"airflow:{run.dag_id}:{run.run_id}", dry_run=context["params"]["dry_run"])
        with figures.timed(run.dag_id, context["ti"].task_id):
            yield work, run_id


@contextlib.contextmanager
def ingesting(project: Path, sources: Mapping[str, "Source"]) -> Iterator[tuple["Workspace", int]]:
    """Open the workspace and the run for a task of an ingest, with the connections of all sources."""
    from newsfold.pipeline import steps

    def begin(work: "Workspace", run_key: str, *, dry_run: bool) -> int:
        day = scheduled_day(get_current_context()["dag_run"], work.settings)
        return steps.begin(work, run_key, "airflow", day, dry_run=dry_run)

    with running(project, begin, {s.connection for s in sources.values() if s.connection}) as opened:
        yield opened


@contextlib.contextmanager
def replaying(project: Path) -> Iterator[tuple["Workspace", int]]:
    """Open the workspace and the run for a task of a replay; nothing is fetched."""
    from newsfold.pipeline import replaying as replays

    with running(project, replays.begin) as (work, run_id):
        yield replays.trying(work, get_current_context()["params"].get("setting")), run_id


def scheduled_day(run: Any, settings: "Settings") -> date | None:
    """The day that a scheduled run or a backfill is for; a manual run may have none."""
    from newsfold.pipeline import days

    key = getattr(run, "partition_key", None)
    is_scheduled = getattr(run, "run_type", None) == "scheduled"
    return days.scheduled_day(key, run.run_after if is_scheduled else None, settings) if key else None
