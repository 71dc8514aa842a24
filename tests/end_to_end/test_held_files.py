"""Files of a run that was rejected at its gate stay out of all later runs until somebody releases or discards them."""

import json

import pytest

from newsfold.cli.command_line import main
from newsfold.pipeline import steps
from newsfold.store import expectations

REPORT = (
    "The ferry line Ondaluz orders four electric boats for the crossing to Berlenga island. Captain Rita Salgado said that the"
    " first one arrives in May. Each boat carries 240 passengers and takes 35 minutes."
)


def reject(newsroom, choice: str = "hold") -> int:
    """A run that has fetched and waits at its gate, and the answer to its question."""
    now = steps.utc_now()
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "airflow:news_ingest:manual__1", "airflow", None, dry_run=False)
        steps.fetch(work, run_id, [], [], now)
        expectations.ask(work.connection, run_id, ["far too little"], now=now)
        expectations.answer(work.connection, run_id, choice, "ada", now=now)
    return run_id


@pytest.fixture
def rejected(newsroom):
    """One source with two files, which a run was rejected with."""
    newsroom.source("wire")
    for name in ("a", "b"):
        newsroom.deliver("wire", f"{name}.txt", f"Boats {name}\n\nLisbon, Sep 26, 2025 - {REPORT} {name}\n")
    return newsroom, reject(newsroom)


def articles(newsroom) -> int:
    return newsroom.query("select count(*)::int as n from news.article")[0].n


def test_no_later_run_takes_them_and_what_comes_later_is_loaded(rejected):
    newsroom, run_id = rejected
    newsroom.run()
    assert articles(newsroom) == 0
    newsroom.deliver("wire", "c.txt", f"Boats c\n\nLisbon, Sep 27, 2025 - {REPORT} Third.\n")
    newsroom.run()
    assert articles(newsroom) == 1
    with newsroom.workspace() as work:
        (row,) = expectations.held_files(work.connection)
    assert (row.run_id, row.slug, row.files, row.decided_by) == (run_id, "wire", 2, "ada")


@pytest.mark.parametrize(
    ("option", "settled", "loaded"), [("--release", "released", 2), ("--discard", "discarded", 0)]
)
def test_the_command_shows_releases_and_discards_them(rejected, capsys, option, settled, loaded):
    newsroom, run_id = rejected
    url = ("--database-url", newsroom.role_url("operator"))
    assert main(["held", *url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["files"] == 2
    assert main(["held", str(run_id), option, "--by", "bo", *url]) == 0
    assert "2 files" in capsys.readouterr().out
    newsroom.run()
    assert articles(newsroom) == loaded
    (gate,) = newsroom.query("select settled, settled_by from ops.gate")
    assert (gate.settled, gate.settled_by) == (settled, "bo")
    assert main(["held", str(run_id), option, *url]) == 2


def test_a_run_that_is_cleared_and_approved_takes_its_own_files_back(rejected):
    newsroom, run_id = rejected
    with newsroom.workspace() as work:
        expectations.ask(work.connection, run_id, ["far too little"], now=steps.utc_now())
        expectations.answer(work.connection, run_id, "load", "ada", now=steps.utc_now())
        assert expectations.held_files(work.connection) == []


def test_what_is_released_or_discarded_is_none_of_the_due_files(rejected):
    newsroom, run_id = rejected
    due = "select count(*)::int as n from ops.file where loaded_at is null and held_run_id is null and discarded_at is null"
    assert newsroom.query(due)[0].n == 0
    with newsroom.workspace() as work:
        assert expectations.settle(work.connection, run_id, "released", "bo", now=steps.utc_now()) == 2
        assert expectations.settle(work.connection, run_id, "released", "bo", now=steps.utc_now()) == 0
    assert newsroom.query(due)[0].n == 2
