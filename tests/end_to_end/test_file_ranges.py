"""A large file is read by several batches, and becomes what one batch makes of it: the same articles at the same positions."""

import gzip
import json
import logging

import pytest

from newsfold.model import FileRange
from newsfold.pipeline import dividing, readers, steps
from newsfold.store import ledger
from tests.end_to_end.test_reader_deaths import POISON, left_behind, text

COUNT = 24
ARTICLES = "select record_position, headline, uri, outcome, body, published_on from analytics.articles order by record_position"
REFUSED = (
    "select record_position, reason_code, detail from ops.quarantine where is_open order by record_position"
)


@pytest.fixture(autouse=True)
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dividing, "LEAST_BYTES", 1_000)
    monkeypatch.setattr(dividing, "RANGE_BYTES", 4_000)
    monkeypatch.setenv("PYTHONPATH", str(POISON))
    monkeypatch.setenv("SMALL_WINDOWS", "yes")


def lines(*, poisoned: str = "") -> bytes:
    """Reports with one that can't be read; with a poison in one of them."""
    rows = []
    for n in range(COUNT):
        headline, _, body = text(n).partition("\n\n")
        body = f"{body} POISON {poisoned} in it." if poisoned and n == 13 else body
        row = json.dumps({"id": f"r{n}", "headline": headline, "body": body, "published": "2025-09-26"})
        rows.append('{"broken": ' if n == 9 else row)
    return ("\n".join(rows) + "\n").encode()


def archive(*, poisoned: str = "") -> bytes:
    """The same as an archive of the web, record by record packed."""
    records = []
    for n, line in enumerate(lines(poisoned=poisoned).decode().splitlines()):
        headline, body = ("", "") if n == 9 else (json.loads(line)["headline"], json.loads(line)["body"])
        block = f"{headline}\n\n{body}\n".encode() if body else b"\x00\x01\x02\x03" * 60
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://aldermoor.example/{n}\r\n"
            f"WARC-Date: 2025-09-27T05:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + block + b"\r\n\r\n"))
    return b"".join(records)


FILES = {"news.jsonl": lines, "news.warc.gz": archive}


@pytest.mark.parametrize(("name", "processes"), [("news.jsonl", 0), ("news.warc.gz", 0), ("news.warc.gz", 2)])
def test_the_ranges_of_a_file_become_what_the_file_in_one_becomes(newsroom, name, processes, monkeypatch):
    newsroom.source("mna", language="en")
    newsroom.source("other", language="en")
    newsroom.deliver("mna", f"a-{name}", FILES[name]())
    newsroom.deliver("mna", "small.txt", text(400))
    report = newsroom.run(processes=processes)
    ranged = newsroom.query(
        "select count(*)::int as n, count(distinct batch)::int as batches from ops.run_range"
    )
    assert ranged[0].n > 1
    assert ranged[0].n == ranged[0].batches
    assert (report["totals"]["found"], report["totals"]["quarantined"]) == (COUNT + 1, 1)
    assert report["totals"]["balanced"]
    assert report["totals"]["files_loaded"] == 2
    mine = "select record_position, headline, outcome, body from analytics.articles where file_uri like '%%a-news%%'"
    assert [row.record_position for row in newsroom.query(f"{mine} order by 1")] == [
        n for n in range(COUNT) if n != 9
    ]
    assert [row.record_position for row in newsroom.query(REFUSED)] == [9]
    assert left_behind(newsroom) == (0, 0, 0, 0)
    assert newsroom.query("select 1 from staging.file_range union all select 1 from staging.article") == []
    # Read again, in one: every record is known at its place.
    before = newsroom.query(ARTICLES)
    with monkeypatch.context() as patched:
        patched.setattr(dividing, "LEAST_BYTES", 10**9)
        again = newsroom.reread()
    assert (again["totals"]["unchanged"], again["totals"]["quarantined"]) == (COUNT, 1)
    assert newsroom.query(ARTICLES) == before


def begun(newsroom, work, key: str = "x") -> tuple[int, list[ledger.Batch]]:
    run_id = steps.begin(work, key, "command", None, dry_run=False)
    return run_id, list(steps.fetch(work, run_id, [], [], steps.utc_now()))


def test_a_range_that_is_read_again_in_the_middle_of_the_run_takes_its_old_place(newsroom):
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", "news.warc.gz", archive())
    with newsroom.workspace() as work:
        run_id, batches = begun(newsroom, work)
        assert [batch.batch for batch in batches] == list(range(1, len(batches) + 1))
        assert batches[1].label == f"batch 2: range 2 of {len(batches)} of news.warc.gz, mna"
        for batch in reversed(batches):
            steps.normalize(work, run_id, batch.batch)
        for again in (2, 1, 3):
            assert sum(steps.deduplicate(work, run_id).values()) == COUNT - 1
            steps.normalize(work, run_id, again)
        steps.deduplicate(work, run_id)
        assert steps.load(work, run_id, steps.utc_now())["found"] == COUNT
        steps.check(work, run_id, steps.utc_now())
    positions = [row.record_position for row in newsroom.query(ARTICLES)]
    assert positions == [n for n in range(COUNT) if n != 9]


def test_a_file_of_which_a_range_was_not_read_stays_due_whole(newsroom, caplog):
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", "news.warc.gz", archive())
    newsroom.deliver("mna", "small.txt", text(400))
    with newsroom.workspace() as work:
        run_id, batches = begun(newsroom, work)
        for batch in batches[:-1]:
            steps.normalize(work, run_id, batch.batch)
        with caplog.at_level(logging.ERROR):
            assert sum(steps.deduplicate(work, run_id).values()) == 1
        assert "news.warc.gz: " in caplog.text
        assert "it stays due" in caplog.text
        assert steps.load(work, run_id, steps.utc_now())["found"] == 1
        assert newsroom.query("select name from ops.file where loaded_at is null")[0].name == "news.warc.gz"
    assert newsroom.run()["totals"]["found"] == COUNT
    assert left_behind(newsroom) == (0, 0, 0, 0)


def test_the_ranges_are_divided_once_however_often_the_fetch_is_tried(newsroom):
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", "news.jsonl", lines())
    with newsroom.workspace() as work:
        run_id, batches = begun(newsroom, work)
        assert begun(newsroom, work) == (run_id, batches)
        newsroom.deliver("mna", "later.jsonl", lines().replace(b'"r', b'"s'))
        _, more = begun(newsroom, work)
        assert more[: len(batches)] == batches
        assert len({batch.batch for batch in more}) == len(more) == 2 * len(batches)


@pytest.mark.parametrize(("name", "way"), [("news.jsonl", "abort"), ("news.warc.gz", "exit")])
def test_a_record_that_kills_its_readers_costs_itself(newsroom, name, way, tmp_path, monkeypatch):
    monkeypatch.setenv("POISON_DIED", str(tmp_path / "died"))
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", name, FILES[name](poisoned=way))
    report = newsroom.run(processes=1)
    refused = [row for row in newsroom.query(REFUSED) if row.reason_code == "reader_died"]
    assert len(refused) == 1
    assert "this was tried 2 times" in refused[0].detail
    assert report["totals"]["balanced"]
    assert COUNT - 3 <= report["totals"]["original"] <= COUNT - 2
    assert left_behind(newsroom) == (0, 0, 0, 0)


def test_large_files_share_the_batches_that_a_run_may_have(newsroom, monkeypatch):
    monkeypatch.setattr(ledger, "MOST_BATCHES", 5)
    newsroom.source("mna", language="en")
    for name in ("a.warc.gz", "b.warc.gz", "c.warc.gz"):
        newsroom.deliver("mna", name, archive().replace(b"aldermoor", name.encode()))
    with newsroom.workspace() as work:
        run_id, batches = begun(newsroom, work)
        assert len(batches) == 5
        for batch in batches:
            steps.normalize(work, run_id, batch.batch)
        steps.deduplicate(work, run_id)
        totals = steps.load(work, run_id, steps.utc_now())
        assert (totals["found"], totals["files_loaded"], totals["balanced"]) == (3 * COUNT, 3, True)


def test_a_file_that_kills_who_divides_it_is_read_as_one(newsroom, monkeypatch, caplog):
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", "news.jsonl", lines())

    def dies(self: readers.Reader, task: object) -> list[FileRange]:
        raise readers.ReaderDied(1, "its process ended")

    monkeypatch.setattr(readers.Reader, "divide", dies)
    with caplog.at_level(logging.WARNING):
        assert newsroom.run()["totals"]["original"] == COUNT - 1
    assert "is read as one" in caplog.text


def test_progress_is_told_in_bytes(newsroom):
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", "news.jsonl", lines())
    with newsroom.workspace() as work:
        _, batches = begun(newsroom, work)
        size = newsroom.query("select size from ops.file")[0].size
        assert sum(batch.bytes for batch in batches) == size
