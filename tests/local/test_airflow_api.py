"""A server that refuses a connection now and then is asked again; one that has ended, or stays away, is told."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2
import pytest

from newsfold.local import airflow_api, run, supervisor
from newsfold.local.airflow_api import AirflowError, PatientTransport

REFUSED = httpx2.ConnectError("[Errno 111] Connection refused")
CUT = httpx2.RemoteProtocolError("Server disconnected without sending a response.")
RUNNING, SUCCESS = {"state": "running"}, {"state": "success"}


class Unseen:
    """A progress that nobody looks at."""

    is_seen = False


def server(*answers: Exception | int | dict[str, str]) -> tuple[httpx2.MockTransport, list[str]]:
    """One that gives these answers in turn, the last for ever; and the methods that it was asked by."""
    left, asked = list(answers), []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.method)
        said = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(said, Exception):
            raise said
        return httpx2.Response(said) if isinstance(said, int) else httpx2.Response(200, json=said)

    return httpx2.MockTransport(handle), asked


def client(inner: httpx2.BaseTransport, **how: object) -> httpx2.Client:
    how = {"pause": 0.0, **how}
    return httpx2.Client(base_url="http://127.0.0.1:1", transport=PatientTransport(inner, **how))


@pytest.mark.parametrize(
    "fault",
    [
        REFUSED,
        CUT,
        502,
        503,
        504,
        httpx2.ReadError("reset"),
        httpx2.ReadTimeout("30 s"),
        httpx2.ConnectTimeout(""),
    ],
    ids=str,
)
def test_a_run_is_waited_for_though_the_server_is_away_for_a_moment(
    fault: Exception | int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "POLL_SECONDS", 0)
    inner, _ = server(RUNNING, fault, RUNNING, fault, fault, fault, SUCCESS)
    with client(inner) as patient:
        assert run.wait_for_run(tmp_path, patient, "news_ingest", "manual__1", Unseen()) == "success"


@pytest.mark.parametrize(
    ("fault", "said"), [(REFUSED, "refused"), (CUT, "disconnected"), (503, "503")], ids=str
)
def test_a_server_that_stays_away_is_told(fault: Exception | int, said: str) -> None:
    inner, asked = server(fault)
    with (
        client(inner, seconds=0.01) as patient,
        pytest.raises(AirflowError, match=f"does not answer: .*{said}"),
    ):
        airflow_api.run_state(patient, "news_ingest", "manual__1")
    assert asked


def test_nobody_waits_for_a_server_that_has_ended() -> None:
    def look() -> None:
        raise supervisor.SupervisorError("Airflow's api-server has ended.")

    inner, asked = server(REFUSED)
    with client(inner, look=look) as patient, pytest.raises(supervisor.SupervisorError, match="has ended"):
        airflow_api.run_state(patient, "news_ingest", "manual__1")
    assert asked == ["GET"]


@pytest.mark.parametrize(
    ("fault", "times"), [(REFUSED, 2), (CUT, 1), (503, 1), (httpx2.ReadTimeout("30 s"), 1)], ids=str
)
def test_what_may_have_been_done_is_not_asked_twice(fault: Exception | int, times: int) -> None:
    inner, asked = server(fault, {"dag_run_id": "manual__1"})
    with client(inner) as patient:
        if times == 1:
            with pytest.raises(AirflowError, match="does not answer"):
                patient.post("/dags/news_ingest/dagRuns", json={})
        else:
            assert patient.post("/dags/news_ingest/dagRuns", json={}).is_success
    assert asked == ["POST"] * times


@pytest.mark.parametrize("code", [400, 401, 404, 409, 500])
def test_an_answer_is_an_answer(code: int) -> None:
    inner, asked = server(code)
    with client(inner) as patient, pytest.raises(AirflowError, match=re.escape(f": {code} ")):
        airflow_api.run_state(patient, "news_ingest", "manual__1")
    assert asked == ["GET"]


@pytest.fixture
def late_server() -> Iterator[tuple[str, Callable[[], None]]]:
    """An address where nobody listens yet, and what lets an Airflow begin there that lets everybody in."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = b'{"access_token": "t", "state": "success"}'
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            pass

    bound = HTTPServer(("127.0.0.1", 0), Answers, bind_and_activate=False)
    bound.server_bind()  # nobody listens: connections are refused, and nobody else gets the port
    bound.timeout = 60
    served = threading.Thread(target=lambda: [bound.server_activate(), bound.serve_forever(0.01)])
    yield f"http://127.0.0.1:{bound.socket.getsockname()[1]}", served.start
    if served.is_alive():
        bound.shutdown()
        served.join()
    bound.server_close()


def test_a_real_refusal_is_outlived(late_server: tuple[str, Callable[[], None]]) -> None:
    address, begin = late_server
    tries: list[bool] = []

    def look() -> None:
        if not tries:
            begin()
        tries.append(True)

    port = int(address.rpartition(":")[2])
    with socket.socket() as nobody, pytest.raises(ConnectionRefusedError):
        nobody.connect(("127.0.0.1", port))
    with airflow_api.connect(address, "admin", "word", look) as patient:
        assert airflow_api.run_state(patient, "news_ingest", "manual__1") == "success"
    assert tries
