"""A file that kills its reader, in Airflow: the run is green, one row says why, and so is the next run."""

import os
import shutil
import time
from pathlib import Path

import pytest

from newsfold.store.connection import connect

pytestmark = pytest.mark.airflow

POISON = Path(__file__).resolve().parents[1] / "poison"


def query(url: str, statement: str) -> list:
    connection = connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def loads_all_but_one(run_script, settings: dict[str, str], project: Path, url: str, said: str) -> None:
    """A run over an inbox in which a file kills its reader, and the next run."""
    files = sum(1 for each in (project / "inbox").rglob("*") if each.is_file())
    for due in (files, 0):
        ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}", "Approve")
        assert ended["state"] == "success", ended
        (run,) = query(url, "select * from ops.run order by run_id desc limit 1")
        totals = run.report["totals"]
        assert (run.state, totals["files"], totals["files_loaded"], totals["balanced"]) == (
            "published",
            due,
            due,
            True,
        )
    (refusal,) = query(url, "select * from ops.quarantine where reason_code = 'reader_died'")
    assert refusal.file_uri.endswith("a-poison.txt")
    assert refusal.detail == f"{said}; this was tried 2 times"


def settle(path: Path, text: str) -> None:
    """Write a file as of an hour ago."""
    path.write_text(text)
    os.utime(path, (time.time() - 3600, time.time() - 3600))


def test_a_file_that_kills_its_reader_costs_one_row(
    make_project, airflow_for, run_script, role_url, database_url
):
    project = make_project("batch_files = 9")
    settle(project / "inbox" / "pan-pacific-desk" / "a-poison.txt", "Sept 26, 2025\n\nPOISON exit \n")
    settings = {**airflow_for(project, role_url("loader")), "PYTHONPATH": str(POISON)}
    loads_all_but_one(run_script, settings, project, database_url, "its process ended with exit code 137")


@pytest.mark.long
@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("segfault", "its process was ended by signal 11 (SIGSEGV)"),
        ("hang", "no record of it was read for more than 15 seconds"),
        ("memory", "reading it took more than 600 MB of memory"),
    ],
)
def test_one_of_a_batch_of_500_kills_its_reader(
    make_project, airflow_for, run_script, role_url, database_url, way, said
):
    project = make_project("batch_files = 500\nreader_memory_mb = 600\nfile_seconds = 15")
    shutil.rmtree(project / "inbox")
    folder = project / "inbox" / "pan-pacific-desk"
    folder.mkdir(parents=True)
    (project / "inbox" / "meridian-news-agency").mkdir()
    for number in range(499):
        words = " ".join(f"{word}{number}" for word in ("The", "quay", "of", "Lindow", "opens", "late"))
        settle(folder / f"{number:03}.txt", f"Quay {number}\n\nLindow, Sept 26, 2025 (MNA) {words}.\n")
    settle(folder / "a-poison.txt", f"Sept 26, 2025\n\nPOISON {way} \n")
    settings = {**airflow_for(project, role_url("loader")), "PYTHONPATH": str(POISON)}
    loads_all_but_one(run_script, settings, project, database_url, said)
    assert query(database_url, "select count(*)::int as n from analytics.articles") == [(499,)]
