"""The process that reads files, separate because a file may kill its reader. `readers.Reader` starts it and survives it.

It is started as `python -P -m newsfold.pipeline.reader_process FD MEGABYTES reads|divides`, takes one batch after the other from
the socket, and says before each file that it is next.
"""

import contextlib
import ctypes
import os
import pickle
import resource
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection as Pipe
from typing import TYPE_CHECKING, NoReturn

from newsfold.config.sources import Source, undeclared
from newsfold.model import Article, SourceFile
from newsfold.pipeline import normalizing, reading
from newsfold.pipeline.reader_messages import (
    ANSWERED,
    OUT_OF_MEMORY,
    Died,
    Divided,
    DivideTask,
    Done,
    Raised,
    Reading,
    ReadTask,
    Started,
)
from newsfold.store import readings
from newsfold.store.connection import connect

if TYPE_CHECKING:
    from newsfold.model import FileRange
    from newsfold.store.ledger import DueFile
    from newsfold.store.staging import StagedCounts


#: Of linux/prctl.h.
PR_SET_PDEATHSIG = 1
TEXT = (
    "The ferry of Aldermoor runs again after eleven weeks, harbour master Odo Lindqvist said on Friday. Nine mechanics had"
    " rebuilt its engine, and the crossing takes fourteen minutes.\n\n"
)
PAGE = "<html><head><title>A ferry runs again</title></head><body><article><p>{}</p></article></body></html>"
SAMPLES = {
    "page.html": PAGE.format(TEXT).encode(),
    "wire.txt": f"A ferry runs again\n\nPort Saranne, Sept 26, 2025 (MNA) {TEXT}".encode(),
}


def main(descriptor: int, megabytes: int, *, reads: bool) -> None:
    """Serve one batch after the other, until the other end of the socket closes.

    This process reads nothing itself. It loads the readers once, which takes a second, and forks a process for each batch, which
    takes milliseconds. One that only divides files does without (`reads`).
    """
    # An interrupt is for the parent process, which closes the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    if reads:
        warm_up()
    pipe = Pipe(descriptor)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        child = os.fork()
        if not child:
            read_and_end(task, pipe, megabytes)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code != ANSWERED:
            pipe.send(Died(code))


def read_and_end(task: ReadTask | DivideTask, pipe: Pipe, megabytes: int) -> NoReturn:
    """Read one batch or divide one file, send the result, and end this process."""
    die_with_parent()
    limit_memory(megabytes)
    os.environ.clear()
    os.environ.update(task.environment)
    code = ANSWERED
    try:
        pipe.send(Done(read(task, pipe)) if isinstance(task, ReadTask) else Divided(divide(task, pipe)))
    except MemoryError:
        code = OUT_OF_MEMORY
    except Exception as error:
        with contextlib.suppress(OSError):
            pipe.send(Raised(sendable(error)))
    finally:
        os._exit(code)


def die_with_parent() -> None:
    """On Linux, let the kernel kill this process when the thread that started it ends; elsewhere it reads on."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def read(task: ReadTask, pipe: Pipe) -> "StagedCounts":
    """Read one batch into staging."""
    with (
        contextlib.closing(connect(task.database_url)) as connection,
        contextlib.closing(readings.notebook(task.database_url)) as notes,
    ):
        work = replace(task.work, connection=connection)
        said_at, bytes_read = time.monotonic(), 0

        def begins(due: "DueFile | None", number: int, total: int) -> None:
            file_id, size = (due.file_id, due.size) if due else (None, 0)
            at = readings.ReadPlace(file_id) if file_id is not None else None
            readings.note_place(notes, task.run_id, task.batch, at)
            pipe.send(Started(file_id, size, number, total))

        def goes_on(records: int) -> None:
            nonlocal said_at
            if time.monotonic() - said_at >= 1.0:
                said_at = time.monotonic()
                pipe.send(Reading(records, bytes_read))
                give_back_memory()

        def goes_to(due: "DueFile", start: int, end: int) -> None:
            nonlocal bytes_read
            bytes_read = start - due.part.start if due.part else start
            readings.note_place(notes, task.run_id, task.batch, readings.ReadPlace(due.file_id, start, end))

        watch = normalizing.Watch(begins, goes_on, goes_to)
        return normalizing.normalize(
            work, task.run_id, task.batch, now=task.now, deaths=task.deaths, watch=watch
        )


def divide(task: DivideTask, pipe: Pipe) -> "list[FileRange]":
    """Divide a large file."""
    due, work = task.file, task.work
    source = work.sources.get(due.file.source) or undeclared(due.file.source, work.settings)
    pipe.send(Started(due.file_id, due.size, 1, 1))
    return reading.divide(work.raw_store, source, due.file, task.range_bytes, task.most)


def warm_up() -> None:
    """Load the readers and their word lists, so that these seconds don't count as time of the first file of each batch."""
    from newsfold import dedup

    now = datetime.now(UTC)
    for name, data in SAMPLES.items():
        file = SourceFile("warm-up", name, f"urn:newsfold:warm-up:{name}", "", len(data), now, now)
        for _, found in reading.read_bytes(data, Source(slug="warm-up", location=""), file):
            if isinstance(found, Article):
                dedup.fingerprint_of(found, dedup.Method().boilerplate, with_meaning=True)


def limit_memory(megabytes: int) -> None:
    """Limit the memory of this process: beyond it an allocation raises MemoryError, or makes a C library abort."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = megabytes * 1_000_000
    resource.setrlimit(
        resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def give_back_memory() -> None:
    """Give what was freed back to the system, some tens of MB where pages are read; does nothing where the C library can't."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def sendable(error: Exception) -> Exception:
    """The error, or a RuntimeError with its text where it can't be pickled."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), reads=sys.argv[3] == "reads")
