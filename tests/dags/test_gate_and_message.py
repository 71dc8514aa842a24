"""The gate before the load, and what goes out at the end of a run: by Airflow itself, into a real database."""

import json
import re
import shutil
import socket
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsfold.cli.command_line import main
from newsfold.config.sources import Settings
from newsfold.operate.metrics import METRICS
from newsfold.pipeline.days import news_day
from newsfold.store import expectations
from newsfold.store.connection import connect

FERRY = """Ferry crews of Almada end their strike

Almada, Sep 26 (MNA) - Ferry crews of Almada went back to work on Friday after nine days on strike, their union said.

"The boats leave on time from tomorrow," Marta Vilela of the union told reporters at a quay where 300 passengers had waited.
"""
SOURCES = ("meridian-news-agency", "pan-pacific-desk")

pytestmark = pytest.mark.airflow


def query(url: str, statement: str) -> list:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def remember(url: str, records: int) -> None:
    """Six weeks in which each source delivered so many records on the weekday that counts now."""
    today = news_day(Settings(), datetime.now(UTC))
    slugs = ", ".join(f"('{slug}')" for slug in SOURCES)
    query(
        url,
        "insert into news.source (slug, name, created_at) select slug, slug, now() - interval '1 year'"
        f" from (values {slugs}) as t(slug) returning 1",
    )
    query(
        url,
        "insert into ops.run (run_key, trigger, day, dry_run, state, started_at)"
        f" select 'week ' || n, 'airflow', date '{today}' - 7 * n, false, 'published',"
        f" (date '{today}' - 7 * n)::timestamp at time zone 'UTC'"
        " from generate_series(1, 6) as n returning 1",
    )
    query(
        url,
        "insert into ops.run_source (run_id, day, source_id, is_asked, files, records)"
        f" select run_id, day, source_id, true, {records}, {records} from ops.run, news.source returning 1",
    )


def last_run(url: str):
    return query(url, "select * from ops.run order by run_id desc limit 1")[0]


def states(ended) -> dict[str, str]:
    """The state of each task, mapped ones as one."""
    return {name.partition("[")[0]: state for name, state in ended["tasks"].items()}


@pytest.fixture
def webhook():
    """A service that takes messages: the address for Apprise, and what came."""
    came: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_address[1]}/news", came
    server.shutdown()
    server.server_close()


def alerts_to(address: str, name: str = "newsfold_alerts") -> dict[str, str]:
    """The setting of the connection newsfold_alerts, or of another."""
    connection = {"conn_type": "apprise", "extra": {"config": {"path": address}}}
    return {f"AIRFLOW_CONN_{name.upper()}": json.dumps(connection)}


def test_a_run_far_outside_waits_is_held_by_a_person_and_the_next_one_takes_over(
    project, airflow_for, run_script, role_url, database_url, webhook
):
    address, came = webhook
    settings = {**airflow_for(project, role_url("loader")), **alerts_to(address)}
    dags = str(project / "dags")
    remember(database_url, 400)

    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}", "Reject")
    assert ended["state"] == "success", ended
    (question,) = ended["questions"]
    held = last_run(database_url)
    assert f"run {held.run_id}" in question["subject"]
    assert "typical: 800" in question["subject"]
    assert all(f"{slug}: " in question["body"] for slug in SOURCES)
    assert "newsfold-run-report" in question["body"]
    assert question["defaults"] == ["Approve"]
    tasks = states(ended)
    assert {name: tasks[name] for name in ("gate", "load", "check", "publish", "notify")} == {
        "gate": "success", "load": "skipped", "check": "skipped", "publish": "skipped", "notify": "success",
    }  # fmt: skip
    assert (held.state, held.loaded_at) == ("held", None)
    (gate,) = query(database_url, "select * from ops.gate")
    assert (gate.run_id, gate.choice, gate.decided_by) == (held.run_id, "hold", "a person")
    assert query(database_url, "select 1 from news.article") == []
    due = query(database_url, "select count(*)::int as n from ops.file where loaded_at is null")[0].n
    assert due == sum(1 for path in (project / "inbox").rglob("*") if path.is_file())
    waits, message = came
    assert waits["title"] == f"Newsfold: {question['subject']}"
    assert "Required Actions" in waits["message"]
    assert "held, nothing loaded" in message["title"]
    assert "a person" in message["message"]

    # What was rejected stays out of the next run, until it is released: then the gate asks again.
    ended = run_script(
        "run_dag.py", settings, dags, "news_ingest", json.dumps({"sources": [SOURCES[0]]}), "Approve"
    )
    assert ended["state"] == "success", ended
    assert query(database_url, "select 1 from news.article") == []
    with closing(connect(role_url("operator"))) as connection:
        files = expectations.settle(connection, held.run_id, "released", "ada", now=datetime.now(UTC))
    assert files == due
    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}", "Approve")
    assert ended["state"] == "success", ended
    assert len(ended["questions"]) == 1
    loaded = last_run(database_url)
    assert (loaded.state, loaded.run_id) == ("published", held.run_id + 2)
    files = query(database_url, f"select count(*)::int as n from ops.ledger where run_id = {loaded.run_id}")
    assert files[0].n == due
    assert query(database_url, "select 1 from news.article limit 1")
    assert "Loaded by the choice of a person" in came[-1]["message"]


def test_a_source_that_floods_is_held_back_the_rest_is_loaded_and_the_watch_releases_it_in_time(
    project, airflow_for, run_script, role_url, database_url, webhook
):
    address, came = webhook
    settings = {**airflow_for(project, role_url("loader")), **alerts_to(address)}
    dags = str(project / "dags")
    sources = project / "dags" / "sources.toml"
    sources.write_text(
        sources.read_text().replace("[ingest]\n", "[ingest]\ngate_least = 1\ngate_high = 1.5\ngate_low = 0\n")
    )
    remember(database_url, 100)
    query(
        database_url,
        "update ops.run_source set files = 1, records = 1 from news.source"
        f" where source.source_id = run_source.source_id and slug = '{SOURCES[0]}' returning 1",
    )
    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}", "Reject")
    assert (ended["state"], ended["questions"]) == ("success", []), ended
    run = last_run(database_url)
    assert run.state == "published"
    (held,) = query(database_url, "select slug from ops.held_source join news.source using (source_id)")
    assert held.slug == SOURCES[0]
    assert f"goes on without {SOURCES[0]}" in came[0]["title"]
    assert query(database_url, "select told_at from ops.incident where kind = 'held_back'")[0].told_at
    loaded = {row.source for row in query(database_url, "select distinct source from analytics.articles")}
    assert SOURCES[0] not in loaded
    assert SOURCES[1] in loaded

    query(database_url, "update ops.held_source set held_at = held_at - interval '7 hours' returning 1")
    ended = run_script("run_dag.py", settings, dags, "news_watch", "{}")
    assert states(ended)["release"] == "success", ended
    (settled,) = query(database_url, "select settled_by from ops.held_source")
    assert settled.settled_by == "nobody in time"
    assert query(database_url, "select 1 from ops.file where held_run_id is not null") == []


@pytest.mark.long
def test_a_rehearsal_passes_the_gate_and_nobody_in_time_means_the_declared_default(
    project, airflow_for, run_script, role_url, database_url
):
    sources = project / "dags" / "sources.toml"
    sources.write_text(sources.read_text().replace("[ingest]\n", "[ingest]\ngate_default = 'hold'\n"))
    settings = airflow_for(project, role_url("loader"))
    dags = str(project / "dags")
    remember(database_url, 400)
    ended = run_script("run_dag.py", settings, dags, "news_ingest", json.dumps({"dry_run": True}), "Reject")
    assert (ended["state"], ended["questions"]) == ("success", []), ended
    assert last_run(database_url).state == "rehearsed"

    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}", "nobody")
    assert ended["questions"][0]["defaults"] == ["Reject"]
    assert states(ended)["load"] == "skipped"
    assert last_run(database_url).state == "held"
    assert query(database_url, "select decided_by from ops.gate")[0].decided_by == "nobody in time"


@pytest.mark.long
def test_the_message_of_a_failed_run_goes_out_and_the_run_stays_failed(
    project, airflow_for, run_script, role_url, database_url, webhook
):
    address, came = webhook
    settings = {**airflow_for(project, role_url("loader")), **alerts_to(address)}
    shutil.rmtree(project / "inbox")
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}")
    assert ended["state"] == "failed", ended
    assert (states(ended)["fetch"], states(ended)["notify"]) == ("failed", "success")
    (message,) = came
    assert "failed in fetch" in message["title"]
    assert message["type"] == "warning"
    assert all(f"{slug}: gone" in message["message"] for slug in SOURCES)
    assert (
        f"/dags/news_ingest/runs/{ended['run_id'].replace('+', '%2B').replace(':', '%3A')}"
        in message["message"]
    )


def test_a_database_out_of_reach_is_told_too(project, airflow_for, run_script, role_url, webhook):
    address, came = webhook
    nowhere = re.sub(r":\d+/", ":1/", role_url("loader"))
    settings = {**airflow_for(project, nowhere), **alerts_to(address)}
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}")
    assert ended["state"] == "failed", ended
    (message,) = came
    assert "could not be reported" in message["title"]
    assert "fetch" in message["message"]
    password = role_url("loader").split(":")[2].split("@")[0]
    assert password not in json.dumps(message)


@pytest.mark.parametrize(
    ("run_key", "state", "hours", "told"),
    [
        ("airflow:news_ingest:scheduled__2025-09-29", "started", 5, True),
        ("airflow:news_ingest:manual__2025-09-29", "loaded", 5, True),
        ("airflow:news_ingest:scheduled__2025-09-29", "started", 3, False),
        ("airflow:news_ingest:scheduled__2025-09-29", "published", 5, False),
        ("airflow:news_ingest:scheduled__2025-09-29", "waiting", 5, False),
        ("airflow:news_ingest:backfill__2025-09-29", "started", 5, False),
        ("airflow:news_ingest_hourly:scheduled__2025-09-29T01", "started", 5, False),
        ("airflow:news_ingest:scheduled__2025-08-01", "started", 24 * 30, False),
    ],
)
def test_runs_that_are_late_are_found(database_url, run_key, state, hours, told):
    query(
        database_url,
        "insert into ops.run (run_key, trigger, dry_run, state, started_at) values"
        f" ('{run_key}', 'airflow', false, '{state}', now() - interval '{hours} hours') returning 1",
    )
    with closing(connect(database_url)) as connection:
        now = datetime.now(UTC)
        late = expectations.late_runs(connection, 4.0, now=now)
        assert bool(late) == told
        for run in late:
            expectations.note_late_told(connection, run.run_id, now=now)
        assert expectations.late_runs(connection, 4.0, now=now) == []


def test_a_late_run_and_what_a_saved_search_finds_are_told_once(
    project, airflow_for, run_script, role_url, database_url, webhook, tmp_path
):
    address, came = webhook
    assert main(["searches", "boats", "--save", "ferry", "--database-url", role_url("operator")]) == 0
    (tmp_path / "ferry.txt").write_text(FERRY)
    assert main(["ingest", str(tmp_path / "ferry.txt"), "--database-url", role_url("loader")]) == 0
    settings = {**airflow_for(project, role_url("loader")), **alerts_to(address)}
    query(
        database_url,
        "insert into ops.run (run_key, trigger, dry_run, state, started_at) values"
        " ('airflow:news_ingest:scheduled__2025-09-29', 'airflow', false, 'started', now() - interval '5 hours') returning 1",
    )
    for _ in range(2):
        ended = run_script("run_dag.py", settings, str(project / "dags"), "news_watch", "{}")
        assert ended["state"] == "success", ended
    late, found = sorted(came, key=lambda each: each["title"], reverse=True)
    assert late["title"] == "Newsfold: news_ingest is late"
    assert "/dags/news_ingest/runs/scheduled__2025-09-29" in late["message"]
    assert found["title"] == "Newsfold: 1 new story for boats"
    assert "Ferry crews of Almada end their strike" in found["message"]


def test_a_message_that_a_service_refuses_is_no_message_sent_and_holds_up_no_other(
    project, airflow_for, run_script, role_url, database_url, webhook, tmp_path
):
    address, came = webhook
    settings = {
        **airflow_for(project, role_url("loader")),
        **alerts_to("json://127.0.0.1:1/nobody"),
        **alerts_to(address, "desk"),
        "AIRFLOW_CONN_BAD": "http://127.0.0.1:1",
    }
    for name, to in (("a", "bad"), ("b", "newsfold_alerts"), ("c", "desk")):
        saved = ["searches", name, "--save", "ferry", "--to", to, "--database-url", role_url("operator")]
        assert main(saved) == 0
    (tmp_path / "ferry.txt").write_text(FERRY)
    assert main(["ingest", str(tmp_path / "ferry.txt"), "--database-url", role_url("loader")]) == 0
    query(
        database_url,
        "insert into ops.run (run_key, trigger, dry_run, state, started_at) values"
        " ('airflow:news_ingest:scheduled__2025-09-29', 'airflow', false, 'started', now() - interval '5 hours') returning 1",
    )
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_watch", "{}")
    assert ended["state"] == "failed", ended
    assert (
        query(database_url, "select late_told_at from ops.run order by run_id desc")[0].late_told_at is None
    )
    assert [message["title"] for message in came] == ["Newsfold: 1 new story for c"]
    told = query(database_url, "select name from ops.saved_search_story where told_at is not null")
    assert [row.name for row in told] == ["c"]


@pytest.fixture
def statsd():
    """A StatsD server of our own: its port, and a function that gives the lines that came."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    listener.settimeout(0.5)
    came: list[str] = []
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            try:
                came.extend(listener.recv(65536).decode().splitlines())
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield listener.getsockname()[1], came
    over.set()
    thread.join()
    listener.close()


def test_the_figures_of_a_run_reach_statsd_and_its_data_sets_openlineage(
    project, airflow_for, run_script, role_url, database_url, statsd
):
    port, came = statsd
    events_file = project / "events.jsonl"
    settings = {
        **airflow_for(project, role_url("loader")),
        "AIRFLOW__METRICS__STATSD_ON": "True",
        "AIRFLOW__METRICS__STATSD_HOST": "127.0.0.1",
        "AIRFLOW__METRICS__STATSD_PORT": str(port),
        "AIRFLOW__METRICS__STATSD_INFLUXDB_ENABLED": "True",
        "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps(
            {"type": "file", "log_file_path": str(events_file), "append": True}
        ),
        "AIRFLOW__OPENLINEAGE__NAMESPACE": "newsfold",
    }
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}")
    assert ended["state"] == "success", ended
    time.sleep(1)

    lines = [line for line in came if line.startswith("airflow.newsfold.")]
    names = {re.split("[,:]", line)[0].removeprefix("airflow.newsfold.") for line in lines}
    assert names <= set(METRICS)
    assert set(METRICS) - names <= {"source.typical_files"}  # nothing is known of the first day
    run = last_run(database_url)
    assert f"airflow.newsfold.run.found,dag=news_ingest:{run.report['totals']['found']}|g" in lines
    assert "airflow.newsfold.run.balanced,dag=news_ingest:1|g" in lines
    steps = {found[1] for line in lines if (found := re.search(r"step\.seconds,.*step=(\w+)", line))}
    assert {"fetch", "normalize", "deduplicate", "gate", "load", "check", "publish"} <= steps
    originals = [
        line for line in lines if ".records," in line and "outcome=original" in line and "source=" in line
    ]
    assert len(originals) == len(SOURCES)

    events = [json.loads(line) for line in events_file.read_text().splitlines()]
    fetched = data_sets(events, "news_ingest.fetch")
    inbox = {("file", f"{project}/inbox/{slug}") for slug in SOURCES}
    assert fetched == (inbox, {("file", str(project / "raw"))})
    inputs, outputs = data_sets(events, "news_ingest.load")
    assert inputs == {("file", str(project / "raw"))}
    database = role_url("loader").rpartition("/")[2]
    assert {name for _, name in outputs} >= {f"{database}.news.article", f"{database}.analytics.articles"}
    assert all(namespace.startswith("postgres://127.0.0.1:") for namespace, _ in outputs)


def data_sets(events: list[dict], job: str) -> tuple[set, set]:
    """The inputs and outputs of all events of a job."""
    ours = [event for event in events if event["job"]["name"] == job]
    assert ours, {event["job"]["name"] for event in events}
    return tuple(
        {(each["namespace"], each["name"]) for event in ours for each in event.get(kind, [])}
        for kind in ("inputs", "outputs")
    )
