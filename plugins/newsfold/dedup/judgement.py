"""What became of a pair, and how a distance from a bar becomes a probability."""

from dataclasses import dataclass
from math import exp

from newsfold.model import Outcome


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a pair: `kind` is near_copy, rewrite, translation or None; `score` is the probability of one report.

    `veto` says what spoke against a relation that the texts alone would have had. `total` is the distance from the bar of a
    rewrite or translation, whichever is nearer.
    """

    kind: Outcome | None
    score: float
    veto: str | None = None
    total: float = 0.0


def logistic(x: float) -> float:
    """Give 1 / (1 + exp(-x)), rounded for people."""
    return round(1.0 / (1.0 + exp(-max(-50.0, min(50.0, x)))), 4)  # texts years apart are far below any bar
