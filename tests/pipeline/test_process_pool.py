"""Work over several processes comes back in its order."""

import multiprocessing
import os
import subprocess
import sys
import time

import psutil
import pytest

from newsfold.pipeline import process_pool


def test_results_come_in_the_order_of_the_items_whatever_the_number_of_processes():
    items = [[n] * n for n in range(30)]
    for count in (1, 2, 3):
        assert list(process_pool.in_order(len, items, count)) == list(range(30))


def test_what_the_function_raises_is_raised_here():
    for count in (1, 2):
        with pytest.raises(ValueError, match="invalid literal"):
            list(process_pool.in_order(int, ["1", "x", "2"], count))


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for n in range(100):
            taken.append(n)
            yield (n,)

    results = process_pool.in_order(len, items(), 2)
    next(results)
    assert len(taken) <= 2 * process_pool.WAITING + 1
    results.close()


def test_the_number_of_processes_is_that_of_the_usable_cpus_unless_named(monkeypatch):
    monkeypatch.delenv("NEWSFOLD_PROCESSES", raising=False)
    assert process_pool.usable() == len(os.sched_getaffinity(0))
    monkeypatch.setenv("NEWSFOLD_PROCESSES", "7")
    assert process_pool.usable() == 7
    monkeypatch.setenv("NEWSFOLD_PROCESSES", "seven")
    with pytest.raises(ValueError, match="seven"):
        process_pool.usable()


def test_a_daemonic_process_works_alone(monkeypatch):
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert process_pool.usable() == 1


WORKING = """
import time
from newsfold.pipeline import process_pool
if __name__ == "__main__":
    for _ in process_pool.in_order(time.sleep, [0, 0, 600, 600], 2):
        print("at work", flush=True)
"""


def test_nobody_is_left_where_the_parent_is_killed(tmp_path):
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    places = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(script)], env=places, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "at work\n"
        children = psutil.Process(parent.pid).children(recursive=True)
        assert len(children) >= 2
        parent.kill()
    deadline = time.monotonic() + 600
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < deadline, children
        time.sleep(0.1)
