"""An iterator of blocks as a readable binary file."""

import io
from collections.abc import Iterator
from typing import BinaryIO


class BlockStream(io.RawIOBase):
    """Reads from an iterator of blocks, in constant memory."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self.blocks = blocks
        self.rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill a buffer with what is available; 0 at the end. Raises what the iterator raises."""
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
    """A buffered file: `read(n)` returns n bytes unless the end comes first."""
    return io.BufferedReader(BlockStream(blocks))
