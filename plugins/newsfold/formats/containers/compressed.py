"""Compressed files and answers of servers, unpacked piece by piece, whatever number of streams stand one behind the other.

A piece is never larger than 256 KB, however well the bytes are packed: 45 bytes of bzip2 can hold 46 MB.
"""

import bz2
import io
import lzma
import sys
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol

import brotli

from newsfold.formats.containers.members import MAX_MEMBER_BYTES, Budget, Exhausted, Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE_BYTES = 262_144
# Few bytes go in at a time, because what is left of them at the end of a stream is copied.
FEED_BYTES = 16_384
MAX_MEMORY_BYTES = 128 * 2**20
MAX_DICTIONARY_BYTES = 16_000_000
ZSTD_OPTIONS = {int(zstd.DecompressionParameter.window_log_max): 27}
DICTIONARY_FRAME = b"\x5d\x2a\x4d\x18"
FAULTS = (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError, zstd.ZstdError, brotli.error)


class Sliced(Protocol):
    """Bytes of which parts can be had, in memory or elsewhere."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice) -> bytes | memoryview: ...


class Decompressor(Protocol):
    """What bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: Any, max_length: int = -1) -> bytes: ...


class Inflate:
    """zlib's decompressor with the methods of the others. `window_bits` is 31 for gzip, -15 for bare DEFLATE."""

    def __init__(self, window_bits: int) -> None:
        self.inner = zlib.decompressobj(window_bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self.inner.eof

    @property
    def unused_data(self) -> bytes:
        return self.inner.unused_data

    def decompress(self, data: Any, max_length: int = -1) -> bytes:
        given = self.inner.unconsumed_tail or data
        piece = self.inner.decompress(given, max_length)
        self.needs_input = not self.inner.unconsumed_tail and len(piece) < max_length
        return piece


class Unbrotli:
    """brotli's decompressor with the methods of the others. RFC 7932."""

    #: A stream says where it ends, and nothing that is read here has bytes behind it.
    unused_data = b""

    def __init__(self) -> None:
        self.inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self.inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self.inner.can_accept_more_data())

    def decompress(self, data: Any, max_length: int = -1) -> bytes:
        return bytes(self.inner.process(bytes(data), output_buffer_limit=max_length))


DECOMPRESSORS: dict[str, Callable[[], Decompressor]] = {
    "gzip": lambda: Inflate(31),
    "zlib": lambda: Inflate(15),
    "deflate": lambda: Inflate(-15),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=MAX_MEMORY_BYTES),
    "zstd": partial(zstd.ZstdDecompressor, options=ZSTD_OPTIONS),
    "brotli": Unbrotli,
}
# How each further stream of a file begins. A frame of zstd may be one that only skips bytes.
STREAM_STARTS = {
    "gzip": (b"\x1f\x8b",),
    "bzip2": (b"BZh",),
    "xz": (b"\xfd7zXZ\x00",),
    "zstd": (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + n, 0x2A, 0x4D, 0x18)) for n in range(16))),
}


class Pieces:
    """The unpacked pieces of `data`, each at most 256 KB, counted against `budget`.

    `starts` holds (unpacked, packed) positions of the streams that were met, `end` the packed position behind the last one.
    With `begins`, such a pair, those from that stream on; what comes before it must be known to be whole.
    Raises Refused `truncated` or `malformed` where the bytes can't be unpacked further, and Exhausted.
    """

    def __init__(
        self,
        data: bytes | Sliced,
        method: str,
        budget: Budget,
        *,
        first: Decompressor | None = None,
        begins: tuple[int, int] = (0, 0),
    ) -> None:
        self.data: Sliced = memoryview(data) if isinstance(data, bytes) else data
        self.method = method
        self.budget = budget
        self.first = first
        self.begins = begins
        self.make = DECOMPRESSORS[method]
        self.starts: list[tuple[int, int]] = []
        self.end = 0

    def __iter__(self) -> Iterator[bytes]:
        unpacked, begin = self.begins
        self.end = max(self.read_dictionary(), begin)
        while not self.starts or self.opens_stream():
            # Tiny streams by the million must not fill the memory with their places.
            if len(self.starts) < 200_000:
                self.starts.append((unpacked, self.end))
            for piece in self.read_stream():
                unpacked += len(piece)
                yield piece

    def read_dictionary(self) -> int:
        """Read the dictionary that archives of the web have in a frame of its own before their first record; where that ends.

        https://iipc.github.io/warc-specifications/specifications/warc-zstd/
        """
        if self.method != "zstd" or bytes(self.data[:4]) != DICTIONARY_FRAME:
            return 0
        end = 8 + int.from_bytes(self.data[4:8], "little")
        frame = bytes(self.data[8:end])
        if end > len(self.data) or len(frame) > MAX_DICTIONARY_BYTES:
            raise Refused("truncated", "the dictionary in front ends in the middle, or is too large")
        if frame.startswith(STREAM_STARTS["zstd"][0]):
            frame, fault = gather(iter(Pieces(frame, "zstd", self.budget)), MAX_DICTIONARY_BYTES)
            if fault:
                raise fault
        try:
            dictionary = zstd.ZstdDict(frame)
        except (ValueError, zstd.ZstdError) as error:
            raise Refused("malformed", f"the dictionary in front can't be read: {error}") from error
        self.make = partial(zstd.ZstdDecompressor, zstd_dict=dictionary, options=ZSTD_OPTIONS)
        return end

    def opens_stream(self) -> bool:
        """Whether a further stream begins here. Padding and foreign bytes behind a stream are left, as gzip does."""
        starts = STREAM_STARTS.get(self.method)
        return starts is not None and bytes(self.data[self.end : self.end + 6]).startswith(starts)

    def read_stream(self) -> Iterator[bytes]:
        """The pieces of one stream, from `end` on; moves `end` behind it."""
        decompressor = self.first or self.make()
        self.first = None
        fed: bytes | memoryview = b""
        at = self.end
        while not decompressor.eof:
            if decompressor.needs_input:
                if at >= len(self.data):
                    raise Refused("truncated", f"the {self.method} data ends in the middle")
                fed = self.data[at : at + FEED_BYTES]
                at += len(fed)
            else:
                fed = b""
            try:
                piece = decompressor.decompress(fed, PIECE_BYTES)
            except FAULTS as error:
                raise Refused("malformed", f"the {self.method} data is damaged: {error}") from error
            self.budget.take_bytes(len(piece))
            if piece:
                yield piece
        self.end = at - len(decompressor.unused_data)


class Expanded(io.RawIOBase):
    """Unpacked pieces as a file that can only be read forward; `tell` counts unpacked bytes. Before the first of them stand
    `base` others in the file that it is a part of: places in that file count these, too.
    """

    def __init__(
        self, pieces: Iterator[bytes], starts: list[tuple[int, int]] | None = None, base: int = 0
    ) -> None:
        self.pieces = pieces
        self.base = base
        self.starts = starts if starts is not None else []
        self.rest = memoryview(b"")
        self.at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        self.at += count
        return count

    def peek(self, count: int) -> bytes:
        """The next `count` bytes, fewer at the end, without reading them. What stops the unpacking meets who reads."""
        parts = [self.rest]
        try:
            while sum(map(len, parts)) < count and (piece := next(self.pieces, None)) is not None:
                parts.append(memoryview(piece))
        except Refused as refusal:
            self.pieces = raising(refusal)
        self.rest = memoryview(b"".join(parts))
        return bytes(self.rest[:count])

    def tell(self) -> int:
        return self.at

    def packed_place(self, unpacked: int) -> int:
        """The packed position of the stream in which the byte number `unpacked` of the file lies; itself where nothing is
        packed.
        """
        if not self.starts:
            return unpacked
        return self.starts[max(0, bisect_right(self.starts, (unpacked, 1 << 62)) - 1)][1]


def expand(data: bytes | Sliced, method: str, budget: Budget) -> Expanded:
    """`data` unpacked, as a file."""
    pieces = Pieces(data, method, budget)
    return Expanded(iter(pieces), pieces.starts)


def raising(refusal: Refused) -> Iterator[bytes]:
    """No pieces, and the refusal that came instead."""
    yield from ()
    raise refusal


def plain(data: bytes) -> Expanded:
    """Bytes that are not packed, as a file like the packed ones."""
    view = memoryview(data)
    return Expanded(bytes(view[at : at + PIECE_BYTES]) for at in range(0, len(view), PIECE_BYTES))


def gather(pieces: Iterator[bytes], limit: int = MAX_MEMBER_BYTES) -> tuple[bytes, Refused | None]:
    """All pieces as one, and what stopped the unpacking; what came before it is kept. Exhausted is raised on.

    Refused `too_large` and no bytes where there are more than `limit`.
    """
    kept: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                return b"", Refused("too_large", f"unpacks to more than {limit:,} bytes")
            kept.append(piece)
    except Exhausted:
        raise
    except Refused as refusal:
        return b"".join(kept), refusal
    return b"".join(kept), None
