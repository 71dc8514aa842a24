"""A task that was taken for dead goes on beside its next try, or comes to its end when the run is over."""

from newsfold.pipeline import steps
from newsfold.store import ledger

TEXT = "Report {n}\n\nOslo, Sep 26, 2025 (MNA) Harbour {n} took in {n}40 ships, pilot Ada Berg{n} said on Friday.\n"
STAGED = "select count(*)::int as n from staging.file"


def begin(work) -> int:
    """A run with one batch, fetched."""
    run_id = steps.begin(work, "the run", "command", None, dry_run=False)
    steps.fetch(work, run_id, [], [], steps.utc_now())
    return run_id


def fill(newsroom) -> None:
    newsroom.source("mna", language="en")
    for n in (1, 2):
        newsroom.deliver("mna", f"{n}.txt", TEXT.format(n=n))


def test_what_is_staged_after_the_load_is_forgotten(newsroom):
    fill(newsroom)

    def others_finish(done: int, total: int) -> None:
        if done == total:
            newsroom.run(key="the run")

    with newsroom.workspace() as work:
        run_id = begin(work)
        steps.normalize(work, run_id, 1, others_finish)
        assert newsroom.query(STAGED)[0].n == 0
        totals = steps.load(work, run_id, steps.utc_now())
    assert (totals["found"], totals["original"], totals["balanced"]) == (2, 2, True)


def test_one_batch_staged_by_two_tasks_is_staged_once(newsroom):
    fill(newsroom)
    with newsroom.workspace() as work, newsroom.workspace() as other:
        run_id = begin(work)

        def other_stages(done: int, total: int) -> None:
            if done == total:
                steps.normalize(other, run_id, 1)

        steps.normalize(work, run_id, 1, other_stages)
        assert newsroom.query(STAGED)[0].n == 2


def test_a_loaded_run_that_is_loaded_again_leaves_no_trace(newsroom):
    fill(newsroom)
    newsroom.run(key="the run")
    query = "select load_number, loaded_at, (select count(*) from news.change) as changes from ops.run"
    before = newsroom.query(query)
    with newsroom.workspace() as work:
        run_id = begin(work)
        assert ledger.due_batches(work.connection, run_id) == []
        steps.deduplicate(work, run_id)
        totals = steps.load(work, run_id, steps.utc_now())
    assert (totals["found"], totals["original"]) == (2, 2)
    assert newsroom.query(query) == before
