"""How frequent words are, by the lists of `wordfreq`, in a tenth of the memory that these take as dictionaries of text: a process
that meets many languages has them all, nine million words.
"""

import gzip
from collections.abc import Iterable, Iterator

import numpy as np

from newsfold.text.derived_arrays import Arrays, derived_arrays
from newsfold.text.derived_tables import derived_from
from newsfold.text.packed_words import PackedWords, packed


class PackedFrequencies:
    """Words, each with the share of all words that it is."""

    __slots__ = ("numbers", "shares", "words")

    def __init__(self, arrays: Arrays) -> None:
        """Of `packed_frequencies`."""
        self.words = PackedWords(arrays)
        self.numbers = arrays["numbers"].data
        self.shares: list[float] = arrays["shares"].tolist()

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, word: str) -> bool:
        return self.words.find(word) >= 0

    def get(self, word: str) -> float | None:
        """The share of all words that are this one; None where it is not listed, or too rare."""
        number = self.words.find(word)
        return None if number < 0 else self.shares[self.numbers[number]]


def packed_frequencies(buckets: Iterable[tuple[float, Iterable[str]]], rarest: float = 0.0) -> Arrays:
    """Words by the share of all words that each of them is, as arrays: `shares`, for each word the number of its share
    (`numbers`), and the words. Of a word that comes several times the last share counts; it is kept where that is `rarest` or
    greater.
    """
    shares: list[float] = []
    kept: dict[str, int] = {}
    for share, words in buckets:
        if share >= rarest:
            shares.append(share)
            kept.update(dict.fromkeys(words, len(shares) - 1))
        else:
            for word in words:
                kept.pop(word, None)
    numbers = np.fromiter(kept.values(), np.uint16, len(kept))
    return {**packed(kept), "numbers": numbers, "shares": np.array(shares, np.float64)}


@derived_from("wordfreq")
def listed_languages() -> frozenset[str]:
    """The languages that have a list."""
    import wordfreq  # a third of a second, and only needed to make what is kept

    return frozenset(wordfreq.available_languages("best"))


def word_frequencies(language: str, rarest: float = 0.0) -> PackedFrequencies:
    """The words of a language that have this share of all words or a greater one; none of a language that has no list."""
    return PackedFrequencies(listed(language, repr(rarest)))


@derived_arrays("wordfreq")
def listed(language: str, rarest: str) -> Arrays:
    """The list of a language."""
    return packed_frequencies(read_buckets(language) if language in listed_languages() else (), float(rarest))


def read_buckets(language: str) -> Iterator[tuple[float, list[str]]]:
    """The words of a list, share by share. `wordfreq.read_cBpack` would hold all of them at once, each as a text.

    Raises ValueError for a list of another form.
    """
    import msgpack
    import wordfreq

    with gzip.open(wordfreq.available_languages("best")[language]) as file:
        unpacker = msgpack.Unpacker(file, raw=False)
        count = unpacker.read_array_header()
        header = unpacker.unpack()
        if (header.get("format"), header.get("version")) != ("cB", 1):
            raise ValueError(f"a word list of another form: {header}")
        for number in range(count - 1):
            yield wordfreq.cB_to_freq(-number), unpacker.unpack()
