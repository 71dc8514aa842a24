"""The settings that Airflow runs with on one machine, and their secrets. All of it stays below the home."""

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from psycopg2.extensions import parse_dsn

from newsfold.config.database_urls import libpq_url, sqlalchemy_url
from newsfold.config.home import private_folder, read_json, write_private_json
from newsfold.local import postgres, roles

DEFAULT_PORT = 8080
USERS = {"admin": "admin", "viewer": "viewer"}  # user name -> role of Airflow's SimpleAuthManager
# The caller's settings that would reach into Airflow or its Python if they were passed on.
FOREIGN_PREFIXES = ("AIRFLOW", "PYTHON", "VIRTUAL_ENV", "CONDA", "PG", "NEWSFOLD_")
# The settings of Newsfold that the caller may name and that the tasks follow.
PASSED_ON = ("NEWSFOLD_RAW_STORE", "AIRFLOW_CONN_NEWSFOLD_RAW_STORE", "NEWSFOLD_MEANING", "NEWSFOLD_EVENTS")


def airflow_environment(
    home: Path, project_root: Path, *, port: int | None = None, database_url: str | None = None
) -> dict[str, str]:
    """Airflow's settings as environment variables, to be laid over `clean_environment`.

    The home's embedded server must have been started once: its port is part of the settings. `port` is the
    UI's; without it, the one of the last time. `database_url` is the news database that tasks load into;
    without it, the embedded one, as the loader. Raises PostgresError.
    """
    home, project_root = home.resolve(), project_root.resolve()
    for folder in (home, project_root):
        if "$" in str(folder):  # and nothing escapes it
            raise postgres.PostgresError(
                f"{folder}: Airflow takes `$` in the name of a folder for a variable: choose another folder"
            )
    port = port or last_port(home)
    secret = _secrets(home)
    logins(home)
    airflow_url = postgres.database_url(home, roles.AIRFLOW_ROLE, roles.AIRFLOW_DATABASE)
    connections = {"AIRFLOW_CONN_NEWSFOLD": database_url or postgres.database_url(home, "loader")}
    if database_url is None:
        connections["AIRFLOW_CONN_NEWSFOLD_OPERATOR"] = postgres.database_url(home, "operator")
    return {
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        **{name: connection_json(url) for name, url in connections.items()},
        "NEWSFOLD_HOME": str(home),
        "AIRFLOW_HOME": str(private_folder(home / "airflow")),
        "AIRFLOW__CORE__DAGS_FOLDER": str(project_root / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(project_root / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__FERNET_KEY": secret["fernet_key"],
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(
            f"{user}:{role}" for user, role in USERS.items()
        ),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(login_file(home)),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": sqlalchemy_url(airflow_url),
        "AIRFLOW__API__HOST": postgres.HOST,
        **port_settings(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": secret["api_secret_key"],
        "AIRFLOW__API_AUTH__JWT_SECRET": secret["jwt_secret"],
        # Tasks that wait since the last stop are started before the API server is up, and have to await it.
        "AIRFLOW__WORKERS__EXECUTION_API_RETRIES": "60",
        "AIRFLOW__WORKERS__EXECUTION_API_RETRY_WAIT_MAX": "2",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        # A file that has changed is read at once; all others only now and then: half of what an idle stack took was reading them
        # again every 30 s.
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(home / "airflow" / "bundles"),
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.5",  # the default makes a task wait up to 1 s
        # After a crash, tasks that nobody runs any more are found within 40 s, not within 300 s.
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "10",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs" / "tasks"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(home / "logs" / "dags"),
    }


def clean_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The caller's environment without what would change how Airflow or Python behaves."""
    given = os.environ if environment is None else environment
    kept = {name: value for name, value in given.items() if not name.startswith(FOREIGN_PREFIXES)}
    programs = str(Path(sys.executable).parent)
    return {**kept, "PATH": os.pathsep.join([programs, kept.get("PATH", os.defpath)]), "PYTHONUTF8": "1"}


def port_settings(port: int) -> dict[str, str]:
    """The settings that follow from the UI's port."""
    # Tasks talk to the base URL: the default names port 8080, whatever the port is.
    return {"AIRFLOW__API__PORT": str(port), "AIRFLOW__API__BASE_URL": base_url(port)}


def base_url(port: int) -> str:
    return f"http://{postgres.HOST}:{port}"


def logins(home: Path) -> dict[str, str]:
    """The UI's users with their passwords, which are made when first asked for."""
    path = login_file(home)
    passwords = {user: str(password) for user, password in read_json(path).items()}
    if any(user not in passwords for user in USERS):
        passwords = {user: secrets.token_urlsafe(15) for user in USERS} | passwords
        write_private_json(path, passwords)
    return passwords


def last_port(home: Path) -> int:
    """The UI's port of the last time, else the one that is tried first."""
    port = read_json(home / "airflow" / "port.json").get("port")
    return port if isinstance(port, int) else DEFAULT_PORT


def choose_port(home: Path) -> int:
    """Note a free port for the UI: the one of the last time if it is free, else 8080, else any.

    Another program may still take it before Airflow does.
    """
    for wanted in (last_port(home), DEFAULT_PORT, 0):
        port = postgres.free_port(wanted)
        if wanted in (0, port):
            break
    write_private_json(home / "airflow" / "port.json", {"port": port})
    return port


def connection_json(url: str) -> str:
    """A Postgres URL in the JSON form of an Airflow connection; what has no field there goes into `extra`."""
    parts = dict(parse_dsn(libpq_url(url)))
    fields = {"host": "host", "port": "port", "login": "user", "password": "password", "schema": "dbname"}
    connection: dict[str, object] = {"conn_type": "postgres"}
    for field, part in fields.items():
        if part in parts:
            connection[field] = parts.pop(part)
    if "port" in connection:
        connection["port"] = int(str(connection["port"]))
    return json.dumps({**connection, "extra": parts} if parts else connection)


def login_file(home: Path) -> Path:
    """The file with the UI's passwords, in the form that Airflow's SimpleAuthManager reads."""
    return home / "airflow" / "passwords.json"


def _secrets(home: Path) -> dict[str, str]:
    path = home / "airflow" / "secrets.json"
    known = read_json(path)
    made = {
        "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "jwt_secret": secrets.token_urlsafe(64),
        "api_secret_key": secrets.token_urlsafe(32),
    }
    if not made.keys() <= known.keys():
        write_private_json(path, {**made, **known})
    return {name: str(known.get(name, value)) for name, value in made.items()}
