"""Every reader by every bomb: it ends in records and refusals, and takes its share of time however large the file is."""

import resource

import pytest

from newsfold.formats import read
from newsfold.model import REASONS, Record, Rejection
from tests.growth.bombs import bombs
from tests.growth.costs import KILO, Bound, explodes

BOMBS = dict(bombs())
SHORT = Bound(largest=32 * KILO, small=0.6, patience=3.0)
LONG = Bound(largest=256 * KILO, small=0.5, patience=20.0)
#: What reading 4 MB may take of memory: what is read is there in some forms at once, and pieces of a few characters cost most.
MOST_MB = 700


def families() -> list[str]:
    return list(dict.fromkeys(name.partition(":")[0] for name in BOMBS))


def faults(family: str, bound: Bound) -> dict[str, str]:
    """The bombs of one reader that take too long, each with its figures."""
    list(read(b"It opened.\n\nThe harbour of Lindow opened on Friday.\n", name="warm"))
    those = {name: make for name, make in BOMBS.items() if name.partition(":")[0] == family}
    found = {name: explodes(taken_apart, make, bound) for name, make in those.items()}
    return {name: figures for name, figures in found.items() if figures}


def taken_apart(data: bytes) -> list[Record | Rejection]:
    """All items of a file, each of which can be stored."""
    items = list(read(data, name="bomb"))
    assert [item.position for item in items] == list(range(len(items)))
    assert items
    for item in items:
        if isinstance(item, Rejection):
            assert item.reason_code in REASONS
            assert item.reason_code != "reader_failed", item.detail
        else:
            assert item.body.strip()
    return items


def test_every_reader_meets_many_bombs() -> None:
    assert len(BOMBS) > 500
    assert len(families()) > 20


@pytest.mark.parametrize("family", families())
def test_a_bomb_takes_its_share(family: str) -> None:
    assert faults(family, SHORT) == {}


@pytest.mark.long
@pytest.mark.parametrize("family", families())
def test_a_larger_bomb_takes_its_share(family: str) -> None:
    assert faults(family, LONG) == {}


@pytest.mark.long
def test_bombs_take_little_memory() -> None:
    """The peak of this process only ever rises: what it has risen by is what the worst of them took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for make in BOMBS.values():
        taken_apart(make(4_000 * KILO))
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000 < MOST_MB
