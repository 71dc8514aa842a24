"""Airflow's REST API, as much of it as `make run` needs: is all up, and one run of one DAG."""

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

ENDED_RUNS = ("success", "failed")
ENDED_TASKS = ("success", "failed", "skipped", "upstream_failed", "removed")
#: How long a server that does not answer is asked again: on a busy machine, or while it is started anew, it refuses for a while.
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.5
#: What stands before a server that is not there says so with these.
AWAY = (502, 503, 504)
# What the health report calls the components that the supervisor starts.
HEALTH_NAMES = {"scheduler": "scheduler", "triggerer": "triggerer", "dag-processor": "dag_processor"}


class AirflowError(Exception):
    """Airflow did not do what was asked. The message says what it answered."""


def api_is_up(base_url: str) -> bool:
    """Whether the API server answers."""
    try:
        return httpx2.get(f"{base_url}/api/v2/version", timeout=5.0).is_success
    except httpx2.HTTPError:
        return False


def wake_tasks_api(base_url: str) -> None:
    """Ask the API that tasks talk to: its first answer takes seconds of CPU, which the first task would have to wait for."""
    with contextlib.suppress(httpx2.HTTPError):
        httpx2.get(f"{base_url}/execution/health", timeout=60.0)


def healthy_components(base_url: str, since: Mapping[str, float]) -> set[str]:
    """Those of `since` that are up. It holds their start times: an earlier one's heartbeat proves nothing."""
    try:
        report = httpx2.get(f"{base_url}/api/v2/monitor/health", timeout=5.0).raise_for_status().json()
    except (httpx2.HTTPError, ValueError):
        return set()
    healthy = {"api-server"} & set(since)
    for name in HEALTH_NAMES.keys() & since.keys():
        health = report.get(HEALTH_NAMES[name]) or {}
        heartbeat = health.get(f"latest_{HEALTH_NAMES[name]}_heartbeat")
        is_fresh = heartbeat and datetime.fromisoformat(heartbeat).timestamp() > since[name]
        if is_fresh and health.get("status") == "healthy":
            healthy.add(name)
    return healthy


class PatientTransport(httpx2.BaseTransport):
    """Asks again where nobody answers, `seconds` long. What changes something is sent again only where no connection was made.

    `look` is called before each further try, and may raise: nobody needs to wait for a server that is known to have ended.
    Raises AirflowError when the time is over.
    """

    def __init__(
        self,
        inner: httpx2.BaseTransport | None = None,
        look: Callable[[], object] = lambda: None,
        seconds: float = PATIENCE_SECONDS,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self.inner, self.look, self.seconds, self.pause = (
            inner or httpx2.HTTPTransport(),
            look,
            seconds,
            pause,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to a request."""
        began = time.monotonic()
        while True:
            try:
                response = self.inner.handle_request(request)
            except httpx2.TransportError as error:
                said = str(error) or type(error).__name__
                may_be_done = not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
            else:
                if response.status_code not in AWAY:
                    return response
                response.close()
                said, may_be_done = str(response.status_code), True
            self.look()
            if (may_be_done and request.method != "GET") or time.monotonic() - began > self.seconds:
                raise AirflowError(f"{request.method} {request.url}: the API server does not answer: {said}")
            time.sleep(self.pause)

    def close(self) -> None:
        self.inner.close()


def connect(
    base_url: str, user: str, password: str, look: Callable[[], object] = lambda: None
) -> httpx2.Client:
    """A client that is logged in, and patient: `look` as in PatientTransport. Close it after use. Raises AirflowError where
    the login is refused.
    """
    login = {"username": user, "password": password}
    with httpx2.Client(timeout=30.0, transport=PatientTransport(look=look)) as stranger:
        token = answer(stranger.post(f"{base_url}/auth/token", json=login))["access_token"]
    return httpx2.Client(
        base_url=f"{base_url}/api/v2",
        headers={"Authorization": f"Bearer {token}"},
        timeout=30.0,
        transport=PatientTransport(look=look),
    )


@dataclass(frozen=True, slots=True)
class DagFile:
    """Where Airflow has a DAG from: the file below the DAGs folder, and when it was last read (since 1970)."""

    name: str
    parsed_at: float
    token: str


def find_dag(client: httpx2.Client, dag_id: str) -> DagFile | None:
    """The DAG's file; None where Airflow doesn't know the DAG (yet)."""
    response = client.get(f"/dags/{dag_id}")
    if response.status_code == httpx2.codes.NOT_FOUND:
        return None
    dag = answer(response)
    parsed = dag["last_parsed_time"]
    seconds = datetime.fromisoformat(parsed).timestamp() if parsed else 0.0
    return DagFile(dag["relative_fileloc"], seconds, dag["file_token"])


def parse_again(client: httpx2.Client, file: DagFile) -> None:
    """Ask the DAG processor to read the file next."""
    answer(client.put(f"/parseDagFile/{file.token}"))


def import_errors(client: httpx2.Client, since: float) -> dict[str, str]:
    """The end of the error of each DAG file that failed to import since then (seconds since 1970)."""
    errors = answer(client.get("/importErrors"))["import_errors"]
    return {
        error["filename"]: error["stack_trace"].strip()[-2000:]
        for error in errors
        if datetime.fromisoformat(error["timestamp"]).timestamp() > since
    }


def trigger(client: httpx2.Client, dag_id: str, conf: Mapping[str, Any]) -> str:
    """Start a run of the DAG with these parameters, and unpause the DAG. Gives the run's id.

    A DAG that wakes up also gets the run that its schedule is due. Ours is dated before that one: else it might
    have to wait for it, and find the work done.
    """
    body: dict[str, Any] = {"logical_date": None, "conf": dict(conf)}
    dag = answer(client.get(f"/dags/{dag_id}"))
    if dag["is_paused"] and dag["next_dagrun_run_after"]:
        due = datetime.fromisoformat(dag["next_dagrun_run_after"])
        body["run_after"] = (min(due, datetime.now(UTC)) - timedelta(seconds=1)).isoformat()
    run_id = str(answer(client.post(f"/dags/{dag_id}/dagRuns", json=body))["dag_run_id"])
    answer(client.patch(f"/dags/{dag_id}", json={"is_paused": False}))
    return run_id


def run_state(client: httpx2.Client, dag_id: str, run_id: str) -> str:
    """How the run stands: queued, running, or one of ENDED_RUNS."""
    return str(answer(client.get(f"/dags/{dag_id}/dagRuns/{run_id}"))["state"])


def task_states(client: httpx2.Client, dag_id: str, run_id: str) -> list[tuple[str, str]]:
    """The run's tasks with their states, a mapped one once for each index; `none` waits for others."""
    response = client.get(f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances", params={"limit": 1000})
    return [(task["task_id"], task["state"] or "none") for task in answer(response)["task_instances"]]


def answer(response: httpx2.Response) -> Any:
    """The response's JSON. Raises AirflowError with what Airflow said instead."""
    if not response.is_success:
        path = response.request.url.path
        raise AirflowError(f"{response.request.method} {path}: {response.status_code} {response.text[:2000]}")
    return response.json() if response.content else None
