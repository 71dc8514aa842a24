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
        return logistic(self.slope * x + self.shift)


def fit(x: Numbers, truth: Numbers) -> Curve:
    """Fit a curve by maximum likelihood. `truth` is 0 to 1: a share where it is only known as one."""
    slope, shift = fit_weights(np.stack([x, np.ones_like(x)], axis=1), truth, np.full(2, 1e-9))
    return Curve(float(slope), float(shift))


def fit_weights(design: Numbers, truth: Numbers, ridge: Numbers) -> Numbers:
    """A weight for each column of `design`, so that 1 / (1 + exp(-(design @ weights))) is the probability: maximum likelihood by
    Newton's method, each weight drawn to 0 by its `ridge`.
    """
    found = np.zeros(design.shape[1])
    for _ in range(STEPS):
        said = logistic(design @ found)
        spread = np.maximum(said * (1 - said), 1e-9)
        slope = design.T @ (truth - said) - ridge * found
        step = np.linalg.solve((design.T * spread) @ design + np.diag(ridge), slope)
        found = found + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-8:
            break
    return found


def logistic(x: Numbers) -> Numbers:
    """1 / (1 + exp(-x)), also for what is far from 0."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -50, 50))), dtype=np.float64)


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


def equal_edges(scores: Numbers, bins: int) -> list[float]:
    """Edges between bins that hold equally many scores; fewer bins where many scores are the same."""
    inner = np.unique(np.quantile(scores, np.linspace(0, 1, bins + 1)[1:-1]))
    return [0.0, *(float(edge) for edge in inner if 0 < edge < 1), 1.0]


def error_by_chance(
    scores: Numbers, truth: Numbers, edges: Sequence[float], draws: int = 200
) -> tuple[float, float]:
    """The calibration error that scores without any fault would show, with so many of them: its mean and its 95th percentile.

    What is right or wrong is drawn anew by the scores; shares are drawn around them as they lie now.
    """
    chance = np.random.default_rng(1)
    rest = truth - scores - float(np.mean(truth - scores))
    yes_or_no = bool(np.isin(truth, (0.0, 1.0)).all())
    errors = [
        reliability(
            scores,
            (chance.random(len(scores)) < scores).astype(np.float64)
            if yes_or_no
            else scores + chance.permutation(rest),
            edges,
        ).error
        for _ in range(draws)
    ]
    return float(np.mean(errors)), float(np.quantile(errors, 0.95))
