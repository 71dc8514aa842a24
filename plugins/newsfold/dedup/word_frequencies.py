"""How frequent words are, by the lists of `wordfreq`, in a tenth of the memory that these take as dictionaries of text: a process
that meets many languages has them all, nine million words.
"""

import functools
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

import numpy as np


class Frequencies:
    """The words of one language by their hashes, sorted, and for each the place in the list that its frequency has.

    Python's hashes have 64 bits and a secret of the process: that some word is taken for one of a million others happens once
    in ten thousand billion times, and nobody can bring it about.
    """

    __slots__ = ("hashes", "places")

    def __init__(self, buckets: Sequence[Sequence[str]]) -> None:
        """Of the words with the same frequency, one hundredth of a power of ten less in each bucket than in that before."""
        count = sum(map(len, buckets))
        hashes = np.fromiter(map(hash, chain.from_iterable(buckets)), np.int64, count)
        places = np.repeat(np.arange(len(buckets), dtype=np.uint16), [len(bucket) for bucket in buckets])
        order = np.argsort(hashes, kind="stable")
        self.hashes = array("q", hashes[order].tobytes())
        self.places = array("H", places[order].tobytes())

    def __len__(self) -> int:
        return len(self.hashes)

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def get(self, word: str) -> float | None:
        """The share of all words that are this one; None where it is not listed."""
        key = hash(word)
        at = bisect_right(self.hashes, key) - 1
        if at < 0 or self.hashes[at] != key:
            return None
        return float(10 ** (-self.places[at] / 100))


@functools.cache
def listed_languages() -> frozenset[str]:
    """The languages that have a list."""
    import wordfreq  # what only hashes a text needs no list

    return frozenset(wordfreq.available_languages("best"))


def word_frequencies(language: str) -> Frequencies:
    """The words of a language; none of one that has no list."""
    import wordfreq

    if language not in listed_languages():
        return Frequencies([])
    # Not through the library's memo: it would keep the list, and each word of it as a text.
    return Frequencies(wordfreq.get_frequency_list.__wrapped__(language, "best"))
