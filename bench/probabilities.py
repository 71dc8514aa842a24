"""How well a score means a probability: fits of a logistic curve, reliability by bins, Brier score, calibration error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
BIN_EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.0)
STEPS = 50


@dataclass(frozen=True, slots=True)
class Curve:
    """P(one report) = 1 / (1 + exp(-(slope * x + shift)))."""

    slope: float
    shift: float

    def at(self, x: Numbers) -> Numbers:
        """The probabilities of some values."""
        return 1.0 / (1.0 + np.exp(-np.clip(self.slope * x + self.shift, -50, 50)))


def fit(x: Numbers, truth: Numbers) -> Curve:
    """Fit a curve by maximum likelihood (Newton's method). `truth` is 0 to 1: a share where it is only known as one."""
    design = np.stack([x, np.ones_like(x)], axis=1)
    found = np.zeros(2)
    for _ in range(STEPS):
        said = 1.0 / (1.0 + np.exp(-np.clip(design @ found, -50, 50)))
        spread = np.maximum(said * (1 - said), 1e-9)
        step = np.linalg.solve((design.T * spread) @ design + 1e-9 * np.eye(2), design.T @ (truth - said))
        found = found + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-8:
            break
    return Curve(float(found[0]), float(found[1]))


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose score lies between `low` and `high`: how many, what the scores said, what was true."""

    low: float
    high: float
    pairs: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How scores and truth agree. `error` is the expected calibration error: the mean gap of the bins, by their pairs."""

    pairs: int
    brier: float
    error: float
    bins: list[Bin]


def reliability(scores: Numbers, truth: Numbers, edges: Sequence[float] = BIN_EDGES) -> Reliability:
    """Compare scores with what is true."""
    places = np.clip(np.searchsorted(edges, scores, side="right") - 1, 0, len(edges) - 2)
    bins = [
        Bin(
            edges[n], edges[n + 1], int(inside.sum()), float(scores[inside].mean()), float(truth[inside].mean())
        )
        for n in range(len(edges) - 1)
        if (inside := places == n).any()
    ]  # fmt: skip
    error = sum(each.pairs * abs(each.predicted - each.observed) for each in bins) / max(1, len(scores))
    return Reliability(len(scores), float(np.mean((scores - truth) ** 2)), error, bins)
