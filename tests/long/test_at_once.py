"""What people start by hand, all at the same time: each comes to its end, and what is left is whole."""

import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsfold.pipeline import journal
from newsfold.store.connection import connect
from tests.long import invariants, kills, simulated_days
from tests.long.fault_steps import STEPS, Place, do_step

TOGETHER = ("forget", "refold", "marts", "export", "replay", "hide", "split")
WRITERS = 2


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kills.Kills]:
    """Two days of news on a server of their own."""
    folder: Path = tmp_path_factory.mktemp("at-once")
    with kills.Kills(folder, articles=16) as made:
        simulated_days.SimulatedNews(made.inbox, 16).deliver(3)
        yield made


def run_day(place: Place, key: str) -> None:
    """A run of the third day, from its first step to its last."""
    for step in STEPS:
        do_step(place, key, simulated_days.day_of(3), step, simulated_days.clock(3))


@pytest.mark.long
def test_all_at_once_comes_to_its_end_and_leaves_what_is_whole(scene: kills.Kills) -> None:
    act = kills.ACTS["forget"]
    with scene.room(act) as room:
        context = multiprocessing.get_context("fork")
        place = Place(room.urls["loader"], room.root, room.root / "raw")
        started = [context.Process(target=kills.ACTS[what].do, args=(room,)) for what in TOGETHER]
        started += [
            context.Process(target=run_day, args=(place, f"at once {number}")) for number in range(WRITERS)
        ]
        for process in started:
            process.start()
        for process in started:
            process.join()
        assert [process.exitcode for process in started] == [0] * len(started)
        with closing(connect(room.urls["owner"])) as connection:
            assert invariants.broken(connection) == {}
            assert journal.verify(connection)["same"]
        assert kills.half_files(room) == []
