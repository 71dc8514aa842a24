"""Where Airflow keeps a connection makes no difference: tasks and pages find the database and the raw store by it."""

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.local import airflow_settings

HERE = Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("servers_of_dag_tests", HERE.parent / "fetch" / "conftest.py")
assert SPEC is not None
assert SPEC.loader is not None
servers = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = servers
SPEC.loader.exec_module(servers)
s3_server, bucket = servers.s3_server, servers.bucket

LOCAL_FILES = "airflow.secrets.local_filesystem.LocalFilesystemBackend"


def in_the_metadata_database(settings: dict[str, str], file: Path) -> dict[str, str]:
    """As the UI keeps them."""
    command = [sys.executable, "-m", "airflow", "connections", "import", str(file)]
    environment = {**airflow_settings.clean_environment(), **settings}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return settings


def in_a_secrets_backend(settings: dict[str, str], file: Path) -> dict[str, str]:
    """As Vault or a cloud's secrets manager keep them, here in a file."""
    where = json.dumps({"connections_file_path": str(file)})
    return {
        **settings,
        "AIRFLOW__SECRETS__BACKEND": LOCAL_FILES,
        "AIRFLOW__SECRETS__BACKEND_KWARGS": where,
        "AIRFLOW__WORKERS__SECRETS_BACKEND": LOCAL_FILES,
        "AIRFLOW__WORKERS__SECRETS_BACKEND_KWARGS": where,
    }


@pytest.fixture
def without_connections(project, airflow_for, role_url, bucket):
    """The settings of an Airflow that knows no connection, and whose raw store is in a bucket."""
    settings = airflow_for(project, role_url("loader"))
    kept = {name: value for name, value in settings.items() if not name.startswith("AIRFLOW_CONN_")}
    assert len(kept) < len(settings)
    return {**kept, "NEWSFOLD_RAW_STORE": f"s3://{bucket}/raw"}


@pytest.fixture
def connections(role_url, s3_server, tmp_path) -> Path:
    """A file with the connections of the database, for tasks and for pages, and of the raw store."""
    news = {
        name: json.loads(airflow_settings.connection_json(role_url(role)))
        for name, role in (("newsfold", "loader"), ("newsfold_operator", "operator"))
    }
    bucket = {
        "conn_type": "aws",
        "login": s3_server.credentials.login,
        "password": s3_server.credentials.password,
        "extra": {"endpoint_url": s3_server.url, "region_name": "us-east-1"},
    }
    file = tmp_path / "connections.json"
    file.write_text(json.dumps({**news, "newsfold_raw_store": bucket}))
    return file


@pytest.mark.airflow
@pytest.mark.parametrize("keep", [in_the_metadata_database, in_a_secrets_backend])
def test_tasks_and_pages_use_the_connections_that_airflow_keeps(
    keep, project, without_connections, connections, s3_server, bucket, run_script
):
    settings = keep(without_connections, connections)
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}")
    assert ended["state"] == "success", ended
    kept = s3_server.client().list_objects_v2(Bucket=bucket)["KeyCount"]
    assert kept > sum(path.is_file() for path in (project / "inbox").rglob("*")) / 2
    assert not (project / "raw").exists()

    shown = run_script("open_connections.py", {**settings, "PYTHONPATH": str(project_root() / "plugins")})
    assert (shown["kind"], shown["user"]) == ("ObjectRawStore", "newsfold_operator")
    assert shown["bytes"] > 0


@pytest.mark.airflow
def test_a_raw_store_without_its_connection_is_an_error_that_names_it(
    project, without_connections, role_url, s3_server
):
    settings = {
        **airflow_settings.clean_environment(),
        **without_connections,
        "AIRFLOW_CONN_NEWSFOLD": airflow_settings.connection_json(role_url("loader")),
        # What the machine has lets everybody in: it is not taken without a word.
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_ENDPOINT_URL": s3_server.url,
    }
    command = [sys.executable, str(HERE / "run_dag.py"), str(project / "dags"), "news_decisions", "{}"]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1])["state"] == "failed"
    said = done.stdout + done.stderr
    for told in (
        "there is no Airflow connection newsfold_raw_store",
        "airflow connections add",
        "Admin, Connections",
    ):
        assert told in said


def test_one_module_asks_airflow_for_connections_and_opens_workspaces():
    """By the names that the others call: who opens a workspace beside it would miss what it looks up."""
    others = [
        path
        for folder in ("dags", "plugins/newsfold_airflow")
        for path in sorted((project_root() / folder).rglob("*.py"))
        if path.name != "connections.py"
    ]
    others.append(project_root() / "plugins" / "newsfold_ui.py")
    assert len(others) > 8
    barred = {"open_workspace", "raw_store_at", "get_uri", "BaseHook", "connect"}
    for path in others:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names |= {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        assert not names & barred, path
