"""Whether two texts in two languages are one report: a translation.

Three things are measured, each a share from 0 to 1: how well the sentences of the leads match by meaning, and which figures and
which names stand in both texts, in the same places. Places are the order: who translates keeps them, who writes anew does not.
There are three sums: with the vectors, by names and figures, and by figures alone; any is enough. Vectors alone never are.
"""

from collections.abc import Iterator, Sequence
from math import log2
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup import calibration as fixed
from newsfold.dedup.judgement import logistic
from newsfold.dedup.lexicon import CAPITALS_MARK_NAMES
from newsfold.dedup.meaning import LENGTH, script_of
from newsfold.dedup.reading.romanized import KEY_WEIGHTS
from newsfold.dedup.text_features import Features

#: Two places are the same where they differ by at most so many thousandths of the text.
PLACE_TOLERANCE = 120
#: Added to what a share is taken of, in the units of the weights: little that is shared says little.
FIGURES_PRIOR = 1.0
NAMES_PRIOR = 3.0
TELLING_PRIOR = 4.0
#: Places are kept in so many bits beside a key.
_PLACE_BITS = 11

Integers = NDArray[np.int64]


class Crossing(NamedTuple):
    """What two texts in two languages have in common. `meaning` is the mean cosine of each lead sentence with the nearest one of
    the other text, 0 where one has no vectors. `telling` grows with how many figures are shared, and how telling they are.
    `two_scripts` says that the encoder has the two languages further apart: they are written in different scripts."""

    meaning: float
    figures: float
    names: float
    telling: float = 0.0
    two_scripts: bool = False


class CrossingPart(NamedTuple):
    """One part of the evidence for a translation, with the points that it gives."""

    what: str
    value: float
    points: float
    meaning: str


def crossing(a: Features, b: Features) -> Crossing:
    """Measure a pair. Symmetric, and the same on each machine."""
    figures, telling = shared_figures(a, b)
    two_scripts = script_of(a.language) != script_of(b.language)
    return Crossing(lead_likeness(a.meaning, b.meaning), figures, shared_names(a, b), telling, two_scripts)


def lead_cosines(one: bytes, other: bytes) -> NDArray[np.float64]:
    """Give the cosines of the lead's sentences; exact sums of whole numbers below 2**24, so that no machine differs."""
    ours, theirs = (
        np.frombuffer(each, np.int8).reshape(-1, LENGTH).astype(np.float32) for each in (one, other)
    )
    lengths = [np.sqrt((each.astype(np.float64) ** 2).sum(axis=1)) for each in (ours, theirs)]
    products = (ours @ theirs.T).astype(np.float64)
    cosines: NDArray[np.float64] = products / np.maximum(np.outer(*lengths), 1.0)
    return cosines


def lead_likeness(one: bytes, other: bytes) -> float:
    """Give the mean cosine of each lead sentence with its nearest one on the other side, taken from either side."""
    if not one or not other:
        return 0.0
    cosines = lead_cosines(one, other)
    return float((cosines.max(axis=1).mean() + cosines.max(axis=0).mean()) / 2)


def shared_figures(a: Features, b: Features) -> tuple[float, float]:
    """Give the share of figures that stand in both texts in the same places, and how much these tell."""
    if not a.figures or not b.figures:
        return 0.0, 0.0
    values = np.array([figure.value for figure in (*a.figures, *b.figures)])
    distinct, numbers = np.unique(values, return_inverse=True)
    places = np.array([figure.place for figure in (*a.figures, *b.figures)], dtype=np.int64)
    codes = (numbers.astype(np.int64) << _PLACE_BITS) + places
    ours, theirs = codes[: len(a.figures)], codes[len(a.figures) :]
    weights = figure_weights(distinct)
    common = np.unique(ours[_near(ours, theirs)] >> _PLACE_BITS)
    fewest = min(weights[np.unique(side >> _PLACE_BITS)].sum() for side in (ours, theirs))
    shared = float(weights[common].sum())
    return shared / (float(fewest) + FIGURES_PRIOR), shared / (shared + TELLING_PRIOR)


def figure_weights(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weigh figures: 7 says little, 1,284 a lot, a year something between."""
    weights = np.select([values <= 12, values < 32, values < 100], [0.3, 0.7, 1.0], 2.0)
    weights[(values >= 1900) & (values < 2100) & (values == np.floor(values))] = 0.8
    found: NDArray[np.float64] = weights
    return found


def shared_names(a: Features, b: Features) -> float:
    """Give the share of one text's names whose keys the other text has in the same places.

    Of the text whose language marks names; of both, the better share, where both do or neither.
    """
    marks = [text.language in CAPITALS_MARK_NAMES for text in (a, b)]
    shares = []
    if marks[0] or not marks[1]:
        shares.append(_names_found(a, b))
    if marks[1] or not marks[0]:
        shares.append(_names_found(b, a))
    return max(shares)


def _names_found(text: Features, other: Features) -> float:
    names = _codes(text, names_only=True)
    if not len(names):
        return 0.0
    weights = np.array([*KEY_WEIGHTS, KEY_WEIGHTS[-1]])
    keys = names >> _PLACE_BITS
    found = np.unique(keys[_near(names, _codes(other))])
    return float(weights[found & 3].sum() / (weights[np.unique(keys) & 3].sum() + NAMES_PRIOR))


def _codes(text: Features, *, names_only: bool = False) -> Integers:
    return np.array(
        [word.key << _PLACE_BITS | word.place for word in text.crossing if word.is_name or not names_only],
        dtype=np.int64,
    )


def _near(ours: Integers, theirs: Integers) -> NDArray[np.bool_]:
    """Tell for each of our codes whether they have the same key near the same place."""
    ranked = np.sort(theirs)
    keys = ours >> _PLACE_BITS << _PLACE_BITS
    places = ours - keys
    first = np.searchsorted(ranked, keys + np.maximum(places - PLACE_TOLERANCE, 0))
    last = np.searchsorted(
        ranked, keys + np.minimum(places + PLACE_TOLERANCE, (1 << _PLACE_BITS) - 1), side="right"
    )
    near: NDArray[np.bool_] = last > first
    return near


# --- the decision ------------------------------------------------------------------------------------------------


def over_bar(
    measured: Crossing,
    fewest_words: int,
    days_apart: int | None = None,
    rewrite_days: int = fixed.REWRITE_DAYS,
) -> float:
    """Sum the evidence for a translation, less the bar: of the two sums the better one."""
    return sum(part.points for part in parts(measured, fewest_words, days_apart, rewrite_days))


def parts(
    measured: Crossing,
    fewest_words: int,
    days_apart: int | None = None,
    rewrite_days: int = fixed.REWRITE_DAYS,
) -> Iterator[CrossingPart]:
    """Give the summands of `over_bar`, with what each means."""
    names = min(measured.names, fixed.MOST_NAMES)
    weights = max(_sums(measured.meaning), key=lambda each: _total(measured, each))
    if weights.meaning:
        yield CrossingPart("sentences alike in meaning", measured.meaning, weights.meaning * measured.meaning,
                           "mean cosine of the first sentences, each with its nearest")  # fmt: skip
        if measured.two_scripts:
            yield CrossingPart("two scripts", 1, weights.meaning * fixed.TWO_SCRIPTS,
                               "sentences that say the same are less alike there, and so are others")  # fmt: skip
    yield CrossingPart("figures in both, in the same places", measured.figures, weights.figures * measured.figures,
                       "of the text with fewer, the telling ones counting more")  # fmt: skip
    if weights.telling:
        yield CrossingPart("how much these figures tell", measured.telling, weights.telling * measured.telling,
                           "many large figures tell more than a few small ones")  # fmt: skip
    if weights.names:
        yield CrossingPart("names in both, in the same places", measured.names, weights.names * names,
                           "compared in one alphabet, by their consonants")  # fmt: skip
    yield CrossingPart("the bar", weights.bar, -weights.bar, "what any translation must reach")
    brief = max(0.0, log2(fixed.CROSSING_WORDS / max(fewest_words, 1)))
    if brief:
        yield CrossingPart("short text", fewest_words, -fixed.CROSSING_BRIEF * brief,
                           f"words; under {fixed.CROSSING_WORDS} each halving raises the bar")  # fmt: skip
    if days_apart:
        beyond = fixed.BEYOND_WINDOW if days_apart > rewrite_days else 0.0
        yield CrossingPart("days apart", days_apart, -fixed.CROSSING_DAY * days_apart - beyond,
                           "a later text on a matter is mostly a new report")  # fmt: skip
    if measured.figures + measured.names < fixed.LEAST_CROSSING:
        yield CrossingPart("no names or figures in both", 0.0, -fixed.ALONE, "meaning alone never decides")


def _sums(meaning: float) -> Sequence[fixed.CrossingWeights]:
    """Give the sums that may decide: without vectors the later ones, with vectors that contradict these the first alone."""
    if not meaning:
        return fixed.CROSSING_SUMS[1:]
    return fixed.CROSSING_SUMS if meaning >= fixed.LEAST_MEANING else fixed.CROSSING_SUMS[:1]


def _total(measured: Crossing, weights: fixed.CrossingWeights) -> float:
    return (
        weights.meaning * (measured.meaning + fixed.TWO_SCRIPTS * measured.two_scripts)
        + weights.figures * measured.figures
        + weights.names * min(measured.names, fixed.MOST_NAMES)
        + weights.telling * measured.telling
        - weights.bar
    )


def probability(total: float) -> float:
    """Give the probability that a pair this far over (or under) the bar is one report."""
    return logistic(fixed.CROSSING_SLOPE * total + fixed.CROSSING_SHIFT)
