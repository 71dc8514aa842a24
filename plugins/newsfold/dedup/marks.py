"""What finds a text again at any distance in time, in one language: marks of its word runs, and of its heaviest terms by twos.

Two texts with much of the same word runs share the smallest of their hashes; two tellings of a report share three of their
heaviest terms, and so three pairs of these. Marks are looked up one by one, so what it costs does not grow with what is stored.
"""

from collections.abc import Iterable
from itertools import combinations

from newsfold.dedup.lexicon import stable_id
from newsfold.dedup.text_features import Features

#: Of a text's word runs those with the smallest hashes are marks.
RUN_MARKS = 8
#: The heaviest terms whose pairs are marks, and how many of the pairs two tellings have in common: those of three terms.
PAIRED_TERMS = 8
LEAST_PAIRS = 3


def marks_of(features: Features, terms: Iterable[tuple[str, float]]) -> tuple[int, ...]:
    """Give a text's marks: of word runs even numbers, of pairs of terms odd ones."""
    runs = [int(run) << 1 for run in features.shingles[:RUN_MARKS].tolist()]
    heaviest = sorted(stem for stem, _ in list(terms)[:PAIRED_TERMS])
    pairs = [stable_id(f"{one}\0{other}") | 1 for one, other in combinations(heaviest, 2)]
    return (*runs, *pairs)


def is_of_run(mark: int) -> bool:
    """Whether a mark is one of a word run."""
    return not mark & 1
