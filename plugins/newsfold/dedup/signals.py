"""The measures of one pair of texts. Each is evidence for the same report when it is high, and each is symmetric."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from newsfold.dedup.text_features import UNIT, Features

#: Two sentences match from this cosine of their vectors on.
MATCH_COSINE = 0.25
LEAST_PRODUCT = int(MATCH_COSINE * UNIT * UNIT)
#: Added to what a share is taken of: two names out of two say less than twenty out of twenty.
NAMES_PRIOR = 2
SENTENCES_PRIOR = 2
ANCHORS_PRIOR = 3
#: Sketches of this size or more without a common shingle come from texts without copied text.
CERTAIN_SKETCH = 16


class Signals(NamedTuple):
    """What two texts have in common, as shares from 0 to 1 of the smaller side unless said otherwise.

    `containment` and `jaccard` are of the word runs, `head` of the runs that open the texts. `names` is the weighted
    share of names, `sentences` the longest chain of matching sentences in the same order, `order` the longest run of
    anchors in the same order; these three are drawn to 0 where there is little to share. `numbers` is a plain share,
    of `fewest_numbers`. `fewest_words` and `most_words` are the lengths of the two reports without their quotes.
    """

    containment: float
    jaccard: float
    head: float
    names: float
    sentences: float
    order: float
    numbers: float
    fewest_numbers: int
    fewest_words: int
    most_words: int


def signals(a: Features, b: Features) -> Signals:
    """Measure a pair."""
    return with_sentences(most_signals(a, b), a, b, sentence_products(a, b))


def most_signals(a: Features, b: Features) -> Signals:
    """Measure a pair but for its sentences, which cost the most: `sentences` is the most that they could give."""
    containment, jaccard = _copied(a, b)
    few_numbers = min(len(a.numbers), len(b.numbers))
    sentence_count = min(a.sentence_count, b.sentence_count)
    return Signals(
        containment=containment,
        jaccard=jaccard,
        head=len(a.head & b.head) / (min(len(a.head), len(b.head)) or 1) if containment else 0.0,
        names=_names(a.names, b.names),
        sentences=sentence_count / (sentence_count + SENTENCES_PRIOR),
        order=longest_run(shared_order(a, b)) / (min(len(a.anchors), len(b.anchors)) + ANCHORS_PRIOR),
        numbers=len(a.numbers & b.numbers) / few_numbers if few_numbers else 0.0,
        fewest_numbers=few_numbers,
        fewest_words=min(a.word_count, b.word_count),
        most_words=max(a.word_count, b.word_count),
    )


def with_sentences(most: Signals, a: Features, b: Features, products: Mapping[int, int]) -> Signals:
    """Complete what `most_signals` gave for the same pair by its `sentence_products`."""
    matched = longest_chain(matching_rows(products, a.sentence_count, b.sentence_count))
    return most._replace(sentences=matched / (min(a.sentence_count, b.sentence_count) + SENTENCES_PRIOR))


def _copied(a: Features, b: Features) -> tuple[float, float]:
    """Give containment and Jaccard of the word runs; 0 at once where the sketches rule copied text out."""
    if min(len(a.sketch), len(b.sketch)) >= CERTAIN_SKETCH and a.sketch.isdisjoint(b.sketch):
        return 0.0, 0.0
    smaller = min(len(a.shingles), len(b.shingles))
    if not smaller:
        return 0.0, 0.0
    both = np.concatenate((a.shingles, b.shingles))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / smaller, common / (len(both) - common)


def _names(a: dict[int, int], b: dict[int, int]) -> float:
    shared = sum([min(a[term], b[term]) for term in a.keys() & b.keys()])
    if not shared:
        return 0.0
    count = min(len(a), len(b))
    return shared / min(sum(a.values()), sum(b.values())) * count / (count + NAMES_PRIOR)


def shared_order(a: Features, b: Features) -> list[int]:
    """Give the places in `b` of the anchors that both texts have, in the order of `a`."""
    theirs = b.anchors
    return [theirs[term] for term in a.anchors if term in theirs]


def sentence_products(a: Features, b: Features) -> dict[int, int]:
    """Give the cosines, times `UNIT` squared, of sentence pairs that share a term, by `i * b.sentence_count + j`."""
    width = b.sentence_count
    size = UNIT + 1
    products: dict[int, int] = {}
    get = products.get
    ours, theirs = a.postings, b.postings
    for term in ours.keys() & theirs.keys():
        parts = [divmod(part, size) for part in theirs[term]]
        for part in ours[term]:
            sentence, x = divmod(part, size)
            base = sentence * width
            for other, y in parts:
                products[base + other] = get(base + other, 0) + x * y
    return products


def matching_rows(products: Mapping[int, int], height: int, width: int) -> list[int]:
    """Give for each of `height` sentences the matching ones of the other text's `width` as the bits of a number."""
    rows = [0] * height
    for place, product in products.items():
        if product >= LEAST_PRODUCT:
            rows[place // width] |= 1 << (place % width)
    return rows


def longest_chain(rows: list[int]) -> int:
    """Count the longest chain of matches that rises on both sides (bit-parallel LCS: Hyyro, IWOCA 2004)."""
    width = max((row.bit_length() for row in rows), default=0)
    mask = state = (1 << width) - 1
    for row in rows:
        hit = state & row
        state = ((state + hit) | (state - hit)) & mask
    return width - state.bit_count()


def longest_run(places: list[int]) -> int:
    """Give the length of the longest rising subsequence."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)
