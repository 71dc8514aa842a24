"""Reports in two languages: one report in both, and what two newsrooms wrote of one event with the same people and figures."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench.story_kinds import Words, joined

#: Where the spellings of a gap stand.
SPELLINGS = {"en": 0, "de": 0, "ru": 1, "ja": 2}


@dataclass(frozen=True, slots=True)
class CrossingPair:
    """Two texts in two languages. `same` says whether they carry one report."""

    kind: str
    same: bool
    one: str
    other: str
    languages: tuple[str, str]


def crossing_pairs(chance: random.Random, draws: int = 3) -> Iterator[CrossingPair]:
    """Of each event and two languages a translation, and two newsrooms' reports either way; in the same order or another."""
    words = tomllib.loads(Path(__file__).with_name("crossings.toml").read_text(encoding="utf-8"))
    gaps = words.pop("gap")
    for event in words.values():
        for one, other in combinations(SPELLINGS, 2):
            for _ in range(draws):
                filled = {gap: chance.choice(values) for gap, values in gaps.items()}
                report = told(event[one]["report"], filled, one)
                yield CrossingPair(
                    "translation", True, report, told(event[other]["report"], filled, other), (one, other)
                )
                order = list(range(len(event[other]["own"])))
                for kind in ("independent", "independent, in another order"):
                    own = [event[other]["own"][place] for place in order]
                    yield CrossingPair(kind, False, report, told(own, filled, other), (one, other))
                    chance.shuffle(order)
                yield CrossingPair(
                    "independent", False, told(event[one]["own"], filled, one),
                    told(event[other]["report"], filled, other), (one, other),
                )  # fmt: skip


def told(sentences: list[str], filled: Words, language: str) -> str:
    """A text in its language, with its gaps filled."""
    spelled = {
        gap: value if isinstance(value, str) else value[SPELLINGS[language]] for gap, value in filled.items()
    }
    return joined([each.format(**spelled) for each in sentences])
