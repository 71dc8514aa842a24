"""Processes that read files and wait for the next run."""

import threading
from dataclasses import replace

import pytest

from newsfold.config.sources import Settings
from newsfold.pipeline import readers

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
