"""What finds a text from another language, as bytes: its language, the mean vector of its lead, names and figures."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup.lexicon import stable_id
from newsfold.dedup.meaning import LENGTH, mean_vector
from newsfold.dedup.packed_terms import TERM, WEIGHT_UNIT
from newsfold.dedup.reading.romanized import KEY_WEIGHTS
from newsfold.dedup.text_features import Features
from newsfold.dedup.translation import figure_weights

#: So many names and figures of a text are indexed, the most telling first.
MOST_TERMS = 40
#: A smaller figure stands in too many texts.
LEAST_FIGURE = 13
#: The language comes first, filled up with spaces; then a byte that says whether there is a vector.
LANGUAGE_LENGTH = 8
#: Keys of names have 32 bits, those of figures twice as many.
LARGEST_KEY = (1 << 32) - 1


def pack_crossing(features: Features) -> bytes:
    """Write what a text is found by in other languages: its language, the mean vector of its lead, its names and figures."""
    weights: dict[int, float] = {}
    values = np.array(sorted({each.value for each in features.figures if each.value >= LEAST_FIGURE}))
    for value, weight in zip(values.tolist(), figure_weights(values).tolist(), strict=True):
        weights[stable_id(f"{value:.12g}")] = weight
    for word in features.crossing:
        if word.is_name and word.key & 3:  # the shortest keys are left out
            weights[word.key] = KEY_WEIGHTS[min(word.key & 3, len(KEY_WEIGHTS) - 1)]
    chosen = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_TERMS]
    # Of two texts a common term has one weight: the product of its roots.
    terms = np.array([(term, round(weight**0.5 * WEIGHT_UNIT)) for term, weight in chosen], dtype=TERM)
    vector = mean_vector(features.meaning)
    language = features.language[:LANGUAGE_LENGTH].ljust(LANGUAGE_LENGTH)
    flag = bytes([bool(vector)])
    packed: bytes = language.encode("ascii", "replace") + flag + vector + terms.tobytes()
    return packed


def language_of(crossing: bytes) -> str:
    """Give the language of a packed text."""
    return crossing[:LANGUAGE_LENGTH].decode("ascii").rstrip()


def parted(crossing: bytes) -> tuple[bytes, bytes]:
    """Give the mean vector of a packed text, empty where it has none, and its packed terms."""
    start = LANGUAGE_LENGTH + 1
    end = start + LENGTH * crossing[LANGUAGE_LENGTH]
    return crossing[start:end], crossing[end:]


class Weights(NamedTuple):
    """What each of some terms weighs, and all of them together."""

    weights: dict[int, float]
    total: float


class Contents(NamedTuple):
    """What a packed text holds: its language, the mean vector with its length, names and figures. A text has many pairs."""

    language: str
    vector: NDArray[np.float32] | None
    length: float
    names: Weights
    figures: Weights


@lru_cache(maxsize=1 << 13)
def contents(crossing: bytes) -> Contents:
    """Open a packed text. Its vector is of whole numbers: their products stay below 2**24, and their sums are exact."""
    if not crossing:
        return Contents("", None, 0.0, Weights({}, 0), Weights({}, 0))
    packed, packed_terms = parted(crossing)
    vector = np.frombuffer(packed, np.int8).astype(np.float32) if packed else None
    length = float(np.sqrt(float(vector @ vector))) if vector is not None else 0.0
    terms = np.frombuffer(packed_terms, TERM)
    weights = zip(terms["term"].tolist(), ((terms["weight"] / WEIGHT_UNIT) ** 2).tolist(), strict=True)
    names, figures = dict[int, float](), dict[int, float]()
    for term, weight in weights:
        (figures if term > LARGEST_KEY else names)[term] = weight
    return Contents(
        language_of(crossing),
        vector,
        length,
        *(Weights(each, sum(each.values())) for each in (names, figures)),
    )
