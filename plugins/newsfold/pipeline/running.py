"""A run from its beginning to its end. The tasks of a DAG call the same steps one by one, in the same order."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

from newsfold.pipeline import batch_reading, deciding, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import ledger
from newsfold.store.connection import ServerError
from newsfold.store.ledger import Batch
from newsfold.store.reports import Report

log = logging.getLogger(__name__)

#: Assigns files to the run with this id, and yields its batches, each as soon as it is ready.
TakeIn = Callable[[int], Iterable[Batch]]
#: Shows a named stage while its block runs; gives the function that reports its progress.
Stage = Callable[[str], AbstractContextManager[steps.Progress]]


@contextlib.contextmanager
def silent(what: str) -> Iterator[steps.Progress]:
    """A stage that shows nothing."""
    yield steps.no_progress


def run(
    work: Workspace,
    run_key: str,
    trigger: str,
    take_in: TakeIn,
    *,
    day: date | None = None,
    dry_run: bool = False,
    clock: Callable[[], datetime] = steps.utc_now,
    started_at: datetime | None = None,
    total: int | None = None,
    total_bytes: int | None = None,
    processes: int | None = None,
    after_reading: Callable[[int], None] | None = None,
    stage: Stage = silent,
    checked: bool = True,
    decisions: bool = True,
    counted: bool = True,
) -> Report:
    """Run all steps, then apply waiting decisions and refresh the marts. Gives the report.

    `total` is the number of batches, `total_bytes` what they read, where these are known in advance. `processes` is the number
    of reader processes; 0: read in this process. `after_reading` is called with the run's id before records are compared.
    Without `checked`, `decisions` or `counted`, checks, waiting decisions or marts are left out. On any error the run is marked
    as failed, and the error raised.
    """
    run_id = steps.begin(work, run_key, trigger, day, dry_run=dry_run, now=started_at or clock())
    with noting_failure(work, run_id, clock):
        batch_reading.read_batches(
            work,
            run_id,
            take_in(run_id),
            total=total,
            total_bytes=total_bytes,
            processes=processes,
            stage=stage,
            clock=clock,
        )
        if after_reading is not None:
            after_reading(run_id)
        with stage("deduplicate") as progress:
            steps.deduplicate(work, run_id, progress)
        steps.load(work, run_id, clock(), rehearse=dry_run)
        if checked:
            steps.check(work, run_id, clock())
        steps.publish(work, run_id, clock())
        if decisions and not dry_run:
            deciding.apply_waiting(work, clock())
        if counted and not dry_run:
            count(work, clock(), stage)
        return steps.stored_report(work.connection, run_id)


def count(work: Workspace, now: datetime, stage: Stage) -> None:
    """Refresh the marts."""
    from newsfold.analytics import marts

    with stage("refreshing the marts"):
        marts.refresh(work.connection, now=now)


@contextlib.contextmanager
def noting_failure(work: Workspace, run_id: int, clock: Callable[[], datetime]) -> Iterator[None]:
    """Mark the run as failed where the block raises, unless it is published already; `newsfold status` counts it."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(ServerError):
            work.connection.rollback()
            ledger.note_failed(work.connection, run_id, now=clock())
        raise
