"""A few kills of each action that people start by hand; `python -m tests.long.kills` goes on at random."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long import kills

#: Each takes a second or less; the others are for the long form.
QUICK = ("forget", "refold", "marts", "export", "replay", "restore", "import of sources", "hide", "split")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kills.Kills]:
    """Two days of news on a server of their own."""
    folder: Path = tmp_path_factory.mktemp("kills")
    with kills.Kills(folder, articles=16) as made:
        yield made


@pytest.mark.parametrize("what", QUICK)
def test_killed_in_its_middle_and_done_again_it_leaves_what_it_would_have_left(
    scene: kills.Kills, what: str
) -> None:
    assert scene.kill(what, 0.5) == []


@pytest.mark.long
@pytest.mark.parametrize("what", kills.ACTS)
def test_so_it_does_at_twenty_moments(scene: kills.Kills, what: str) -> None:
    struck = scene.struck
    for number in range(20):
        share = random.Random(f"{what} {number}").uniform(0, 1)
        assert scene.kill(what, share) == [], share
    assert scene.struck > struck
