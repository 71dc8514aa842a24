"""Reading the batches of a run: by several processes at once, each with a connection of its own, or by this one."""

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from itertools import islice

from newsfold.pipeline import process_pool, readers, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store.connection import connect, url_of
from newsfold.store.ledger import Batch
from newsfold.store.staging import StagedCounts

Stage = Callable[[str], AbstractContextManager[steps.Progress]]


def read_batches(
    work: Workspace,
    run_id: int,
    batches: Iterable[Batch],
    *,
    total: int | None = None,
    processes: int | None = None,
    stage: Stage,
    clock: Callable[[], datetime] = steps.utc_now,
) -> None:
    """Read all batches of a run into staging. `total` is their number, where it is known in advance.

    `processes` is the number of reader processes; None: as many as are useful. With 0 this process reads, without limits of
    memory or time, and a file that kills its reader kills it.
    """
    if total is None:
        batches = list(batches)
        total = len(batches)
    count = min(process_pool.usable() if processes is None else processes, total)
    if count > 1:
        with stage(f"normalize, {total} batches, {count} processes") as progress:
            progress(0, total)
            for done, _ in enumerate(read_at_once(work, run_id, batches, count, clock), start=1):
                progress(done, total)
        return
    with readers.Reader(work.settings) as reader:
        for batch in batches:
            with stage(f"normalize, {batch.label}") as progress:
                if count == 0:
                    steps.normalize(work, run_id, batch.batch, progress, now=clock())
                else:
                    readers.read_batch(reader, work, run_id, batch.batch, progress, now=clock())


def read_at_once(
    work: Workspace, run_id: int, batches: Iterable[Batch], count: int, clock: Callable[[], datetime]
) -> Iterator[StagedCounts]:
    """What each batch has put into staging, in their order. `count` threads watch a reader each."""
    own, url, rest = threading.local(), url_of(work.connection), iter(batches)
    all_readers: list[readers.Reader] = []
    with contextlib.ExitStack() as connections:

        def read(batch: Batch) -> StagedCounts:
            if not hasattr(own, "reader"):
                own.reader = readers.Reader(work.settings)
                all_readers.append(own.reader)
                connection = connections.enter_context(contextlib.closing(connect(url)))
                own.work = replace(work, connection=connection)
            return readers.read_batch(own.reader, own.work, run_id, batch.batch, now=clock())

        pool = ThreadPoolExecutor(count)
        waiting: deque[Future[StagedCounts]] = deque()
        try:
            waiting.extend(pool.submit(read, batch) for batch in islice(rest, process_pool.WAITING * count))
            while waiting:
                counts = waiting.popleft().result()
                waiting.extend(pool.submit(read, batch) for batch in islice(rest, 1))
                yield counts
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for reader in all_readers:
                reader.stop()
            pool.shutdown()
