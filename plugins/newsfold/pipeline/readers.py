"""Reading a batch in a process of its own, so that a file which kills that process costs one row and not the run.

The reader says which file it is at. Where it dies there, the file is read again before all others by a new reader; where that
dies too, the file is quarantined as `reader_died`, and the others are read. Deaths are rows of `ops.reader_death`, and
`ops.reading` says what is being read: so the next try knows, too, where the whole task was killed.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from newsfold.config.credentials import from_environment
from newsfold.config.sources import Settings
from newsfold.model import FileRange
from newsfold.pipeline import normalizing
from newsfold.pipeline.reader_messages import (
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
from newsfold.pipeline.workspace import Workspace
from newsfold.store import readings
from newsfold.store.connection import Connection, url_of
from newsfold.store.staging import StagedCounts

log = logging.getLogger(__name__)

PACKAGES = Path(__file__).resolve().parents[2]
#: A file may take `file_seconds` once for each of these bytes.
BYTES_PER_LIMIT = 10_000_000
#: However large it is: nobody waits longer than a week, and the system can't for more than 24 days.
MOST_SECONDS = 7 * 86_400.0
#: How often the log of a task says how far a file is.
SECONDS_BETWEEN_LINES = 30.0
TASK_KILLED = (
    "whoever read it was killed from outside, with the whole task, as where a machine's memory runs out"
)


class ReaderDied(Exception):
    """A reader process exited or was killed. `file_id` is the file that it was reading; None where it was reading none."""

    def __init__(self, file_id: int | None, how: str) -> None:
        super().__init__(f"the process that reads files has died: {how}")
        self.file_id, self.how = file_id, how


class ReaderStopped(Exception):
    """A reader was stopped while it read, because its run has ended."""


@dataclass(slots=True)
class Process:
    """A process, this end of the socket to it, and what it was started with. On Linux it ends with the thread that started it."""

    popen: "subprocess.Popen[bytes]"
    pipe: Pipe
    megabytes: int
    path: str | None
    thread: threading.Thread

    @property
    def is_alive(self) -> bool:
        return self.popen.poll() is None

    def end(self) -> None:
        self.popen.kill()
        self.popen.wait()
        self.pipe.close()


@dataclass(slots=True)
class Kept:
    """Processes that wait for the next run of this program, while somebody wants them kept."""

    wanted_by: int = 0
    processes: list[Process] = field(default_factory=list)

    def put(self, process: Process) -> bool:
        """Keep a process, where processes are kept and it lives."""
        is_kept = bool(self.wanted_by) and process.is_alive
        if is_kept:
            self.processes.append(process)
        return is_kept

    def take(self, megabytes: int) -> Process | None:
        """A process that was started as one would be now."""
        wanted = megabytes, os.environ.get("PYTHONPATH"), threading.current_thread()
        for process in self.processes:
            if process.is_alive and (process.megabytes, process.path, process.thread) == wanted:
                self.processes.remove(process)
                return process
        return None


KEPT = Kept()


@contextlib.contextmanager
def kept_between_runs() -> Iterator[None]:
    """Let the runs within read with the same processes, where they have the same limit: loading one takes seconds of CPU."""
    KEPT.wanted_by += 1
    try:
        yield
    finally:
        KEPT.wanted_by -= 1
        while not KEPT.wanted_by and KEPT.processes:
            KEPT.processes.pop().end()


@contextlib.contextmanager
def begun_early(megabytes: int) -> Iterator[None]:
    """Start a process that the first reader within takes: it loads while files are fetched."""
    with kept_between_runs():
        KEPT.put(start(megabytes))
        yield


class Reader:
    """A process that reads one batch after the other. Started when it is needed, and anew where it died. A context manager.

    Without `reads` it only divides files, which takes less to load.
    """

    def __init__(self, settings: Settings, *, reads: bool = True) -> None:
        self.settings, self.reads = settings, reads
        self.process: Process | None = None
        self.is_stopped = False

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process is not None and self.reads and KEPT.put(self.process):
            self.process = None
        self.stop()
        self.end()

    def stop(self) -> None:
        """End the process for good. A `read` that waits for it in another thread raises ReaderStopped."""
        self.is_stopped = True
        if self.process is not None:
            self.process.popen.kill()
            self.process.popen.wait()

    def read(self, task: ReadTask, progress: "ReadProgress") -> StagedCounts:
        """Read one batch. Raises ReaderDied, ReaderStopped, and what the reader has raised."""
        said = self.ask(task, progress)
        if isinstance(said, Done):
            return said.counts
        raise TypeError(f"the reader of a batch answered {type(said).__name__}")

    def divide(self, task: DivideTask) -> Sequence[FileRange]:
        """Divide one file. Raises as `read` does."""
        said = self.ask(task, ReadProgress(normalizing.no_progress))
        if isinstance(said, Divided):
            return said.ranges
        raise TypeError(f"who divides a file answered {type(said).__name__}")

    def ask(self, task: ReadTask | DivideTask, progress: "ReadProgress") -> Done | Divided:
        """The process's answer to a task."""
        if self.is_stopped:
            raise ReaderStopped
        if self.process is None or not self.process.is_alive:
            self.end()
            megabytes = self.settings.reader_memory_mb
            self.process = KEPT.take(megabytes) or start(megabytes, reads=self.reads)
        at: Started | None = None
        try:
            self.process.pipe.send(task)
            while not isinstance(said := self.listen(self.process, at), Done | Divided):
                if isinstance(said, Raised):
                    raise said.error
                if isinstance(said, Reading):
                    progress.goes_on(at, said)
                    continue
                at = said
                progress.begins(at)
        except ReaderDied:
            raise
        except BaseException:
            # A later message would be taken for an answer to the next batch.
            self.end()
            raise
        return said

    def listen(self, process: Process, at: Started | None) -> Started | Reading | Done | Divided | Raised:
        """The reader's next message. Raises ReaderDied, ReaderStopped."""
        seconds, file_id = self.seconds_for(at), at.file_id if at is not None else None
        try:
            if not process.pipe.poll(seconds):
                self.end()
                raise ReaderDied(file_id, f"no record of it was read for more than {seconds:,.0f} seconds")
            said: Started | Reading | Done | Divided | Raised | Died = process.pipe.recv()
        except (EOFError, ConnectionError):
            said = Died(process.popen.wait())
        if not isinstance(said, Died):
            return said
        if self.is_stopped:
            raise ReaderStopped
        raise ReaderDied(file_id, in_words(said.code, self.settings.reader_memory_mb))

    def seconds_for(self, at: Started | None) -> float | None:
        """How long the file that is read now may take until its next record."""
        if at is None or at.file_id is None:
            return None
        return min(self.settings.file_seconds * (1 + at.size // BYTES_PER_LIMIT), MOST_SECONDS)

    def end(self) -> None:
        """End the process; the next batch gets another one."""
        if self.process is not None:
            self.process.end()
            self.process = None


def start(megabytes: int, *, reads: bool = True) -> Process:
    """Start a process. Not by multiprocessing: Airflow's and Celery's workers may be daemonic, which forbids them children."""
    ours, theirs = multiprocessing.Pipe()
    with contextlib.closing(theirs):
        paths = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        popen = subprocess.Popen(
            # -P: no module of the folder that we happen to be in is taken for one of Python's.
            [
                sys.executable,
                "-P",
                "-m",
                "newsfold.pipeline.reader_process",
                str(theirs.fileno()),
                str(megabytes),
                "reads" if reads else "divides",
            ],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return Process(popen, ours, megabytes, os.environ.get("PYTHONPATH"), threading.current_thread())


def in_words(code: int, megabytes: int) -> str:
    """How a process ended, as a sentence, by its exit code."""
    if code == OUT_OF_MEMORY:
        return f"reading it took more than {megabytes:,} MB of memory"
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else "unknown"
        return f"its process was ended by signal {-code} ({name})"
    return f"its process ended with exit code {code}"


@dataclass(slots=True)
class ReadProgress:
    """How far the reading of a batch is, told to `tell`: in files; of a large one alone in bytes where they are known, else in
    records.

    With `name` the log has a line of it now and then. `count` is told the bytes and the records of the file that is read.
    """

    tell: normalizing.Progress
    name: str = ""
    count: Callable[[int, int], None] = lambda done, records: None
    began: float = field(default_factory=time.monotonic)
    logged: float = field(default_factory=time.monotonic)

    def begins(self, at: Started) -> None:
        """A file is read next, or the last one has been read."""
        if at.total > 1 or at.file_id is None:
            self.tell(at.number - 1 if at.file_id is not None else at.total, at.total)

    def goes_on(self, at: Started | None, said: Reading) -> None:
        """Some more of a file has been read."""
        if at is None:
            return
        self.count(said.bytes, said.records)
        if at.total == 1:
            self.tell(said.bytes or said.records, at.size if said.bytes else 0)
        if self.name and time.monotonic() - self.logged >= SECONDS_BETWEEN_LINES:
            self.logged = time.monotonic()
            log.info("%s: %s", self.name, progress_line(at, said, self.logged - self.began))


def progress_line(at: Started, said: Reading, seconds: float) -> str:
    """For example `file 1 of 1: 45 %, 512 records, 48 a second, about 12 s left`."""
    share = said.bytes / at.size if at.size else 0.0
    left = f", about {seconds / share - seconds:,.0f} s left" if share > 0.01 else ""
    known = f"{share:.0%}, " if said.bytes else ""
    rate = said.records / seconds if seconds else 0.0
    return f"file {at.number} of {at.total}: {known}{said.records:,} records, {rate:,.1f} a second{left}"


def read_batch(
    reader: Reader,
    work: Workspace,
    run_id: int,
    batch: int,
    progress: normalizing.Progress = normalizing.no_progress,
    *,
    now: datetime,
    name: str = "",
    count: Callable[[int, int], None] = lambda done, records: None,
) -> StagedCounts:
    """Read one batch into staging, even where its files kill the process that reads them. With `name` the log says now and then
    how far it is. Raises ReaderDied where no file is to blame.
    """
    connection = work.connection
    killed_at = readings.begin(connection, run_id, batch, now=now)
    if killed_at is not None:
        note_death(connection, run_id, killed_at, TASK_KILLED, now)
    plain = without_connection(work)
    told = ReadProgress(progress, name, count)
    try:
        while True:
            deaths = readings.deaths(connection, run_id, batch)
            task = ReadTask(url_of(connection), plain, run_id, batch, now, deaths, dict(os.environ))
            try:
                return reader.read(task, told)
            except ReaderDied as died:
                if died.file_id is None:
                    raise
                at = readings.place(connection, run_id, batch, died.file_id)
                note_death(connection, run_id, at, died.how, now)
    finally:
        # Left alone where the server is gone: it has no row of ours then, or the next try finds it.
        if not connection.closed:
            connection.rollback()
            readings.end(connection, run_id, batch)


def without_connection(work: Workspace) -> Workspace:
    """The workspace as another process can have it."""
    return replace(work, connection=None, credentials=from_environment)  # type: ignore[arg-type]


def note_death(connection: Connection, run_id: int, at: readings.ReadPlace, how: str, now: datetime) -> None:
    """Keep that a reader died at a file, or at some bytes of it, and say so."""
    readings.note_death(connection, run_id, at, how, now=now)
    place = f", bytes {at.start} to {at.end}" if at.end else ""
    log.error("run %d, file %d%s: %s", run_id, at.file_id, place, how)


def normalize(work: Workspace, run_id: int, batch: int, *, now: datetime) -> StagedCounts:
    """Read one batch in a process of its own, started for it: what a task of Airflow does."""
    began = time.monotonic()
    with Reader(work.settings) as reader:
        counts = read_batch(reader, work, run_id, batch, now=now, name=f"batch {batch}")
    log.info("%d files, %d records in %.1f s", counts.files, counts.found, time.monotonic() - began)
    return counts
