"""How frequent words are, by the lists of `wordfreq`, in a tenth of the memory that these take as dictionaries of text: a process
that meets many languages has them all, nine million words.
"""

import functools
from array import array
from collections.abc import Mapping
from typing import Protocol


class Frequencies(Protocol):
    """The words of one language and the share of all words that each of them is."""

    def __len__(self) -> int: ...
    def __contains__(self, word: object, /) -> bool: ...
    def get(self, word: str, /) -> float | None: ...


class PackedFrequencies:
    """Words one behind the other, sorted, with the places where each begins, and for each the number of its frequency."""

    __slots__ = ("numbers", "shares", "starts", "text")

    def __init__(self, known: Mapping[str, float], rarest: float) -> None:
        """The words of `known` with this share or a greater one."""
        self.shares = sorted({share for share in known.values() if share >= rarest})
        number_of = {share: number for number, share in enumerate(self.shares)}
        words = sorted(
            (word.encode("utf-8"), number_of[share]) for word, share in known.items() if share >= rarest
        )
        self.text = b"".join(word for word, _ in words)
        self.numbers = array("H", (number for _, number in words))
        self.starts = array("I", [0])
        for word, _ in words:
            self.starts.append(self.starts[-1] + len(word))

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, word: object, /) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def get(self, word: str, /) -> float | None:
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


def word_frequencies(language: str, rarest: float | None) -> Frequencies:
    """The words of a language that have this share of all words or a greater one, packed; without `rarest` all of them, not
    packed: that is asked several times as fast. None of a language that has no list.
    """
    known = all_frequencies(language)
    return known if rarest is None else PackedFrequencies(known, rarest)


def all_frequencies(language: str) -> dict[str, float]:
    """The library's list. Not through its memo, which would keep it, and each word of it as a text."""
    import wordfreq

    if language not in listed_languages():
        return {}
    buckets = wordfreq.get_frequency_list.__wrapped__(language, "best")
    shares = [wordfreq.cB_to_freq(-number) for number in range(len(buckets))]
    return {word: share for share, bucket in zip(shares, buckets, strict=True) for word in bucket}
