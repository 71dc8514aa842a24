"""The measures of one pair of texts. Each is evidence for the same report when it is high, and each is symmetric."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from newsfold.dedup.reading.figures import is_rounded
from newsfold.dedup.text_features import UNIT, Features
from newsfold.text.securities import are_others

#: Two sentences match from this cosine of their vectors on.
MATCH_COSINE = 0.25
LEAST_PRODUCT = int(MATCH_COSINE * UNIT * UNIT)
#: Two sentences are the same but for a word or two.
COPIED_PRODUCT = int(0.8 * UNIT * UNIT)
#: A text has sentences of its own that tell something from this share of them on, and so much weight of names and numbers in
#: them, in hundredths.
OWN_SENTENCES = 0.1
OWN_NAMES = 500
#: Of two texts of so many words at most it is looked at whom they open with, where both name somebody by this weight.
SHORT_WORDS = 150
ACTORS_WEIGHT = 600
#: Added to what a share is taken of: two names out of two say less than twenty out of twenty.
NAMES_PRIOR = 2
SENTENCES_PRIOR = 2
ANCHORS_PRIOR = 3
#: From this share of common word runs on, it is looked at what stands in the gaps.
FILLED_CONTAINMENT = 0.3
#: With so many numbers, of which so few are the same, some may be rounded.
FEWEST_ROUNDED = 2
ROUNDED_SHARE = 0.5
#: What one number weighs beside names, in hundredths.
FIGURE_WEIGHT = 400
#: Sketches of this size or more without a common shingle come from texts without copied text.
CERTAIN_SKETCH = 16


class Signals(NamedTuple):
    """What two texts have in common, as shares from 0 to 1 of the smaller side unless said otherwise.

    `containment` and `jaccard` are of the word runs, `head` of the runs that open the texts. `names` is the weighted
    share of names, `sentences` the longest chain of matching sentences in the same order, `order` the longest run of
    anchors in the same order; these three are drawn to 0 where there is little to share. `numbers` is a plain share,
    of `fewest_numbers`, and a number counts as shared where one text rounds it. `fewest_words` and `most_words` are the
    lengths of the two reports without their quotes. `filled` is the share of names and numbers that stand in both, and `lead`
    that of the words that one text opens with and the other has: a form that is filled anew has little of either. `tied` is how
    much of what the sentences of one text say that match none of the other's has to do with what both texts have. All three are 1
    where there is little copied text, and `tied` is where one of the texts has no such sentence. `actors` is the share of names
    that one text opens with and the other has, 1 where either is no short text. `securities` is 0 where both name papers or
    issuers by codes of one kind and none is in both, else 1.
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
    filled: float = 1.0
    lead: float = 1.0
    tied: float = 1.0
    actors: float = 1.0
    securities: float = 1.0


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
        numbers=_numbers(a, b) if few_numbers else 0.0,
        fewest_numbers=few_numbers,
        fewest_words=min(a.word_count, b.word_count),
        most_words=max(a.word_count, b.word_count),
        filled=_filled(a, b) if containment >= FILLED_CONTAINMENT else 1.0,
        lead=_shared_lead(a, b) if containment >= FILLED_CONTAINMENT else 1.0,
        actors=_actors(a, b),
        securities=0.0 if are_others(a.securities, b.securities) else 1.0,
    )


def with_sentences(most: Signals, a: Features, b: Features, products: Mapping[int, int]) -> Signals:
    """Complete what `most_signals` gave for the same pair by its `sentence_products`."""
    matched = longest_chain(matching_rows(products, a.sentence_count, b.sentence_count))
    tied = _tied(a, b, products) if most.containment >= FILLED_CONTAINMENT else 1.0
    return most._replace(
        sentences=matched / (min(a.sentence_count, b.sentence_count) + SENTENCES_PRIOR), tied=tied
    )


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


def _numbers(a: Features, b: Features) -> float:
    """Give the share of shared numbers, as terms, or where that is low as figures that one text may have rounded."""
    few = min(len(a.numbers), len(b.numbers))
    share = len(a.numbers & b.numbers) / few
    if share >= ROUNDED_SHARE or few < FEWEST_ROUNDED:
        return share
    ours, theirs = _values(a), _values(b)
    rounded = [
        len(mine - other) - len(_unmatched(mine, other)) for mine, other in ((ours, theirs), (theirs, ours))
    ]
    return min(1.0, share + min(rounded) / few)


def _values(text: Features) -> frozenset[float]:
    return frozenset(figure.value for figure in text.figures)


def _unmatched(ours: frozenset[float], theirs: frozenset[float]) -> list[float]:
    return [value for value in ours - theirs if not any(is_rounded(value, other) for other in theirs)]


def _filled(a: Features, b: Features) -> float:
    """Give the share of names and numbers that both texts have, by weight: of the text that has less of its own."""
    own = [_own(a, b), _own(b, a)]
    total = min(_weight(a), _weight(b))
    return max(0.0, 1.0 - min(own) / total) if total else 1.0


def _weight(text: Features) -> int:
    return sum(text.names.values()) + FIGURE_WEIGHT * len(_values(text))


def _own(text: Features, other: Features) -> int:
    named = sum(weight for term, weight in text.names.items() if not _has(other, term))
    return named + FIGURE_WEIGHT * len(_unmatched(_values(text), _values(other)))


def _has(text: Features, term: int) -> bool:
    return term in text.postings or term in text.names or term in text.lead or term in text.anchors


def _shared_lead(a: Features, b: Features) -> float:
    """Give the share of the words that a text opens with which the other has too: of the text that was kept better, as one may
    have an opening of its own."""
    return max(_kept(a.lead, b), _kept(b.lead, a))


def _actors(a: Features, b: Features) -> float:
    """Give the share of the names that a text opens with which the other has: of the text that was kept better."""
    if max(a.word_count, b.word_count) > SHORT_WORDS:
        return 1.0
    named = [{term: weight for term, weight in text.lead.items() if term in text.names} for text in (a, b)]
    if any(sum(each.values()) < ACTORS_WEIGHT for each in named):
        return 1.0
    return max(_kept(named[0], b), _kept(named[1], a))


def _kept(lead: Mapping[int, int], other: Features) -> float:
    total = sum(lead.values())
    return sum(weight for term, weight in lead.items() if _has(other, term)) / total if total else 1.0


def _tied(a: Features, b: Features, products: Mapping[int, int]) -> float:
    """Give how much of either text's own sentences stands in the other text or in what both have: of the text with more of it.

    What a site prints under two articles has nothing to do with what these say; what two papers add to one report has.
    """
    best_of_a, best_of_b = [0] * a.sentence_count, [0] * b.sentence_count
    for place, product in products.items():
        one, other = divmod(place, b.sentence_count)
        best_of_a[one] = max(best_of_a[one], product)
        best_of_b[other] = max(best_of_b[other], product)
    ties = [_tie(a, b, best_of_a), _tie(b, a, best_of_b)]
    return 1.0 if None in ties else max(tie for tie in ties if tie is not None)


def _tie(text: Features, other: Features, best: list[int]) -> float | None:
    """Give the share of what a text's own sentences say, or of whom and what they name, that is not theirs alone; None where
    nothing is copied, or there is little of its own that names anything."""
    own = [product < LEAST_PRODUCT for product in best]
    if sum(own) < OWN_SENTENCES * len(own) or max(best, default=0) < COPIED_PRODUCT:
        return None
    said = said_too = named = named_too = 0
    for term, places in text.postings.items():
        parts = [divmod(place, UNIT + 1) for place in places]
        weight = sum(part * part for sentence, part in parts if own[sentence])
        if not weight:
            continue
        name = text.names.get(term, FIGURE_WEIGHT if term in text.numbers else 0)
        said, named = said + weight, named + name
        if term in other.postings or any(best[sentence] >= COPIED_PRODUCT for sentence, _ in parts):
            said_too, named_too = said_too + weight, named_too + name
    return max(said_too / said, named_too / named) if named >= OWN_NAMES else None


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
