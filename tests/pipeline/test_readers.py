"""Processes that read files and wait for the next run, or for the next record."""

import multiprocessing
import threading
from dataclasses import replace
from typing import cast

import pytest

from newsfold.config.sources import Settings
from newsfold.pipeline import readers
from newsfold.pipeline.reader_messages import ReadTask, Started
from newsfold.store.staging import StagedCounts

SETTINGS = Settings()


def use(settings: Settings = SETTINGS) -> readers.Process:
    """A run that reads with one process."""
    with readers.Reader(settings) as reader:
        reader.process = readers.KEPT.take(settings.reader_memory_mb) or readers.start(
            settings.reader_memory_mb
        )
        return reader.process


@pytest.fixture(autouse=True)
def _none_is_kept_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "KEPT", readers.Kept())


def test_the_next_run_reads_with_the_same_process_which_ends_with_the_last() -> None:
    with readers.kept_between_runs():
        first = use()
        assert first.is_alive
        assert use() is first
        assert first.is_alive
    assert not first.is_alive


def test_another_limit_or_path_or_thread_gets_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with readers.kept_between_runs():
        first = use()
        others = [use(replace(SETTINGS, reader_memory_mb=SETTINGS.reader_memory_mb + 1))]
        thread = threading.Thread(target=lambda: others.append(use()))
        thread.start()
        thread.join()
        with monkeypatch.context() as patch:
            patch.setenv("PYTHONPATH", "/elsewhere")
            others.append(use())
        assert first not in others
        assert use() is first


def test_one_that_has_died_is_not_taken() -> None:
    with readers.kept_between_runs():
        first = use()
        first.popen.kill()
        first.popen.wait()
        assert use() is not first


def test_one_that_was_stopped_is_not_kept() -> None:
    with readers.kept_between_runs():
        with readers.Reader(SETTINGS) as reader:
            reader.process = stopped = readers.start(SETTINGS.reader_memory_mb)
            reader.stop()
        assert readers.KEPT.processes == []
        assert not stopped.is_alive


def test_nothing_is_kept_where_nobody_wants_it() -> None:
    assert not use().is_alive


def test_a_file_that_gives_records_is_read_to_its_end() -> None:
    """Whatever is said in between, the limit of time is for the next record alone."""
    waited: list[readers.Started | None] = []

    class Watched(readers.Reader):
        def seconds_for(self, at: readers.Started | None) -> float | None:
            waited.append(at)
            return 60.0

    task = cast("ReadTask", "one batch")
    ours, theirs = multiprocessing.Pipe()
    begun, counts = readers.Started(7, 10, 1, 1), StagedCounts(1, 2, 2, 0)
    for said in (begun, readers.Reading(1), readers.Reading(2), readers.Done(counts)):
        theirs.send(said)
    with Watched(SETTINGS) as reader:
        reader.process = readers.start(SETTINGS.reader_memory_mb)
        reader.process.pipe.close()
        reader.process.pipe = ours
        assert reader.read(task, readers.ReadProgress(lambda done, total: None)) == counts
    assert waited == [None, begun, begun, begun]


@pytest.mark.parametrize("size", [0, 10**9, 10**11, 2**63])
def test_the_time_for_a_file_of_any_size_is_one_that_can_be_waited_for(size: int) -> None:
    here, there = multiprocessing.Pipe()
    there.send(1)
    for seconds in (1.0, SETTINGS.file_seconds, 86_400.0):
        reader = readers.Reader(replace(SETTINGS, file_seconds=seconds))
        assert here.poll(reader.seconds_for(Started(1, size, 1, 1)))
