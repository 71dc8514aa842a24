"""Several machines on this one: Airflow with the CeleryExecutor, a Redis, an S3 server, and workers that share nothing else.

Each worker has a directory tree of its own (dags, plugins, sql, home, logs) and, where the system lets us make one, a network
namespace of its own, from which it reaches the database, Redis, the raw store and Airflow's API, and nothing besides.
Each can be held to one core. Needs the program redis-server and the packages of requirements-celery.txt.
"""

import contextlib
import functools
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import httpx2
import psutil

from newsfold.config.database_urls import sqlalchemy_url
from newsfold.config.home import project_root
from newsfold.local import airflow_api, airflow_settings, child_processes, postgres, roles, supervisor
from newsfold.local.run import start_airflow
from newsfold.store.migrations import migrate

DAG_ID = "news_ingest"
HEAD = ("api-server", "dag-processor", "scheduler")
BUCKET = "newsroom"
PASSWORD = "only-on-loopback"  # noqa: S105
# A machine that died is noticed after these seconds, not after Airflow's 300.
HEARTBEAT_TIMEOUT = 15
# Ends with its parent, also where that is killed: then its input is closed.
S3_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


def missing() -> str | None:
    """The program that this machine lacks to run several, in words; None where it lacks none."""
    return (
        None
        if shutil.which("redis-server")
        else "redis-server is not installed (Debian package redis-server)"
    )


@functools.cache
def namespace() -> list[str] | None:
    """The command that gives a program a network of its own; None where the system allows none."""
    for command in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        with contextlib.suppress(FileNotFoundError):
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
    return None


@dataclass(frozen=True, slots=True)
class Tree:
    """A checkout of its own with a home of its own, as one machine has it."""

    root: Path
    home: Path

    def logs(self, task: str) -> list[Path]:
        """The logs of the tries of a task that ran here."""
        return sorted((self.home / "logs" / "tasks").glob(f"**/task_id={task}/**/attempt=*.log"))


@dataclass(frozen=True, slots=True)
class Worker:
    """A machine that runs tasks."""

    tree: Tree
    process: psutil.Process

    def kill(self) -> None:
        """End all that runs there at once, as a power cut would."""
        running = [self.process, *self.process.children(recursive=True)]
        for order in (psutil.Process.suspend, psutil.Process.kill):
            for process in running:
                with contextlib.suppress(psutil.NoSuchProcess):
                    order(process)
        psutil.wait_procs(running)

    def drain(self) -> None:
        """Ask it to take no more tasks, and to end when those in hand are done: what a rolling restart begins with."""
        self.process.terminate()

    def cpu_seconds(self) -> float:
        """What all its processes have used so far, with those that have ended."""
        used = 0.0
        for process in [self.process, *self.process.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                used += sum(process.cpu_times()[:4])
        return used


@dataclass
class Machines:
    """The head machine, with the scheduler and all servers, and the workers."""

    folder: Path
    server: postgres.Server
    s3_url: str
    settings: dict[str, str]
    ports: list[int]
    workers: list[Worker] = field(default_factory=list)

    def client(self) -> httpx2.Client:
        """Airflow's API, logged in."""
        password = airflow_settings.logins(self.server.home)["admin"]
        return airflow_api.connect(self.settings["AIRFLOW__API__BASE_URL"], "admin", password)

    def put(self, key: str, data: bytes) -> None:
        """An object that a source delivers."""
        s3_client(self.s3_url).upload_fileobj(io.BytesIO(data), BUCKET, key)

    def start_worker(self, name: str, *, slots: int = 2, core: int | None = None) -> Worker:
        """One more machine that takes `slots` tasks at once. It is up when `wait_for_workers` returns."""
        tree = make_tree(self.folder / name, self.folder / "head" / "dags" / "sources.toml")
        # A worker makes no tokens: it is handed one with each task.
        shared = {name: value for name, value in self.settings.items() if "JWT_SECRET" not in name}
        environment = {
            **airflow_settings.clean_environment(),
            **shared,
            **tree_settings(tree),
            "PYTHONPATH": str(tree.root / "plugins"),
        }
        hostname = ["--celery-hostname", f"{name}@newsfold"]
        command = supervisor.airflow_command(
            "celery", "worker", "--concurrency", str(slots), "--skip-serve-logs", *hostname
        )
        if (apart := namespace()) is not None:
            cable = [sys.executable, str(Path(__file__).with_name("cable.py")), "inside", str(self.folder)]
            command = [*apart, *cable, *map(str, self.ports), "--", *command]
        if core is not None:
            command = ["taskset", "--cpu-list", str(core), *command]
        started = child_processes.spawn(
            self.server.home, name, command, environment, tree.home / "logs" / "worker.log"
        )
        worker = Worker(tree, psutil.Process(started.pid))
        self.workers.append(worker)
        return worker

    def kill_and_restart(self, component: str) -> None:
        """Kill one of the head's programs with -9, and start it again as `make run` would."""
        self.restart(component, psutil.Process.kill)

    def restart(
        self, component: str, end: Callable[[psutil.Process], None] = psutil.Process.terminate
    ) -> None:
        """End one of the head's programs, and start it again as `make run` would."""
        process = psutil.Process(supervisor.running_components(self.server.home)[component].pid)
        end(process)
        process.wait(60)  # dying, it would still be taken for running
        supervisor.start(self.server.home, self.settings, HEAD)
        url = self.settings["AIRFLOW__API__BASE_URL"]
        self.wait(lambda: airflow_api.api_is_up(url), "no answer of the API")

    def wait_for_workers(self) -> None:
        """Return when each worker that was started takes tasks."""
        for worker in self.workers:
            log = worker.tree.home / "logs" / "worker.log"
            self.wait(
                lambda log=log: " ready." in log.read_text(errors="replace"), f"{log} does not say ready"
            )

    def wait(self, is_done: Callable[[], bool], trouble: str, seconds: float = 900.0) -> None:
        """Poll. Raises AssertionError with the trouble and the end of the logs after so many seconds."""
        deadline = time.monotonic() + seconds
        while not is_done():
            if time.monotonic() > deadline:
                logs = [*(self.server.home / "logs").glob("*.log"), *self.folder.glob("*/home/logs/*.log")]
                ends = "\n".join(f"== {log}\n{supervisor.log_end(log)}" for log in logs)
                raise AssertionError(f"{trouble}\n{ends}")
            time.sleep(0.25)

    def start_run(self, client: httpx2.Client, **conf: object) -> str:
        """Trigger the DAG; the run's id."""
        self.wait(lambda: airflow_api.find_dag(client, DAG_ID) is not None, f"{DAG_ID} does not show up")
        return airflow_api.trigger(client, DAG_ID, conf)

    def finish_run(self, client: httpx2.Client, run_id: str, seconds: float = 3600.0) -> None:
        """Wait for the run's end. Raises AssertionError with the ends of its tasks' logs where it failed."""

        def ended() -> bool:
            return airflow_api.run_state(client, DAG_ID, run_id) in airflow_api.ENDED_RUNS

        self.wait(ended, f"{run_id} does not end", seconds)
        if airflow_api.run_state(client, DAG_ID, run_id) != "success":
            states = airflow_api.task_states(client, DAG_ID, run_id)
            failed = sorted({task for task, state in states if state == "failed"})
            logs = [log for worker in self.workers for task in failed for log in worker.tree.logs(task)]
            ends = "\n".join(f"== {log}\n{supervisor.log_end(log, 3)}" for log in logs)
            raise AssertionError(f"{run_id} failed: {states}\n{ends}")


@contextlib.contextmanager
def several_machines(
    sources: str,
    *,
    settings: Mapping[str, str] | None = None,
    server_settings: Mapping[str, str] | None = None,
) -> Iterator[Machines]:
    """All but the workers, on a `sources.toml` whose locations may start with `s3://newsroom/` and name the connection
    `newsroom`. All ends with the block.
    """
    with contextlib.ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="newsfold-machines-")))
        head, home = folder / "head", folder / "head" / "home"
        given = folder / "sources.toml"
        given.write_text(sources, encoding="utf-8")
        tree = make_tree(head, given)
        ending.callback(postgres.stop, home)
        server = postgres.start(home, settings=server_settings)
        migrate(server.url("owner"))
        s3_url = ending.enter_context(running_s3())
        redis_url = ending.enter_context(running_redis(folder))
        airflow_settings.choose_port(home)
        merged = {
            **airflow_settings.airflow_environment(home, head),
            **tree_settings(tree),
            **celery_settings(server, redis_url, s3_url),
            "PYTHONPATH": str(head / "plugins"),
            **(settings or {}),
        }
        supervisor.migrate_airflow(home, merged)
        ending.callback(supervisor.stop, home)
        merged = start_airflow(home, merged, HEAD)
        ports = [urlsplit(url).port for url in (s3_url, redis_url, merged["AIRFLOW__API__BASE_URL"])]
        known = [server.port, *(port for port in ports if port is not None)]
        if namespace() is not None:
            ending.enter_context(running_cable(folder, known))
        yield Machines(folder, server, s3_url, merged, known)


def make_tree(root: Path, sources: Path) -> Tree:
    """A copy of what a machine needs, with these sources."""
    for name in ("dags", "plugins", "sql"):
        shutil.copytree(project_root() / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(sources, root / "dags" / "sources.toml")
    home = root / "home"
    (home / "airflow").mkdir(parents=True)
    (home / "logs").mkdir()
    return Tree(root, home)


def tree_settings(tree: Tree) -> dict[str, str]:
    """What differs between machines: where things are."""
    return {
        "NEWSFOLD_HOME": str(tree.home),
        "AIRFLOW_HOME": str(tree.home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(tree.root / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(tree.root / "plugins"),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(tree.home / "airflow" / "bundles"),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(tree.home / "logs" / "tasks"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(tree.home / "logs" / "dags"),
    }


def celery_settings(server: postgres.Server, redis_url: str, s3_url: str) -> dict[str, str]:
    """What all machines share besides what one machine has."""
    results = server.url(roles.AIRFLOW_ROLE, roles.AIRFLOW_DATABASE)
    s3 = json.dumps(
        {
            "conn_type": "aws",
            "login": "testing",
            "password": "testing",
            "extra": {"endpoint_url": s3_url, "region_name": "us-east-1"},
        }
    )
    return {
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__PARALLELISM": "32",
        "AIRFLOW__CELERY__BROKER_URL": redis_url,
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{sqlalchemy_url(results)}",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": str(HEARTBEAT_TIMEOUT),
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "3",
        "AIRFLOW_CONN_NEWSROOM": s3,
        "AIRFLOW_CONN_NEWSFOLD_RAW_STORE": s3,
        "NEWSFOLD_RAW_STORE": f"s3://{BUCKET}/raw",
    }


def s3_client(url: str):  # type: ignore[no-untyped-def]
    """A client that can write."""
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106
    )


@contextlib.contextmanager
def running_s3() -> Iterator[str]:
    """moto's S3 server with one bucket; its address."""
    with started([sys.executable, "-c", S3_SERVER]) as process:
        url = f"http://127.0.0.1:{first_line(process)}"
        s3_client(url).create_bucket(Bucket=BUCKET)
        yield url


@contextlib.contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing, on a port of its own; its address."""
    port = postgres.free_port(0)
    # By standard input: on the command line everyone here could read the password.
    config = f"bind 127.0.0.1\nport {port}\nsave ''\ndir {folder}\nrequirepass {PASSWORD}\n"
    with started(["redis-server", "-"]) as process:
        assert process.stdin is not None
        process.stdin.write(config)
        process.stdin.close()
        yield f"redis://:{PASSWORD}@127.0.0.1:{port}/0"


@contextlib.contextmanager
def running_cable(folder: Path, ports: Sequence[int]) -> Iterator[None]:
    """The near end of the cable that the workers' networks are tied to."""
    command = [sys.executable, str(Path(__file__).with_name("cable.py")), "outside", str(folder)]
    with started([*command, *map(str, ports)]) as process:
        assert first_line(process) == "ready"
        yield


@contextlib.contextmanager
def started(command: Sequence[str]) -> Iterator["subprocess.Popen[str]"]:
    """A program that is killed with the block."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=dict(os.environ),
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def first_line(process: "subprocess.Popen[str]") -> str:
    """What a program says when it is up."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
