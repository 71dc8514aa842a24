"""A file that kills the process which reads it costs one row: the rest of its run loads, and the next run is as ever."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from newsfold import cli
from newsfold.config.home import project_root
from newsfold.pipeline import readers, replay_choices, replaying, running, steps
from newsfold.store import readings, reports
from newsfold.upkeep import retention

POISON = Path(__file__).resolve().parents[1] / "poison"
SYLLABLES = (
    "ka",
    "lo",
    "mer",
    "ti",
    "sun",
    "da",
    "vel",
    "po",
    "rin",
    "ga",
    "th",
    "bo",
    "nis",
    "ur",
    "fe",
    "zal",
)


def text(n: int) -> str:
    """A report of its own, in words of its own."""
    chance = random.Random(n)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(60)]
    return (
        f"{words[0].title()} of {words[1].title()}\n\nPort Saranne, Sept 26, 2025 (MNA) "
        + " ".join(words[:30])
        + f" {n}1.\n\n"
        + " ".join(words[30:])
        + f" {n}7.\n"
    )


WAYS = {
    "exit": "its process ended with exit code 137",
    "leave": "its process ended with exit code 0",
    "abort": "its process was ended by signal 6 (SIGABRT)",
    "segfault": "its process was ended by signal 11 (SIGSEGV)",
    "hang": "no record of it was read for more than 15 seconds",
    "memory": "reading it took more than 600 MB of memory",
}


@pytest.fixture(autouse=True)
def poison(monkeypatch, tmp_path):
    """Readers die of poison from now on."""
    monkeypatch.setenv("PYTHONPATH", str(POISON))
    monkeypatch.setenv("POISON_DIED", str(tmp_path / "died"))


def fill(newsroom, count: int, **poisons: str) -> None:
    """A source with ordinary files, and some that hold a poison; their names sort among the others."""
    newsroom.source("mna", language="en")
    for n in range(count):
        newsroom.deliver("mna", f"{n:03}.txt", text(n))
    for name, way in poisons.items():
        newsroom.deliver("mna", f"{count // 2:03}-{name}.txt", f"Sept 26, 2025\n\nPOISON {way} \n")


def set_up(newsroom, settings: str) -> None:
    """A table `[ingest]` in front of the sources."""
    toml = newsroom.root / "dags" / "sources.toml"
    toml.write_text(f"[ingest]\n{settings}\n{toml.read_text()}")


def refusals(newsroom) -> list[tuple]:
    query = (
        "select file_uri, detail from ops.quarantine where is_open and reason_code = 'reader_died' order by 1"
    )
    return [(row.file_uri.rpartition("/")[2], row.detail) for row in newsroom.query(query)]


def left_behind(newsroom) -> tuple[int, ...]:
    """Rows of ops.reading, ops.reader_death and staging.file, and files that are due."""
    (row,) = newsroom.query(
        "select (select count(*) from ops.reading) as readings, (select count(*) from ops.reader_death) as deaths,"
        " (select count(*) from staging.file) as staged, (select count(*) from ops.file where loaded_at is null) as due"
    )
    return tuple(row)


def loads_all_but_one(newsroom, capsys, url: str, count: int, way: str) -> None:
    """One batch by the command, one file of which kills its reader; then the next run."""
    fill(newsroom, count - 1, one=way)
    assert cli.main(["ingest", str(newsroom.root / "inbox" / "mna"), "--database-url", url, "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    totals = report["totals"]
    assert [totals[name] for name in ("files_loaded", "found", "quarantined", "balanced")] == [
        count,
        count,
        1,
        True,
    ]
    assert report["state"] == "published"
    assert newsroom.query("select count(*)::int as n from analytics.articles") == [(count - 1,)]
    place = f"{(count - 1) // 2:03}-one.txt"
    assert refusals(newsroom) == [(place, f"{WAYS[way]}; this was tried 2 times")]
    assert left_behind(newsroom) == (0, 0, 0, 0)

    after = newsroom.deliver("mna", "after.txt", text(900))
    assert cli.main(["ingest", str(after), "--database-url", url, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["state"], report["totals"]["found"]) == ("published", 1)


@pytest.fixture
def command(tmp_path, role_url, monkeypatch, newsroom):
    """The command works on the newsroom, with little patience; the URL to give it."""
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("newsfold.cli.database_access.project_root", lambda: newsroom.root)
    set_up(newsroom, "reader_memory_mb = 600\nfile_seconds = 15")
    return role_url("loader")


def test_one_file_kills_its_reader_and_the_command_loads_the_others(newsroom, capsys, command):
    loads_all_but_one(newsroom, capsys, command, 40, "exit")


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_one_of_500_kills_its_reader_and_the_command_loads_the_others(newsroom, capsys, command, way):
    loads_all_but_one(newsroom, capsys, command, 500, way)


@pytest.mark.parametrize(
    ("processes", "ways"),
    [(1, ("abort", "hang", "leave")), (2, ("exit", "segfault", "memory"))],
    ids=["one", "two"],
)
def test_poison_of_every_kind_is_found_and_what_is_beside_it_loads(newsroom, processes, ways):
    fill(newsroom, 12, **{way: way for way in ways})
    set_up(newsroom, "reader_memory_mb = 600\nfile_seconds = 15")
    report = newsroom.run(processes=processes, batch_files=8)
    totals = report["totals"]
    assert (report["state"], totals["found"], totals["quarantined"]) == (
        "published",
        12 + len(ways),
        len(ways),
    )
    assert refusals(newsroom) == sorted(
        (f"006-{way}.txt", f"{WAYS[way]}; this was tried 2 times") for way in ways
    )
    assert newsroom.query("select count(*) as n from analytics.articles")[0].n == 12
    assert left_behind(newsroom) == (0, 0, 0, 0)
    again = newsroom.run(processes=processes)["totals"]
    assert (again["files"], again["balanced"]) == (0, True)


def test_a_file_at_which_a_reader_died_once_is_read_all_the_same(newsroom, tmp_path):
    fill(newsroom, 4, once="once")
    report = newsroom.run(processes=1)
    assert (report["totals"]["found"], report["totals"]["quarantined"]) == (5, 0)
    assert (tmp_path / "died").exists()
    assert left_behind(newsroom) == (0, 0, 0, 0)


def test_a_poison_that_readers_of_today_survive_is_taken_in_by_a_replay(newsroom, monkeypatch):
    fill(newsroom, 2)
    newsroom.deliver("mna", "long.txt", text(77) + "\nPOISON exit\n")
    assert newsroom.run(processes=1)["totals"]["quarantined"] == 1

    def replay(key: str) -> dict:
        choice = replay_choices.choice_of({"reason": "reader_died"})
        with newsroom.workspace() as work:
            return running.run(
                work,
                key,
                "replay",
                lambda run_id: replaying.assign(work, run_id, choice),
                processes=1,
                counted=False,
            )["totals"]

    assert (replay("too early")["quarantined"], refusals(newsroom)[0][0]) == (1, "long.txt")
    monkeypatch.delenv("PYTHONPATH")
    assert (replay("mended")["quarantined"], refusals(newsroom)) == (0, [])
    assert newsroom.query("select count(*)::int as n from analytics.articles") == [(3,)]


KILLED = """
import sys
from pathlib import Path
from newsfold.pipeline import readers, steps, workspaces
url, root, key = sys.argv[1:]
with workspaces.open_workspace(url, Path(root) / "raw", Path(root)) as work:
    run_id = steps.begin(work, key, "command", None, dry_run=False)
    for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
        readers.normalize(work, run_id, batch.batch, now=steps.utc_now())
    print(run_id)
"""


def normalize(newsroom, key: str) -> "subprocess.CompletedProcess[str]":
    """fetch and normalize, as tasks of their own process."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, newsroom.role_url("loader"), str(newsroom.root), key],
        env={**os.environ, "PYTHONPATH": f"{project_root() / 'plugins'}{os.pathsep}{POISON}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_the_whole_task_is_killed_the_next_try_knows_which_file_it_was(newsroom):
    fill(newsroom, 4, task="task")
    for deaths in (0, 1):
        assert normalize(newsroom, "tried again").returncode == -9
        assert newsroom.query("select file.name from ops.reading join ops.file using (file_id)") == [
            ("002-task.txt",)
        ]
        assert newsroom.query("select coalesce(sum(deaths), 0)::int as n from ops.reader_death") == [
            (deaths,)
        ]
    done = normalize(newsroom, "tried again")
    assert done.returncode == 0, done.stderr
    newsroom.run(key="tried again", processes=1)
    assert refusals(newsroom) == [("002-task.txt", f"{readers.TASK_KILLED}; this was tried 2 times")]
    assert newsroom.query("select count(*) as n from analytics.articles")[0].n == 4
    assert left_behind(newsroom) == (0, 0, 0, 0)


def test_the_next_run_knows_it_too(newsroom):
    fill(newsroom, 2, task="task")
    assert [normalize(newsroom, key).returncode for key in ("one", "two", "three")] == [-9, -9, -9]
    newsroom.query("update ops.run set started_at = now() - interval '2 days' returning 1")
    with newsroom.workspace() as work:
        assert reports.status(work.connection)["failed_runs"] == 3
    # Each run has batches of its own: what one knows is of its last try only.
    assert newsroom.query("select count(*)::int as n from ops.reading") == [(3,)]


def test_who_still_reads_is_not_taken_for_dead(newsroom):
    fill(newsroom, 1)
    with newsroom.workspace() as late, newsroom.workspace() as work:
        run_id = steps.begin(work, "x", "command", None, dry_run=False)
        steps.fetch(work, run_id, [], [], steps.utc_now())
        (file,) = newsroom.query("select file_id from ops.file")
        assert readings.begin(late.connection, run_id, 1, now=steps.utc_now()) is None
        with closing(readings.notebook(newsroom.role_url("loader"))) as notes:
            readings.note_place(notes, run_id, 1, readings.ReadPlace(file.file_id))
        assert readings.begin(work.connection, run_id, 1, now=steps.utc_now()) is None
        with closing(readings.notebook(newsroom.role_url("loader"))) as notes:
            readings.note_place(notes, run_id, 1, readings.ReadPlace(file.file_id))
        work.connection.close()
        deadline = time.monotonic() + 600
        while newsroom.query("select 1 from ops.reading join pg_stat_activity on pid = backend_pid"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert readings.begin(late.connection, run_id, 1, now=steps.utc_now()) == readings.ReadPlace(
            file.file_id
        )


def test_what_no_file_is_to_blame_for_is_raised_and_no_file_pays_for_it(newsroom):
    fill(newsroom, 2)
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "x", "command", None, dry_run=False)
        (batch,) = steps.fetch(work, run_id, [], [], steps.utc_now())
        (newsroom.root / "raw").rename(newsroom.root / "away")
        (newsroom.root / "raw").write_text("no folder")
        with pytest.raises(NotADirectoryError):
            readers.normalize(work, run_id, batch.batch, now=steps.utc_now())
    assert left_behind(newsroom) == (0, 0, 0, 2)


def test_a_source_that_is_forgotten_takes_what_no_run_could_load_along(newsroom):
    fill(newsroom, 3, task="task")
    newsroom.source("other")
    newsroom.deliver("other", "1.txt", text(50))
    assert normalize(newsroom, "killed").returncode == -9
    with newsroom.workspace() as work:
        staged = steps.begin(work, "staged", "command", None, dry_run=False)
        for batch in steps.fetch(work, staged, [], [], steps.utc_now()):
            steps.normalize(work, staged, batch.batch)
        steps.deduplicate(work, staged)
        done = retention.forget(work, "mna", now=steps.utc_now())
        assert done.files == 4
        # A run that had it staged loads the others.
        assert steps.load(work, staged, steps.utc_now())["original"] == 1
        assert reports.status(work.connection)["files_due"] == 0
    assert newsroom.run()["totals"]["files"] == 0
    assert newsroom.query("select distinct source from analytics.articles") == [("other",)]
    assert newsroom.query("select count(*)::int as n from ops.reader_death") == [(0,)]


@pytest.mark.parametrize("moment", ["read", "normalize", "deduplicate", "load"])
def test_a_source_that_is_forgotten_in_the_middle_of_a_run_costs_the_others_nothing(newsroom, moment):
    """`read`: while its files are being read. None of its articles is loaded, and the run is published with the others."""
    fill(newsroom, 3)
    newsroom.source("other")
    newsroom.deliver("other", "1.txt", text(50))
    with newsroom.workspace() as work, newsroom.workspace() as elsewhere:

        def forget(*_: object) -> None:
            if not forgotten:
                forgotten.append(retention.forget(elsewhere, "mna", now=steps.utc_now()).files)

        forgotten: list[int | None] = []
        run_id = steps.begin(work, "x", "command", None, dry_run=False)
        batches = list(steps.fetch(work, run_id, [], [], steps.utc_now()))
        for batch in batches:
            steps.normalize(
                work, run_id, batch.batch, watch=steps.Watch(begins=forget) if moment == "read" else None
            )
        if moment == "normalize":
            forget()
        steps.deduplicate(work, run_id)
        if moment == "deduplicate":
            forget()
        steps.load(work, run_id, steps.utc_now())
        if moment == "load":
            forget()
        steps.check(work, run_id, steps.utc_now())
        steps.publish(work, run_id, steps.utc_now())
        status = reports.status(work.connection)
    assert forgotten == [3]
    assert newsroom.query("select distinct source from analytics.articles") == [("other",)]
    assert newsroom.query("select state from ops.run where run_key = 'x'") == [("published",)]
    assert (status["files_due"], status["unbalanced_files"], status["failed_runs"]) == (0, 0, 0)
    assert left_behind(newsroom)[2] == 0
    assert newsroom.run()["totals"]["files"] == 0


def test_no_reader_outlives_who_started_it(newsroom):
    fill(newsroom, 1, hang="hang")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, newsroom.role_url("loader"), str(newsroom.root), "killed"],
        env={**os.environ, "PYTHONPATH": f"{project_root() / 'plugins'}{os.pathsep}{POISON}"},
    ) as task:
        deadline = time.monotonic() + 600
        while not newsroom.query("select 1 from ops.reading where file_id is not null"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        children = psutil.Process(task.pid).children(recursive=True)
        task.kill()
    assert children
    deadline = time.monotonic() + 600
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < deadline, children
        time.sleep(0.1)
