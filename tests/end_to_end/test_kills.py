"""A kill at any moment leaves a state from which a re-run finishes the work."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from newsfold.config.home import project_root
from newsfold.local import postgres
from newsfold.store.connection import DatabaseError, connect
from newsfold.store.migrations import migrate

TEXT = """Headline number {n}

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that boat {n} of its fleet had returned to service.

Engineer Marta Vilela told reporters in Cacilhas that {n}4 crew members had finished their training in Setubal.
"""
LOADER = """
import sys
from pathlib import Path
from newsfold.pipeline import steps, workspaces
url, root, key = sys.argv[1:]
with workspaces.open_workspace(url, Path(root) / "raw", Path(root)) as work:
    run_id = steps.begin(work, key, "command", None, dry_run=False)
    for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
        steps.normalize(work, run_id, batch.batch)
    steps.deduplicate(work, run_id)
    print("loading", flush=True)
    steps.load(work, run_id, steps.utc_now())
"""


def start_loading(newsroom, key: str) -> subprocess.Popen:
    """A process of its own that has come as far as the load."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, newsroom.role_url("loader"), str(newsroom.root), key],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(project_root() / "plugins")},
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "loading\n"
    return process


def wait_until_blocked(database_url: str) -> None:
    """Until some statement waits for our lock, in the middle of the load."""
    connection = connect(database_url)
    connection.autocommit = True
    deadline = time.monotonic() + 600
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                # Of this database: its neighbours' tables have the same numbers, they are copies too.
                "select count(*) as n from pg_locks join pg_database on pg_database.oid = database"
                " where not granted and relation = 'news.content_appearance'::regclass and datname = current_database()"
            )
            if cursor.fetchone().n:
                connection.close()
                return
            time.sleep(0.05)
    raise AssertionError("the load never came to the lock")


def kill_in_the_middle(newsroom, key: str) -> None:
    """Let a process come to the middle of its load, and kill it there."""
    with closing(connect(newsroom.role_url("owner"))) as blocker, blocker.cursor() as cursor:
        cursor.execute("lock table news.content_appearance in exclusive mode")
        with start_loading(newsroom, key) as process:
            wait_until_blocked(newsroom.role_url("owner"))
            process.send_signal(signal.SIGKILL)


def counts(newsroom) -> tuple[int, ...]:
    row = newsroom.query(
        "select (select count(*) from news.article) as articles, (select count(*) from news.content) as contents,"
        " (select count(*) from news.story) as stories, (select count(*) from ops.file where loaded_at is not null) as files"
    )[0]
    return tuple(row)


def fill(newsroom) -> None:
    newsroom.source("mna", language="en")
    for n in range(1, 6):
        newsroom.deliver("mna", f"{n}.txt", TEXT.format(n=n))
    newsroom.deliver("mna", "empty.txt", "")


def assert_complete(newsroom, key: str) -> None:
    totals = newsroom.run(key=key)["totals"]
    assert totals["balanced"]
    assert (totals["files"], totals["found"], totals["quarantined"]) == (6, 6, 1)
    assert counts(newsroom)[0] == 5
    assert newsroom.query("select count(*) as n from staging.article")[0].n == 0


def test_a_killed_load_leaves_nothing_half_done_and_its_re_run_completes(newsroom):
    fill(newsroom)
    kill_in_the_middle(newsroom, "same-run")
    assert counts(newsroom) == (0, 0, 0, 0)
    assert_complete(newsroom, "same-run")


def test_the_next_run_takes_over_what_a_killed_run_had_fetched(newsroom):
    fill(newsroom)
    kill_in_the_middle(newsroom, "killed-run")
    totals = newsroom.run(key="next-run")["totals"]
    assert (totals["files"], totals["found"], totals["balanced"]) == (6, 6, True)


@pytest.fixture
def own_server(tmp_path):
    """A server that may be killed."""
    home = tmp_path / "home"
    postgres.start(home)
    migrate(postgres.database_url(home, "owner"))
    yield home
    postgres.stop(home)


def test_a_killed_server_leaves_nothing_half_done_and_the_re_run_completes(newsroom, own_server):
    newsroom.role_url = lambda role: postgres.database_url(own_server, role)
    fill(newsroom)
    blocker = connect(newsroom.role_url("owner"))
    with blocker.cursor() as cursor:
        cursor.execute("lock table news.content_appearance in exclusive mode")
    with start_loading(newsroom, "same-run") as process:
        wait_until_blocked(newsroom.role_url("owner"))
        kill_server(own_server)
        assert process.wait() != 0
    postgres.start(own_server)
    assert counts(newsroom) == (0, 0, 0, 0)
    assert_complete(newsroom, "same-run")


def kill_server(home: Path) -> None:
    """kill -9 for the postmaster and all its children."""
    pid = int(next(home.rglob("postmaster.pid")).read_text().splitlines()[0])
    postmaster = psutil.Process(pid)
    for each in [postmaster, *postmaster.children(recursive=True)]:
        # A child may end by itself between the list and the kill.
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs([postmaster], timeout=600)


def test_a_server_that_is_gone_is_named_without_its_password(own_server):
    url = postgres.database_url(own_server, "loader")
    postgres.stop(own_server)
    with pytest.raises(DatabaseError) as raised:
        connect(url)
    password = psycopg2.extensions.parse_dsn(url)["password"]
    assert password not in str(raised.value)
    assert "127.0.0.1" in str(raised.value)
