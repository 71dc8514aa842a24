"""`make run` and `make stop`: from the embedded Postgres to a finished run in Airflow."""

import subprocess
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from rich.console import Console

from newsfold.config.home import newsfold_home, private_folder, project_root, source_files
from newsfold.local import airflow_api, airflow_settings, child_processes, postgres, supervisor
from newsfold.local.progress import Progress

DAG_ID = "news_ingest"
START_SECONDS = 180.0
POLL_SECONDS = 0.5
PORT_ATTEMPTS = 3
# What a run of a DAG that Airflow knows needs. Starting the others takes the processors' time: they come when
# it is under way.
NEEDED_FIRST = ("api-server", "scheduler")


@dataclass(frozen=True, slots=True)
class LocalRun:
    """What `run` has done. `state` is `success` or `failed`; `logins_are_new`: nobody has seen them yet."""

    address: str
    run_id: str
    state: str
    failed_tasks: tuple[str, ...]
    logins_are_new: bool


def run(
    home: Path | None = None,
    *,
    migrate: Callable[[str], object],
    project: Path | None = None,
    dag_id: str = DAG_ID,
    conf: Mapping[str, Any] | None = None,
    database_url: str | None = None,
    console: Console | None = None,
) -> LocalRun:
    """Start what doesn't run yet, run the DAG once with `conf`, and wait for its end. All stays up.

    `migrate` is called with the owner's URL of the news database. `database_url` names another news database
    than the embedded one, for `migrate` and for the tasks. Raises PostgresError, SupervisorError or
    AirflowError, whose messages say what to do.
    """
    home, project = (home or newsfold_home()).resolve(), (project or project_root()).resolve()
    logins_are_new = not airflow_settings.login_file(home).exists()
    with Progress(console or Console(stderr=True)) as progress:
        settings, is_new = prepare(home, project, migrate, database_url, progress)
        progress.stage("Airflow", "starting")
        names = (*NEEDED_FIRST, "dag-processor") if is_new else NEEDED_FIRST
        settings = start_airflow(home, settings, names)
        address = settings["AIRFLOW__API__BASE_URL"]
        threading.Thread(target=airflow_api.wake_tasks_api, args=(address,), daemon=True).start()
        password, look = airflow_settings.logins(home)["admin"], partial(supervisor.check_alive, home)
        with airflow_api.connect(address, "admin", password, look) as client:
            wait_for_dag(home, settings, client, dag_id)
            progress.stage(dag_id, "started")
            run_id = airflow_api.trigger(client, dag_id, conf or {})
            supervisor.start(home, settings)
            state = wait_for_run(home, client, dag_id, run_id, progress)
            tasks = airflow_api.task_states(client, dag_id, run_id)
            failed = tuple(sorted({task for task, task_state in tasks if task_state == "failed"}))
            progress.result(f"{state}: {', '.join(failed)}" if failed else state)
        progress.stage("Health", "waiting for all components")
        wait_until_healthy(home, address)
    return LocalRun(address, run_id, state, failed, logins_are_new)


def run_airflow(home: Path, arguments: Sequence[str], *, database_url: str | None = None) -> int:
    """Run one command of Airflow on this home's database, and give its exit code. Without settings of its own it would make
    a database below the user's home, and answer out of that.

    Raises PostgresError, and SupervisorError where Airflow was never started here.
    """
    postgres.start(home)
    if supervisor.schema_revision(home) is None:
        raise supervisor.SupervisorError("Airflow was never started here; `make run` does that")
    settings = airflow_settings.airflow_environment(home, project_root(), database_url=database_url)
    environment = {**airflow_settings.clean_environment(), **settings}
    return subprocess.run(supervisor.airflow_command(*arguments), env=environment, check=False).returncode


def stop(home: Path | None = None) -> bool:
    """Stop Airflow and the embedded Postgres with all that they started. Returns whether any was running."""
    home = (home or newsfold_home()).resolve()
    airflow_was_up = supervisor.stop(home)
    postgres_was_up = postgres.stop(home)
    return airflow_was_up or postgres_was_up


def login_text(home: Path, local_run: LocalRun) -> str:
    """The UI's address and logins. The passwords are shown once; later the text says where they are."""
    path = airflow_settings.login_file(home)
    lines = [
        "",
        f"Airflow   {local_run.address}",
        f"Newsfold  {local_run.address}/plugin/newsfold",
        "",
    ]
    if not local_run.logins_are_new:
        return "\n".join([*lines, "Log in as admin or viewer; their passwords are in", str(path)])
    lines += ["The passwords are shown once, and kept in", str(path), ""]
    passwords = airflow_settings.logins(home)
    longest = max(map(len, passwords))
    lines += [f"Log in as {user:<{longest}}  {password}" for user, password in passwords.items()]
    return "\n".join(lines)


def prepare(
    home: Path, project: Path, migrate: Callable[[str], object], database_url: str | None, progress: Progress
) -> tuple[dict[str, str], bool]:
    """Start Postgres, migrate both databases. Gives Airflow's settings, and whether its schema was old."""
    private_folder(home)
    progress.stage("Postgres", "starting")
    server = postgres.start(home)
    port = None if "api-server" in supervisor.running_components(home) else airflow_settings.choose_port(home)
    settings = airflow_settings.airflow_environment(home, project, port=port, database_url=database_url)
    progress.stage("Schemas", "migrating")
    with ThreadPoolExecutor(max_workers=1) as background:
        airflow_schema = background.submit(supervisor.migrate_airflow, home, settings)
        migrate(database_url or server.url("owner"))
        return settings, airflow_schema.result()


def start_airflow(home: Path, settings: dict[str, str], names: Collection[str]) -> dict[str, str]:
    """Start the components and wait until this home's API server answers. Gives the settings they run with.

    Where another program has taken the port since it was chosen, all start again on another one.
    """
    for attempt in range(1, PORT_ATTEMPTS + 1):
        port = int(settings["AIRFLOW__API__PORT"])
        supervisor.start(home, settings, names)
        try:
            wait(home, partial(own_api_is_up, home, port), "the API server does not answer")
            break
        except supervisor.SupervisorError:
            if attempt == PORT_ATTEMPTS or postgres.free_port(port) == port:
                raise
            supervisor.stop(home)
            settings = {**settings, **airflow_settings.port_settings(airflow_settings.choose_port(home))}
    return settings


def own_api_is_up(home: Path, port: int) -> bool:
    """Whether this home's API server answers there: who else does may be the Airflow of another home."""
    server = supervisor.running_components(home).get("api-server")
    is_ours = server is not None and child_processes.listens(server, port)
    return is_ours and airflow_api.api_is_up(airflow_settings.base_url(port))


def wait_for_dag(home: Path, settings: Mapping[str, str], client: httpx2.Client, dag_id: str) -> None:
    """Wait until Airflow has read the DAG as its files are now. Raises AirflowError if it can't be imported."""
    folders = [Path(settings[f"AIRFLOW__CORE__{name}_FOLDER"]) for name in ("DAGS", "PLUGINS")]
    changed = max(path.stat().st_mtime for folder in folders for path in source_files(folder))
    known = airflow_api.find_dag(client, dag_id)
    if known and known.parsed_at > changed:
        return
    supervisor.start(home, settings, (*NEEDED_FIRST, "dag-processor"))
    if known:
        airflow_api.parse_again(client, known)

    def is_read() -> bool:
        found = airflow_api.find_dag(client, dag_id)
        if found and found.parsed_at > changed:
            return True
        for name, error in airflow_api.import_errors(client, changed).items():
            if found is None or name == found.name:
                raise airflow_api.AirflowError(f"the DAG file {name} can't be imported:\n{error}")
        return False

    wait(home, is_read, f"the DAG {dag_id} does not show up")


def wait_for_run(home: Path, client: httpx2.Client, dag_id: str, run_id: str, progress: Progress) -> str:
    """Wait for the run's end, however long it takes, as long as Airflow is alive. Gives its last state."""
    while True:
        state = airflow_api.run_state(client, dag_id, run_id)
        if state in airflow_api.ENDED_RUNS:
            return state
        if progress.is_seen:
            states = [task_state for _, task_state in airflow_api.task_states(client, dag_id, run_id)]
            ended = sum(task_state in airflow_api.ENDED_TASKS for task_state in states)
            progress.detail(f"{state}, {ended} of {len(states)} tasks done")
        supervisor.check_alive(home)
        time.sleep(POLL_SECONDS)


def wait_until_healthy(home: Path, address: str) -> None:
    """Wait until each component has given a sign of life since it was started."""
    since = {name: noted.created for name, noted in supervisor.running_components(home).items()}
    wait(home, lambda: airflow_api.healthy_components(address, since) == set(since), "Airflow is not healthy")


def wait(home: Path, condition: Callable[[], bool], trouble: str) -> None:
    """Wait for the condition. Raises SupervisorError where a component has ended, or it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        supervisor.check_alive(home)
        if time.monotonic() > deadline:
            raise supervisor.SupervisorError(
                f"{trouble} after {START_SECONDS:.0f} s. The logs are in {home / 'logs'}"
            )
        time.sleep(POLL_SECONDS)
