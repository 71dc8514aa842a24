"""Many words in little memory, found by a table of their checksums: a hundredth of the objects that a dictionary holds."""

import zlib
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: So many places of the table for each word: most words are found at the first or second.
ROOM = 2


def packed(words: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Words, each of them once, as arrays of their UTF-8 bytes (`text`), of where each begins (`starts`), and of their numbers by
    the CRC-32 of each (`table`, -1 for none).
    """
    encoded = [word.encode() for word in words]
    size = 1 << (ROOM * len(encoded)).bit_length()
    table = array("i", [-1]) * size
    for number, word in enumerate(encoded):
        place = zlib.crc32(word) & (size - 1)
        while table[place] >= 0:
            place = (place + 1) & (size - 1)
        table[place] = number
    return {
        "text": np.frombuffer(b"".join(encoded), np.uint8),
        "starts": np.cumsum([0, *map(len, encoded)]).astype(np.uint32),
        "table": np.frombuffer(table, np.int32),
    }


class PackedWords:
    """The words of `packed`, by their numbers in the order in which they were given."""

    __slots__ = ("last", "starts", "table", "text")

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.text = arrays["text"].tobytes()
        # Seen as memory, an array gives Python's own numbers, several times as fast.
        self.starts, self.table = arrays["starts"].data, arrays["table"].data
        self.last = len(self.table) - 1

    def __len__(self) -> int:
        return len(self.starts) - 1

    def find(self, word: str) -> int:
        """The number of a word; -1 where it is none of them."""
        sought, last = word.encode("utf-8", "surrogatepass"), self.last
        place = zlib.crc32(sought) & last
        while (number := self.table[place]) >= 0:
            if self.text[self.starts[number] : self.starts[number + 1]] == sought:
                break
            place = (place + 1) & last
        return number
