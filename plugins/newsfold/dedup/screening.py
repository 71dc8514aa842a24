"""Many pairs of one text at once: which of them could be related at all.

A text is compared with all its candidates in a few array operations. What is computed is an upper bound of the sum that
`newsfold.dedup.relation.logit` gives, so that no related pair is ever lost; the few that pass are judged one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup import calibration as fixed
from newsfold.dedup.fingerprints import WINDOW_DAYS
from newsfold.dedup.packed_features import PackedFeatures
from newsfold.dedup.signals import ANCHORS_PRIOR, CERTAIN_SKETCH, LEAST_PRODUCT, NAMES_PRIOR, SENTENCES_PRIOR

#: Terms are looked up in tables of this size by their last bits. Two that meet there can only raise a bound.
SLOTS = 1 << 17
#: Sums of floats may differ in their last digits.
SLACK = 1e-6

_MASK = np.uint64(SLOTS - 1)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Screened:
    """One text, ready to be screened: where its terms stand in the tables."""

    packed: PackedFeatures
    sketch: Places
    names: Places
    name_weights: Floats
    name_total: float
    anchors: Places
    posting_slots: Places


def screened(packed: PackedFeatures) -> Screened:
    """Prepare a text."""
    slots = (packed.terms & _MASK).astype(np.intp)
    return Screened(
        packed=packed,
        sketch=((packed.sketch >> np.uint64(3)) & _MASK).astype(np.intp),
        names=slots[packed.names],
        name_weights=packed.name_weights.astype(np.float64),
        name_total=float(packed.name_weights.sum(dtype=np.int64)),
        anchors=slots[packed.anchors],
        posting_slots=slots[packed.posting_terms],
    )


@dataclass(slots=True)
class Screen:
    """Holds the tables between the texts; they are empty whenever no text is being compared."""

    flags: Flags = field(default_factory=lambda: np.zeros(SLOTS, dtype=np.bool_))
    weights: Floats = field(default_factory=lambda: np.zeros(SLOTS))
    rows: Places = field(default_factory=lambda: np.full(SLOTS, -1, dtype=np.intp))

    def passed(
        self,
        text: Screened,
        others: Sequence[Screened],
        days_apart: Sequence[int],
        same_publisher: Sequence[bool],
        under: float = 0.0,
        rewrite_days: int = WINDOW_DAYS,
    ) -> Places:
        """Give the places of the others that could be related to the text, or come within `under` points of it."""
        least = -SLACK - under
        copied = self._copied(text, others)
        bound = self._bound(text, others, days_apart, same_publisher, rewrite_days)
        shortest = np.minimum([each.packed.sentence_count for each in others], text.packed.sentence_count)
        at_most = bound + points_of_sentences(shortest / (shortest + SENTENCES_PRIOR))
        open_places = np.flatnonzero((at_most >= least) & ~copied)
        if open_places.size:
            chains = self._chains(text, [others[place] for place in open_places.tolist()])
            shortest = shortest[open_places]
            at_most = bound[open_places] + points_of_sentences(chains / (shortest + SENTENCES_PRIOR))
            open_places = open_places[at_most >= least]
        return np.sort(np.concatenate((open_places, np.flatnonzero(copied))))

    def _bound(
        self,
        text: Screened,
        others: Sequence[Screened],
        days_apart: Sequence[int],
        same_publisher: Sequence[bool],
        rewrite_days: int,
    ) -> Floats:
        """The most that the sum can be, but for its sentences."""
        np.maximum.at(self.weights, text.names, text.name_weights)
        owners, names = _joined([each.names for each in others])
        weights = np.concatenate([each.name_weights for each in others])
        shared = np.bincount(owners, np.minimum(self.weights[names], weights), len(others))
        self.weights[text.names] = 0.0
        count = np.minimum([len(each.names) for each in others], len(text.names))
        least = np.minimum([each.name_total for each in others], text.name_total)
        names_share = shared / np.maximum(least, 1.0) * count / (count + NAMES_PRIOR)
        self.flags[text.anchors] = True
        owners, anchors = _joined([each.anchors for each in others])
        in_both = np.bincount(owners, self.flags[anchors], len(others))
        self.flags[text.anchors] = False
        order = in_both / (
            np.minimum([len(each.anchors) for each in others], len(text.anchors)) + ANCHORS_PRIOR
        )
        words = np.minimum([each.packed.word_count for each in others], text.packed.word_count)
        halvings = np.maximum(0.0, np.log2(fixed.BRIEF_WORDS / np.maximum(words, 1)))
        bound: Floats = (
            fixed.NAMES * names_share
            - fixed.FEW_NAMES * np.maximum(0.0, fixed.LEAST_NAMES - names_share)
            + fixed.ORDER * order
            - fixed.BAR
            - fixed.BRIEF * halvings
            + fixed.BRIEF_FIGURES * np.clip(halvings - 1.0, 0.0, 1.0)
            - points_of_days(np.asarray(days_apart), rewrite_days)
            - fixed.SAME_PUBLISHER * np.asarray(same_publisher)
        )
        return bound

    def _copied(self, text: Screened, others: Sequence[Screened]) -> Flags:
        """Which of the others have much of the same word runs: the same figures as `newsfold.dedup.signals` gives."""
        self.flags[text.sketch] = True
        owners, sketches = _joined([each.sketch for each in others])
        touched = np.bincount(owners, self.flags[sketches], len(others)) > 0
        self.flags[text.sketch] = False
        if len(text.sketch) >= CERTAIN_SKETCH:
            touched |= np.array([len(each.sketch) < CERTAIN_SKETCH for each in others])
        else:
            touched[:] = True
        copied = np.zeros(len(others), dtype=np.bool_)
        ours = text.packed.shingles
        places = np.flatnonzero(touched)
        if not len(ours) or not places.size:
            return copied
        slots = (ours & _MASK).astype(np.intp)
        self.flags[slots] = True
        owners, theirs = _joined([others[place].packed.shingles for place in places.tolist()])
        at_most = np.bincount(owners, self.flags[(theirs & _MASK).astype(np.intp)], len(places))
        self.flags[slots] = False
        lengths = np.array([len(others[place].packed.shingles) for place in places.tolist()])
        for place in places[_is_copied(at_most, len(ours), lengths)].tolist():
            theirs = others[place].packed.shingles
            found = np.searchsorted(ours, theirs)
            found[found == len(ours)] = 0
            common = np.count_nonzero(ours[found] == theirs)
            copied[place] = _is_copied(common, len(ours), len(theirs))
        return copied

    def _chains(self, text: Screened, others: Sequence[Screened]) -> Floats:
        """The most matching sentences that a chain can have with each of the others.

        Multiplies only what stands in both: each posting of the others meets the text's postings of the same term.
        """
        ours = text.packed
        order = np.argsort(text.posting_slots)
        slots, counts = np.unique(text.posting_slots[order], return_counts=True)
        first = np.cumsum(counts) - counts
        self.rows[slots] = np.arange(len(slots))
        owners, theirs = _joined([each.posting_slots for each in others])
        rows = self.rows[theirs]
        self.rows[slots] = -1
        met = np.flatnonzero(rows >= 0)
        rows = rows[met]
        height = np.array([each.packed.sentence_count for each in others])
        starts = np.cumsum(height) - height
        sentences = (
            np.concatenate([each.packed.posting_sentences for each in others])[met] + starts[owners[met]]
        )
        parts = np.concatenate([each.packed.posting_parts for each in others])[met].astype(np.float64)
        lengths = counts[rows]
        total = int(lengths.sum())
        at = order[np.arange(total) + np.repeat(first[rows] - (np.cumsum(lengths) - lengths), lengths)]
        width = max(ours.sentence_count, 1)
        cells = np.repeat(sentences * width, lengths) + ours.posting_sentences[at]
        products = np.bincount(
            cells, np.repeat(parts, lengths) * ours.posting_parts[at], int(height.sum()) * width
        )
        matched = np.flatnonzero(products >= LEAST_PRODUCT)
        # A chain has each sentence of either side once at most.
        their_rows = np.unique(matched // width)
        text_of = np.repeat(np.arange(len(others)), height)
        in_theirs = np.bincount(text_of[their_rows], minlength=len(others))
        in_ours = np.bincount(
            np.unique(text_of[matched // width] * width + matched % width) // width, minlength=len(others)
        )
        return np.minimum(in_theirs, in_ours).astype(np.float64)


def points_of_sentences(sentences: Floats) -> Floats:
    """What matching sentences give, as `newsfold.dedup.relation` has it."""
    points: Floats = fixed.SENTENCES * np.minimum(sentences, fixed.MOST_SENTENCES)
    return points


def points_of_days(days_apart: NDArray[Any], rewrite_days: int = WINDOW_DAYS) -> Floats:
    """What the distance in time takes, as `newsfold.dedup.relation` has it."""
    far = fixed.DAY + fixed.DAY_DOUBLED * np.log2(np.maximum(days_apart, 1))
    beyond = fixed.BEYOND_WINDOW * (days_apart > rewrite_days)
    points: Floats = np.where(days_apart > 0, far + beyond, 0.0)
    return points


def _is_copied(common: Any, ours: int, theirs: Any) -> Any:
    """Whether so many common word runs make a near copy, as `newsfold.dedup.relation.is_copied` has it."""
    return (common / np.maximum(ours + theirs - common, 1) >= fixed.COPY_JACCARD) | (
        common / np.maximum(np.minimum(ours, theirs), 1) >= fixed.COPY_CONTAINMENT
    )


def _joined(arrays: Sequence[NDArray[Any]]) -> tuple[Places, NDArray[Any]]:
    """One array of many, and beside each value which of the arrays it is from."""
    return np.repeat(np.arange(len(arrays)), [len(each) for each in arrays]), np.concatenate(arrays)
