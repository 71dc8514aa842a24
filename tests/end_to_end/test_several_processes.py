"""Batches that several processes read end as those of one."""

from newsfold.config.sources import Settings
from newsfold.pipeline import process_pool, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.pipeline.workspaces import NormalizeTask, normalize_batch

TEXT = "Report {n}\n\nOslo, Sep 26, 2025 (MNA) Harbour {n} took in {n}40 ships, pilot Ada Berg{n} said on Friday.\n"
STAGED = "select run_id - %s as run, uri, content_sha256, packed_terms, features, headline from staging.article where run_id = %s"


def staged_by(newsroom, count: int) -> list[tuple]:
    with newsroom.workspace() as opened:
        work = Workspace(
            opened.connection, opened.raw_store, Settings(batch_files=2), opened.sources, opened.base
        )
        run_id = steps.begin(work, f"run of {count}", "command", None, dry_run=True)
        batches = steps.fetch(work, run_id, [], [], steps.utc_now())
        url, root = newsroom.role_url("loader"), newsroom.root
        tasks = [NormalizeTask(url, root / "raw", root, run_id, batch.batch) for batch in batches]
        counts = list(process_pool.in_order(normalize_batch, tasks, count))
    assert [each.articles for each in counts] == [2, 2, 1]
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
