"""What more articles carry than are compared with each other has its first carrier all the same, in any order of arrival."""

import random

import pytest

from newsfold.dedup import sentence_postings
from newsfold.pipeline.sentence_tracing import trace_text
from tests.end_to_end.test_retention import item
from tests.end_to_end.test_sentence_origins import carried, paper, passage

WIRE = passage("popular", 4)
#: With hours and minutes all on one day, so that days do not tell who was first.
CARRIERS = {
    "wire": (" ".join(WIRE), "06:00"),
    **{f"paper{n}": (paper(f"paper{n}", *WIRE[:3]), f"{7 + n % 12:02}:{n:02}") for n in range(10)},
    "edited": (
        paper("edited", *(line.replace("near", "close to").replace("later", "after") for line in WIRE[:3])),
        "22:00",
    ),
}
SEEDS = range(3)


@pytest.fixture
def few_are_compared(monkeypatch):
    """Of a key that leads to more than three texts the earliest two are looked at."""
    monkeypatch.setattr(sentence_postings, "COMMON_KEY", 3)
    monkeypatch.setattr(sentence_postings, "EARLIEST", 2)


def deliver(newsroom, names: list[str]) -> None:
    for name in names:
        body, time = CARRIERS[name]
        newsroom.deliver("desk", f"{name}.json", item(f"urn:x:{name}", body, f"2025-09-26T{time}:00Z"))
    newsroom.run()


def orders(seed: int) -> list[list[str]]:
    """The first carrier first, in the middle or last; the others in any order, in runs of one to all."""
    rng = random.Random(seed)
    others = [name for name in CARRIERS if name != "wire"]
    rng.shuffle(others)
    others.insert((0, len(others) // 2, len(others))[seed % 3], "wire")
    size = (1, 4, len(others))[seed % 3]
    return [others[start : start + size] for start in range(0, len(others), size)]


@pytest.mark.parametrize(
    "seed", [*SEEDS, "one by one, the first carrier last", "three runs, the first carrier last"]
)
def test_all_have_the_first_carrier(newsroom, few_are_compared, seed):
    newsroom.source("desk")
    names = sorted(name for name in CARRIERS if name != "wire")
    runs = {
        "one by one, the first carrier last": [[name] for name in [*names, "wire"]],
        "three runs, the first carrier last": [names[:5], names[5:], ["wire"]],
    }
    for run in runs.get(seed) or orders(seed):
        deliver(newsroom, run)
    assert carried(newsroom) == {(name, "wire"): 3 for name in CARRIERS if name != "wire"}


def test_who_carried_a_text_that_is_not_ours_is_told_of_all(newsroom, few_are_compared):
    newsroom.source("desk")
    deliver(newsroom, [name for name in CARRIERS if name != "wire"])
    with newsroom.workspace() as work:
        first, *_, last = trace_text(work.connection, CARRIERS["wire"][0], "en")
    assert {each.uri.rpartition(":")[2] for each in first.carriers} == {
        name for name in CARRIERS if name != "wire"
    }
    assert [each.published_at for each in first.carriers] == sorted(
        each.published_at for each in first.carriers
    )
    assert last.carriers == []
