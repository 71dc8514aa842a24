"""Processes that outlive the command that started them: each leads a session, is found again, and ended.

A process belongs to a home if it is one that was noted, or is in the session that such a one opened, or
carries the home's mark in its environment. So ending them also finds what a crash has orphaned, and what runs
on after the home was deleted.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from newsfold.config.home import rotate_log

MARK = "NEWSFOLD_SUPERVISED_BY"
# How long a process may take to end by itself. What still runs then is killed.
TERM_SECONDS = 5.0
# The system derives start times from its clock, which may be set right in between.
CLOCK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Started:
    """A process as noted at its start. `created` is its start time in seconds since 1970, from the system."""

    name: str
    pid: int
    created: float


def spawn(home: Path, name: str, command: list[str], environment: Mapping[str, str], log: Path) -> Started:
    """Start the command, with the home's mark, as leader of a new session; its output goes to the log."""
    rotate_log(log)
    # SPT_NOENV: a process that changes its title would else write over its environment, and the mark with it.
    marked = {**environment, MARK: str(home), "SPT_NOENV": "1"}
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as stream:
        process = subprocess.Popen(
            command,
            env=marked,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    process.returncode = 0  # nobody waits for it: else Python warns that it still runs
    return Started(name, process.pid, psutil.Process(process.pid).create_time())


def alive(started: Started, home: Path) -> bool:
    """Whether the process runs, and is still the one that was noted: the pid may have gone to another."""
    try:
        process = psutil.Process(started.pid)
        return process.status() != psutil.STATUS_ZOMBIE and is_same(process, started, home)
    except psutil.NoSuchProcess:
        return False


def end(home: Path, noted: Iterable[Started], *, last: str, everything: bool) -> bool:
    """End the noted processes and all that they started. Returns whether there was anything to end.

    The one named `last` is asked only when the others are gone. `everything`: also all others that carry the
    home's mark.
    """
    noted = [started for started in noted if not is_reused(started, home)]
    sessions = {started.pid for started in noted}
    mark = str(home) if everything else None
    if not members(sessions, mark):
        return False
    last_sessions = {started.pid for started in noted if started.name == last}
    first = [
        process for process in members(sessions - last_sessions, mark) if process.pid not in last_sessions
    ]
    ask_to_end(first, lambda: [p for p in members(sessions, mark) if session_of(p) not in last_sessions])
    ask_to_end(members(sessions, mark), lambda: members(sessions, mark))
    deadline = time.monotonic() + TERM_SECONDS
    while (left := members(sessions, mark)) and time.monotonic() < deadline:
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        time.sleep(0.05)
    return True


def ask_to_end(processes: Iterable[psutil.Process], left: Callable[[], Collection[psutil.Process]]) -> None:
    """Send SIGTERM to the session leaders among the processes; wait TERM_SECONDS at most for them to end."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if session_of(process) == process.pid:
                process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + TERM_SECONDS
    while left() and time.monotonic() < deadline:
        time.sleep(0.1)


def members(sessions: Collection[int], mark: str | None) -> list[psutil.Process]:
    """The running processes of the sessions, and those with the mark. Never this process itself."""
    return [
        process
        for process in psutil.process_iter()
        if process.pid != os.getpid()
        and (session_of(process) in sessions or (mark is not None and mark_of(process) == mark))
        and is_running(process)
    ]


def listens(started: Started, port: int) -> bool:
    """Whether the process, or one that it started, listens on the TCP port. True where the system won't say."""
    try:
        return any(
            connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
            for process in members({started.pid}, None)
            for connection in process.net_connections("tcp")
        )
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def is_running(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def session_of(process: psutil.Process) -> int | None:
    """The pid of the process that opened the session; no other process gets it while the session lasts."""
    try:
        return os.getsid(process.pid)
    except OSError:
        return None


def mark_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except (
        psutil.Error,
        OSError,
    ):  # another user's, or one that hides its memory, as Airflow's task runners do
        return None


def is_same(process: psutil.Process, started: Started, home: Path) -> bool:
    return abs(process.create_time() - started.created) < CLOCK_SECONDS or mark_of(process) == str(home)


def is_reused(started: Started, home: Path) -> bool:
    """Whether the noted pid is out of date: another process has it, or the machine was started anew."""
    if started.created < psutil.boot_time() - CLOCK_SECONDS:
        return True
    try:
        return not is_same(psutil.Process(started.pid), started, home)
    except psutil.NoSuchProcess:
        return False
