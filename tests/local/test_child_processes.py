import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from newsfold.local import child_processes
from newsfold.local.child_processes import Started, alive, end, members, spawn

# Starts a child in the same session and one in a session of its own, and tells their pids.
PARENT = """
import subprocess, sys, time
children = [subprocess.Popen(["sleep", "600"], start_new_session=own) for own in (False, True)]
print(*[child.pid for child in children], flush=True)
time.sleep(600)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str, str], Started]]:
    """Starts a piece of Python with the mark of `tmp_path`, and waits for its first line."""

    def run(name: str, code: str) -> Started:
        log = tmp_path / f"{name}.log"
        started = spawn(tmp_path, name, [sys.executable, "-c", code], dict(os.environ), log)
        while not (log.exists() and "\n" in log.read_text()):
            assert alive(started, tmp_path), log.read_text()
            time.sleep(0.02)
        return started

    yield run
    for process in members((), str(tmp_path)):
        process.kill()


def pids(tmp_path: Path) -> set[int]:
    return {process.pid for process in members((), str(tmp_path))}


def test_ending_takes_all_descendants_along(start, tmp_path):
    started = start("parent", PARENT)
    children = {int(pid) for pid in (tmp_path / "parent.log").read_text().split()}
    assert pids(tmp_path) == {started.pid, *children}
    assert end(tmp_path, [started], last="", everything=True) is True
    assert pids(tmp_path) == set()
    assert end(tmp_path, [started], last="", everything=True) is False


def test_what_a_killed_process_left_in_its_session_is_ended(start, tmp_path):
    started = start("parent", PARENT)
    _, own_session = (int(pid) for pid in (tmp_path / "parent.log").read_text().split())
    psutil.Process(started.pid).kill()
    assert end(tmp_path, [started], last="", everything=False) is True
    assert pids(tmp_path) == {own_session}


def test_what_was_never_noted_is_found_by_its_mark(start, tmp_path):
    start("parent", PARENT)
    assert end(tmp_path, [], last="", everything=False) is False
    assert end(tmp_path, [], last="", everything=True) is True
    assert pids(tmp_path) == set()


def test_a_process_that_does_not_listen_is_killed(start, tmp_path, monkeypatch):
    monkeypatch.setattr(child_processes, "TERM_SECONDS", 0.5)
    started = start("deaf", DEAF)
    assert end(tmp_path, [started], last="", everything=True) is True
    assert not alive(started, tmp_path)


def test_the_last_one_outlives_the_others(start, tmp_path, monkeypatch):
    monkeypatch.setattr(child_processes, "TERM_SECONDS", 0.5)
    tell = "import signal, sys, time\n{}\nprint('ready', flush=True)\ntime.sleep(600)"
    on_term = "signal.signal(signal.SIGTERM, lambda *_: (print(time.time(), flush=True), sys.exit()))"
    first, last = start("first", tell.format(on_term)), start("last", tell.format(on_term))
    end(tmp_path, [last, first], last="last", everything=True)
    ended = [float((tmp_path / f"{name}.log").read_text().split()[1]) for name in ("first", "last")]
    assert ended == sorted(ended)


def test_a_pid_that_another_process_has_by_now_is_left_alone(tmp_path):
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as other:
        created = psutil.Process(other.pid).create_time()
        noted = Started("x", other.pid, created - 3600)
        assert not alive(noted, tmp_path)
        assert end(tmp_path, [noted], last="", everything=True) is False
        assert other.poll() is None
        other.kill()


def test_what_was_noted_before_the_machine_started_is_left_alone(tmp_path):
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as other:
        noted = Started("x", other.pid, psutil.boot_time() - 3600)
        assert end(tmp_path, [noted], last="", everything=True) is False
        assert other.poll() is None
        other.kill()


def test_the_output_is_added_to_a_private_log(start, tmp_path):
    start("one", "print('first', flush=True)\nimport time; time.sleep(600)")
    assert (tmp_path / "one.log").read_text() == "first\n"
    assert (tmp_path / "one.log").stat().st_mode & 0o077 == 0
