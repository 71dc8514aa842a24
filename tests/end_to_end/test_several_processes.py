"""Batches that several processes read end as those of one."""

from newsfold.config.sources import Settings
from newsfold.pipeline import batch_reading, running, steps
from newsfold.pipeline.workspace import Workspace

TEXT = "Report {n}\n\nOslo, Sep 26, 2025 (MNA) Harbour {n} took in {n}40 ships, pilot Ada Berg{n} said on Friday.\n"
READ = "select count(*) as articles from staging.article where run_id = %s group by batch order by batch"
STAGED = "select run_id - %s as run, uri, content_sha256, packed_terms, features, headline from staging.article where run_id = %s"


def staged_by(newsroom, count: int) -> list[tuple]:
    with newsroom.workspace() as opened:
        work = Workspace(
            opened.connection, opened.raw_store, Settings(batch_files=2), opened.sources, opened.base
        )
        run_id = steps.begin(work, f"run of {count}", "command", None, dry_run=True)
        batches = steps.fetch(work, run_id, [], [], steps.utc_now())
        batch_reading.read_batches(work, run_id, batches, processes=count, stage=running.silent)
    assert [r.articles for r in newsroom.query(READ, run_id)] == [2, 2, 1]
    rows = newsroom.query(STAGED, run_id, run_id)
    return sorted(
        (r.run, r.uri, bytes(r.content_sha256), bytes(r.packed_terms), bytes(r.features), r.headline)
        for r in rows
    )


def test_batches_read_by_two_processes_are_staged_as_by_one(newsroom):
    newsroom.source("mna", language="en")
    for n in range(1, 6):
        newsroom.deliver("mna", f"{n}.txt", TEXT.format(n=n))
    alone = staged_by(newsroom, 1)
    assert len(alone) == 5
    for table in ("staging.article", "staging.file", "ops.run_file"):
        newsroom.query(f"delete from {table} returning run_id")
    assert staged_by(newsroom, 2) == alone
