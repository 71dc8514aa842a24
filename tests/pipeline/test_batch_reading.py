"""How far a run's batches are together, as the threads that watch the readers tell it."""

import pytest

from newsfold.pipeline.batch_reading import MUCH_BYTES, Reckoning
from newsfold.pipeline.reader_messages import Reading, Started
from newsfold.pipeline.readers import ReadProgress, progress_line
from newsfold.store.ledger import Batch
from newsfold.store.staging import StagedCounts


def test_much_is_counted_in_bytes_and_records():
    told: list[tuple[int, ...]] = []
    one, other = Batch(1, 1, "", MUCH_BYTES), Batch(2, 1, "", MUCH_BYTES)
    reckoning = Reckoning(lambda *amounts: told.append(amounts), 2, 2 * MUCH_BYTES)
    reckoning.counting(one)(1_000, 3)
    reckoning.counting(other)(500, 2)
    reckoning.counting(one)(2_000, 7)
    reckoning.finish(one, StagedCounts(1, 90, 89, 1))
    reckoning.finish(other, StagedCounts(1, 10, 10, 0))
    assert told == [
        (1_000, 2 * MUCH_BYTES, 3),
        (1_500, 2 * MUCH_BYTES, 5),
        (2_500, 2 * MUCH_BYTES, 9),
        (MUCH_BYTES + 500, 2 * MUCH_BYTES, 92),
        (2 * MUCH_BYTES, 2 * MUCH_BYTES, 100),
    ]


def test_little_is_counted_in_batches():
    told: list[tuple[int, ...]] = []
    reckoning = Reckoning(lambda *amounts: told.append(amounts), 2, 9_000)
    batch = Batch(1, 500, "", 4_000)
    reckoning.counting(batch)(100, 3)
    reckoning.finish(batch, StagedCounts(500, 500, 500, 0))
    assert told == [(0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("size", "read", "seconds", "line"),
    [
        (1_000, 450, 10.0, "file 1 of 1: 45%, 512 records, 51.2 a second, about 12 s left"),
        (1_000, 0, 10.0, "file 1 of 1: 512 records, 51.2 a second"),
        (0, 0, 0.0, "file 1 of 1: 512 records, 0.0 a second"),
    ],
)
def test_a_task_says_how_far_its_file_is(size, read, seconds, line):
    assert progress_line(Started(7, size, 1, 1), Reading(512, read), seconds) == line


def test_of_one_file_bytes_are_told_of_several_their_number():
    told: list[tuple[int, ...]] = []
    progress = ReadProgress(lambda *amounts: told.append(amounts))
    progress.begins(Started(7, 1_000, 1, 1))
    progress.goes_on(Started(7, 1_000, 1, 1), Reading(5, 400))
    progress.goes_on(Started(7, 1_000, 1, 1), Reading(6))
    progress.begins(Started(8, 10, 2, 3))
    progress.goes_on(Started(8, 10, 2, 3), Reading(9, 4))
    progress.begins(Started(None, 0, 3, 3))
    assert told == [(400, 1_000), (6, 0), (1, 3), (3, 3)]
