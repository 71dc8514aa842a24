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

from newsfold.pipeline import dividing, process_pool, readers, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store.connection import connect, url_of
from newsfold.store.ledger import Batch
from newsfold.store.staging import StagedCounts

Stage = Callable[[str], AbstractContextManager[steps.Progress]]


#: So much is counted in bytes and records, less in batches.
MUCH_BYTES = dividing.LEAST_BYTES


class Reckoning:
    """How far all batches are together. Called by the threads that watch the readers."""

    def __init__(self, progress: steps.Progress, total: int, total_bytes: int) -> None:
        self.progress, self.total, self.total_bytes = progress, total, total_bytes
        self.lock = threading.Lock()
        self.finished = self.bytes = self.records = 0
        self.open: dict[int, tuple[int, int]] = {}

    def counting(self, batch: Batch) -> Callable[[int, int], None]:
        """What is told the bytes and records of a batch that were read so far."""

        def count(done: int, records: int) -> None:
            with self.lock:
                self.open[batch.batch] = done, records
                self.show()

        return count

    def finish(self, batch: Batch, counts: StagedCounts) -> None:
        """A batch has been read."""
        with self.lock:
            self.open.pop(batch.batch, None)
            self.finished, self.bytes, self.records = (
                self.finished + 1, self.bytes + batch.bytes, self.records + counts.found,
            )  # fmt: skip
            self.show()

    def show(self) -> None:
        """Say how far it is."""
        if self.total_bytes < MUCH_BYTES:
            self.progress(self.finished, self.total)
            return
        read = self.bytes + sum(done for done, _ in self.open.values())
        records = self.records + sum(count for _, count in self.open.values())
        self.progress(min(read, self.total_bytes), self.total_bytes, records)


def read_batches(
    work: Workspace,
    run_id: int,
    batches: Iterable[Batch],
    *,
    total: int | None = None,
    total_bytes: int | None = None,
    processes: int | None = None,
    stage: Stage,
    clock: Callable[[], datetime] = steps.utc_now,
) -> None:
    """Read all batches of a run into staging. `total` and `total_bytes` are their number and size, where known in advance.

    `processes` is the number of reader processes; None: as many as are useful. With 0 this process reads, without limits of
    memory or time, and a file that kills its reader kills it.
    """
    if total is None:
        batches = list(batches)
        total, total_bytes = len(batches), sum(batch.bytes for batch in batches)
    size = total_bytes or 0
    count = min(process_pool.usable() if processes is None else processes, total)
    if count > 1 or (count and size >= MUCH_BYTES):
        of = f"{total} batches, " if total_bytes is None or size < MUCH_BYTES else ""
        with stage(f"normalize, {of}{count} processes") as progress:
            reckoning = Reckoning(progress, total, size)
            reckoning.show()
            for _ in read_at_once(work, run_id, batches, count, clock, reckoning):
                pass
        return
    with readers.Reader(work.settings) as reader:
        for batch in batches:
            with stage(f"normalize, {batch.label}") as progress:
                if count == 0:
                    steps.normalize(work, run_id, batch.batch, progress, now=clock())
                else:
                    readers.read_batch(reader, work, run_id, batch.batch, progress, now=clock())


def read_at_once(
    work: Workspace,
    run_id: int,
    batches: Iterable[Batch],
    count: int,
    clock: Callable[[], datetime],
    reckoning: Reckoning,
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
            counting = reckoning.counting(batch)
            counts = readers.read_batch(
                own.reader, own.work, run_id, batch.batch, now=clock(), count=counting
            )
            reckoning.finish(batch, counts)
            return counts

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
