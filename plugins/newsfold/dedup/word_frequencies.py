"""How frequent words are, by the lists of `wordfreq`, in a tenth of the memory that these take as dictionaries of text: a process
that meets many languages has them all, nine million words.
"""

import functools
import gzip
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate


class PackedFrequencies:
    """Words one behind the other, sorted, with the places where each begins, and for each the number of its frequency."""

    __slots__ = ("numbers", "shares", "starts", "text")

    def __init__(self, buckets: Iterable[tuple[float, Iterable[str]]], rarest: float = 0.0) -> None:
        """Words by the share of all words that each of them is. Of a word that comes several times the last share counts; it is
        kept where that is `rarest` or greater.
        """
        self.shares: list[float] = []
        kept: dict[bytes, int] = {}
        for share, words in buckets:
            if share >= rarest:
                self.shares.append(share)
                kept.update(dict.fromkeys((word.encode() for word in words), len(self.shares) - 1))
            else:
                for word in words:
                    kept.pop(word.encode(), None)
        ordered = sorted(kept)
        self.text = b"".join(ordered)
        self.numbers = array("H", map(kept.__getitem__, ordered))
        self.starts = array("I", accumulate(map(len, ordered), initial=0))

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def get(self, word: str) -> float | None:
        """The share of all words that are this one; None where it is not listed, or too rare."""
        sought, text, starts = word.encode("utf-8", "surrogatepass"), self.text, self.starts
        low, high = 0, len(self.numbers)
        while low < high:
            middle = (low + high) // 2
            found = text[starts[middle] : starts[middle + 1]]
            if found == sought:
                return self.shares[self.numbers[middle]]
            low, high = (middle + 1, high) if found < sought else (low, middle)
        return None


@functools.cache
def listed_languages() -> frozenset[str]:
    """The languages that have a list."""
    import wordfreq  # what only hashes a text needs no list

    return frozenset(wordfreq.available_languages("best"))


def word_frequencies(language: str, rarest: float = 0.0) -> PackedFrequencies:
    """The words of a language that have this share of all words or a greater one; none of a language that has no list."""
    return PackedFrequencies(read_buckets(language) if language in listed_languages() else (), rarest)


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
