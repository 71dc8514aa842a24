"""Blocks that arrive one after the other, as a file to read from."""

import io
from collections.abc import Iterator
from typing import BinaryIO


class BlockStream(io.RawIOBase):
    """What an iterator of blocks yields, in constant memory."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self.blocks = blocks
        self.rest = memoryview(b"")

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill a buffer with what is at hand; 0 at the end. Raises what the iterator raises."""
        while not self.rest:
            block = next(self.blocks, None)
            if block is None:
                return 0
            self.rest = memoryview(block)
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count


def stream_of(blocks: Iterator[bytes]) -> BinaryIO:
    """A file whose `read(n)` gives n bytes unless it ends."""
    return io.BufferedReader(BlockStream(blocks))
