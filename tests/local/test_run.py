"""The whole local stack on a project of its own, with real Airflow."""

import contextlib
import io
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import psutil
import pytest
from rich.console import Console

from newsfold.local import airflow_api, airflow_settings, child_processes, postgres, run, supervisor

DAG = """
import time
from airflow.sdk import Param, dag, task

@dag(dag_id="{dag_id}", schedule={schedule}, params={{"number": Param(1), "seconds": Param(0)}})
def tiny():
    @task
    def work(params):
        print("working", flush=True)
        time.sleep(params["seconds"])
        assert params["number"] == 1

    @task
    def last():
        pass

    work() >> last()

tiny()
"""
BROKEN_DAG = "import no_such_module  # Airflow reads only what names it and a DAG"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one DAG that has a schedule, and one without."""
    folder = tmp_path / "project"
    (folder / "dags").mkdir(parents=True)
    (folder / "plugins").mkdir()
    (folder / "dags" / "daily.py").write_text(DAG.format(dag_id="daily", schedule="'@daily'"))
    (folder / "dags" / "by_hand.py").write_text(DAG.format(dag_id="by_hand", schedule=None))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    run.stop(tmp_path / "home")


def run_quietly(home: Path, project: Path, dag_id: str, **conf: object) -> run.LocalRun:
    console = Console(file=io.StringIO())
    return run.run(home, project=project, migrate=lambda url: None, dag_id=dag_id, conf=conf, console=console)


def processes_of(home: Path) -> list[psutil.Process]:
    return [*child_processes.members((), str(home)), *postgres.find_processes(home / "postgres" / "data")]


def test_the_logins_come_last_one_a_line_and_once(tmp_path):
    done = run.LocalRun("http://127.0.0.1:8080", "manual__1", "success", (), True)
    passwords = airflow_settings.logins(tmp_path)
    lines = run.login_text(tmp_path, done).splitlines()
    assert [line.split()[-2:] for line in lines[-2:]] == [
        [user, passwords[user]] for user in ("admin", "viewer")
    ]
    assert (
        len({line.index(password) for line, password in zip(lines[-2:], passwords.values(), strict=True)})
        == 1
    )
    assert "http://127.0.0.1:8080/plugin/newsfold" in [line.split()[-1] for line in lines[:-2] if line]
    assert len(lines) <= 9
    seen = run.login_text(tmp_path, replace(done, logins_are_new=False))
    assert str(airflow_settings.login_file(tmp_path)) in seen
    assert not any(password in seen for password in passwords.values())


@pytest.mark.airflow
def test_the_local_stack_from_its_first_start_to_its_end(home, project):
    migrated: list[str] = []
    console = Console(file=io.StringIO())
    first = run.run(home, project=project, migrate=migrated.append, dag_id="daily", console=console)
    assert (first.state, first.failed_tasks, first.logins_are_new) == ("success", (), True)
    assert migrated == [postgres.database_url(home, "owner")]

    # It is up, for those who know a password, on the loopback address only.
    passwords = airflow_settings.logins(home)
    assert all(password in run.login_text(home, first) for password in passwords.values())
    for user in airflow_settings.USERS:
        airflow_api.connect(first.address, user, passwords[user]).close()
    with pytest.raises(airflow_api.AirflowError, match="401"):
        airflow_api.connect(first.address, "admin", "wrong")
    assert httpx2.get(f"{first.address}/api/v2/dags").status_code == 401
    listening = [
        c.laddr.ip for p in processes_of(home) for c in p.net_connections("inet") if c.status == "LISTEN"
    ]
    assert set(listening) == {"127.0.0.1"}

    # The run that was asked for came before the one that the schedule was due.
    with airflow_api.connect(first.address, "admin", passwords["admin"]) as client:
        runs = airflow_api.answer(client.get("/dags/daily/dagRuns", params={"order_by": "start_date"}))
    assert runs["dag_runs"][0]["dag_run_id"] == first.run_id

    # Airflow's own commands work on its database, and nowhere else.
    given = ("connections", "add", "wire", "--conn-type", "http", "--conn-host", "wire.example")
    assert run.run_airflow(home, given) == 0
    with airflow_api.connect(first.address, "admin", passwords["admin"]) as client:
        assert airflow_api.answer(client.get("/connections/wire"))["host"] == "wire.example"
    assert run.run_airflow(home, ["no-such-command"]) == 2

    # Running again starts nothing anew, and shows no password.
    components = supervisor.running_components(home)
    assert components.keys() == supervisor.COMPONENTS.keys()
    failed = run_quietly(home, project, "by_hand", number=2)
    assert (failed.state, failed.failed_tasks, failed.logins_are_new) == ("failed", ("work",), False)
    assert not any(password in run.login_text(home, failed) for password in passwords.values())
    assert supervisor.running_components(home) == components

    # A changed DAG is read before it runs; one that can't be imported is named.
    (project / "dags" / "by_hand.py").write_text(
        DAG.format(dag_id="by_hand", schedule=None).replace("== 1", "== 2")
    )
    assert run_quietly(home, project, "by_hand", number=2).state == "success"
    (project / "dags" / "by_hand.py").write_text(BROKEN_DAG)
    with pytest.raises(airflow_api.AirflowError, match=r"(?s)by_hand\.py can't be .*no_such_module"):
        run_quietly(home, project, "by_hand")

    # What was killed is started again, and nothing else.
    psutil.Process(components["triggerer"].pid).kill()
    psutil.Process(components["dag-processor"].pid).kill()
    assert run_quietly(home, project, "daily").state == "success"
    again = supervisor.running_components(home)
    assert {name for name in again if again[name] != components[name]} == {"triggerer", "dag-processor"}

    assert run.stop(home) is True
    assert processes_of(home) == []
    assert run.stop(home) is False


@pytest.mark.airflow
def test_a_start_leaves_a_taken_port_to_who_took_it_and_the_next_one_runs_what_was_killed(
    home, project, monkeypatch
):
    with StrangeAirflow() as taken:
        chosen = airflow_settings.choose_port
        ports = iter([taken])
        monkeypatch.setattr(airflow_settings, "choose_port", lambda home: next(ports, None) or chosen(home))
        first = run_quietly(home, project, "by_hand")
    assert first.state == "success"
    assert first.address != airflow_settings.base_url(taken)

    settings = airflow_settings.airflow_environment(home, project)
    with airflow_api.connect(
        settings["AIRFLOW__API__BASE_URL"], "admin", airflow_settings.logins(home)["admin"]
    ) as client:
        run_id = airflow_api.trigger(client, "by_hand", {"seconds": 2})
        while ("work", "running") not in airflow_api.task_states(client, "by_hand", run_id):
            time.sleep(0.1)
    for process in processes_of(home):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert run_quietly(home, project, "by_hand").state == "success"
    with airflow_api.connect(
        settings["AIRFLOW__API__BASE_URL"], "admin", airflow_settings.logins(home)["admin"]
    ) as client:
        while airflow_api.run_state(client, "by_hand", run_id) not in airflow_api.ENDED_RUNS:
            time.sleep(0.5)
        assert airflow_api.run_state(client, "by_hand", run_id) == "success"

    # Whoever deletes the home of what runs can still stop it.
    while home.exists():
        shutil.rmtree(home, ignore_errors=True)
    assert run.stop(home) is True
    assert processes_of(home) == []


class StrangeAirflow:
    """An API server that is not ours: it answers who it is, and knows none of our logins. Gives its port."""

    def __enter__(self) -> int:
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()

            def do_POST(self) -> None:
                self.send_response(401)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
