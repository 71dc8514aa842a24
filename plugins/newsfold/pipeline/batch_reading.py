"""Reading the batches of a run: several processes at once, each with a connection of its own, or this one."""

import contextlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from newsfold.config.credentials import from_environment
from newsfold.pipeline import process_pool, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store.connection import connect, url_of
from newsfold.store.ledger import Batch
from newsfold.store.staging import StagedCounts


class ReadTask(NamedTuple):
    """One batch of a run, and what a process of its own needs to read it; `work` has no connection."""

    database_url: str
    work: Workspace
    run_id: int
    batch: int
    now: datetime


def read_batches(
    work: Workspace,
    run_id: int,
    batches: Iterable[Batch],
    *,
    total: int | None = None,
    processes: int | None = None,
    stage: Callable[[str], AbstractContextManager[steps.Progress]],
    clock: Callable[[], datetime] = steps.utc_now,
) -> None:
    """Read all batches of a run into staging. `total` is their number, where it is known before they are there.

    `processes` do it: as many as there is work for where none is said, and this one for 0.
    """
    if total is None:
        batches = list(batches)
        total = len(batches)
    count = min(process_pool.usable() if processes is None else processes, total)
    if count <= 1:
        for batch in batches:
            with stage(f"normalize, {batch.label}") as progress:
                steps.normalize(work, run_id, batch.batch, progress, now=clock())
        return
    # A connection can't be handed to another process.
    plain = replace(work, connection=None, credentials=from_environment)  # type: ignore[arg-type]
    url = url_of(work.connection)
    tasks = (ReadTask(url, plain, run_id, each.batch, clock()) for each in batches)
    with stage(f"normalize, {total} batches, {count} processes") as progress:
        progress(0, total)
        for done, _ in enumerate(process_pool.in_order(read_batch, tasks, count), start=1):
            progress(done, total)


def read_batch(task: ReadTask) -> StagedCounts:
    """Read one batch, with a connection of its own."""
    with contextlib.closing(connect(task.database_url)) as connection:
        work = replace(task.work, connection=connection)
        return steps.normalize(work, task.run_id, task.batch, now=task.now)
