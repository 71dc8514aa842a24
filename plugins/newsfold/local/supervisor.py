"""Runs Airflow's components on one machine. `airflow/components.json` in the home notes the processes."""

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import psycopg2

from newsfold.config.home import locked, private_folder, read_json, source_files, write_private_json
from newsfold.local import postgres, roles
from newsfold.local.airflow_settings import clean_environment
from newsfold.local.child_processes import Started, alive, end, spawn

COMPONENTS = {
    "api-server": ["api-server"],
    "dag-processor": ["dag-processor"],
    # Their log servers would listen on all addresses; on one machine the logs are read from the files.
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
# Tasks report to it how they ended.
STOPPED_LAST = "api-server"


class SupervisorError(Exception):
    """Airflow could not be started. The message says which part, and holds the end of its log."""


def migrate_airflow(home: Path, settings: Mapping[str, str]) -> bool:
    """Bring Airflow's metadata database to the installed version. Returns whether there was anything to do.

    `settings` come from `airflow_environment`. Raises SupervisorError.
    """
    marker, installed = home / "airflow" / "migrated.json", version("apache-airflow-core")
    revision = schema_revision(home)
    if revision and read_json(marker) == {"airflow": installed, "revision": revision}:
        return False
    log = log_file(home, "db-migrate")
    with log.open("ab") as stream:
        result = subprocess.run(
            airflow_command("db", "migrate"), env={**clean_environment(), **settings},
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, check=False,
        )  # fmt: skip
    if result.returncode != 0:
        raise SupervisorError(f"`airflow db migrate` failed. The end of {log}:\n{log_end(log)}")
    write_private_json(marker, {"airflow": installed, "revision": schema_revision(home)})
    return True


def start(home: Path, settings: Mapping[str, str], names: Collection[str] = tuple(COMPONENTS)) -> list[str]:
    """Start the named components that don't run. If settings or code have changed, all are ended first.

    `settings` come from `airflow_environment`. Returns the names of those started; they are not ready yet.
    Safe to call from several processes at once.
    """
    home = home.resolve()
    with locked(home / "airflow.lock"):
        current, noted = fingerprint(settings), read_components(home)
        is_same = read_json(state_file(home)).get("fingerprint") == current
        dead = [each for each in noted.values() if not alive(each, home)]
        if is_same:
            end(home, dead, last=STOPPED_LAST, everything=False)  # what they have left behind
            noted = {name: each for name, each in noted.items() if each not in dead}
        else:
            end(home, noted.values(), last=STOPPED_LAST, everything=True)
            noted = {}
        missing = [name for name in names if name not in noted]
        for name in missing:
            environment = {**clean_environment(), **settings}
            command = airflow_command(*COMPONENTS[name])
            noted[name] = spawn(home, name, command, environment, log_file(home, name))
            components = {each.name: asdict(each) for each in noted.values()}
            write_private_json(state_file(home), {"fingerprint": current, "components": components})
        return missing


def stop(home: Path) -> bool:
    """Stop all components with all that they started. Returns whether any was running."""
    home = home.resolve()
    if not home.exists():
        return end(home, [], last=STOPPED_LAST, everything=True)
    with locked(home / "airflow.lock"):
        stopped = end(home, read_components(home).values(), last=STOPPED_LAST, everything=True)
        state_file(home).unlink(missing_ok=True)
        return stopped


def running_components(home: Path) -> dict[str, Started]:
    """The components that run, by name."""
    home = home.resolve()
    return {name: noted for name, noted in read_components(home).items() if alive(noted, home)}


def check_alive(home: Path) -> None:
    """Raise SupervisorError if a component that was started runs no more."""
    for name in read_components(home.resolve()).keys() - running_components(home).keys():
        log = log_file(home, name)
        raise SupervisorError(f"Airflow's {name} has ended. The end of {log}:\n{log_end(log)}")


def log_file(home: Path, name: str) -> Path:
    """Where a component's output goes."""
    return private_folder(home / "logs") / f"airflow-{name}.log"


def log_end(path: Path, lines: int = 20) -> str:
    with contextlib.suppress(FileNotFoundError), path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 20_000))
        return "\n".join(stream.read().decode("utf-8", "replace").splitlines()[-lines:])
    return ""


def airflow_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def state_file(home: Path) -> Path:
    return home / "airflow" / "components.json"


def read_components(home: Path) -> dict[str, Started]:
    """The processes that were noted when they were started, by component."""
    components = read_json(state_file(home)).get("components", {})
    return {
        name: Started(name, int(entry["pid"]), float(entry["created"])) for name, entry in components.items()
    }


def schema_revision(home: Path) -> str | None:
    """The version of Airflow's schema in its database; None where it has none yet."""
    connection = psycopg2.connect(postgres.database_url(home, roles.AIRFLOW_ROLE, roles.AIRFLOW_DATABASE))
    try:
        with connection.cursor() as cursor:
            cursor.execute("select version_num from alembic_version")
            row = cursor.fetchone()
            return str(row[0]) if row else None
    except psycopg2.errors.UndefinedTable:
        return None
    finally:
        connection.close()


def fingerprint(settings: Mapping[str, str]) -> str:
    """Changes with the settings, the installed Airflow, and the code that it has loaded from the plugins."""
    parts = [
        sys.executable,
        version("apache-airflow-core"),
        *(f"{k}={v}" for k, v in sorted(settings.items())),
    ]
    for path in source_files(Path(settings["AIRFLOW__CORE__PLUGINS_FOLDER"])):
        status = path.stat()
        parts.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
