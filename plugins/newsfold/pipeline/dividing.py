"""Large files in ranges, each of which a batch of its own reads: so a file takes several tasks, and a task minutes.

Where a file can be cut is seen in its bytes, so a reader process looks: a file may kill that, too. Then it is read as one, by
its batch, and kills its reader there like any other.
"""

import logging
import os

from newsfold.pipeline import readers
from newsfold.pipeline.reader_messages import DivideTask
from newsfold.pipeline.workspace import Workspace
from newsfold.store import ledger

log = logging.getLogger(__name__)

#: A smaller file is read as one.
LEAST_BYTES = 48_000_000
#: What a range has at least: seconds to minutes of work.
RANGE_BYTES = 128_000_000


def batches(work: Workspace, run_id: int, after: int = 0) -> list[ledger.Batch]:
    """The batches of a run that are due, with numbers greater than `after`; of large files each range is one."""
    divide_files(work, run_id)
    return ledger.due_batches(work.connection, run_id, after)


def divide_files(work: Workspace, run_id: int) -> None:
    """Divide the run's large files that are not divided yet, into no more batches than a run may have."""
    large = ledger.files_to_range(work.connection, run_id, LEAST_BYTES)
    if not large:
        return
    left = ledger.MOST_BATCHES - ledger.last_batch(work.connection, run_id)
    with readers.Reader(work.settings, reads=False) as reader:
        for number, due in enumerate(large):
            most = 1 + left // (len(large) - number)
            task = DivideTask(readers.without_connection(work), due, RANGE_BYTES, most, dict(os.environ))
            try:
                ranges = reader.divide(task)
            except (readers.ReaderDied, FileNotFoundError) as died:
                log.warning("%s is read as one: %s", due.file.uri, died)
                continue
            if ranges:
                ledger.keep_ranges(work.connection, run_id, due.file_id, ranges)
                left -= len(ranges) - 1
