"""The body of an answer as a stream of bytes: unpacked as it comes, bounded in time, never shorter than it should be."""

import io
import math
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import httpx2

from newsfold.fetch.transport import FetchError
from newsfold.fetch.web.http_connections import until

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE_BYTES = 65_536
GZIP = 16 + zlib.MAX_WBITS
ACCEPT_ENCODING = "gzip, deflate"


class Body(io.RawIOBase):
    """Pieces of bytes as a file. An error stays: what broke once is never read to its end."""

    def __init__(self, pieces: Iterator[bytes], explain: Callable[[Exception], FetchError]) -> None:
        self.pieces = pieces
        self.explain = explain
        self.piece = b""
        self.error: FetchError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer; 0 at the end. Raises FetchError."""
        if self.error is not None:
            raise self.error
        view = memoryview(buffer).cast("B")
        try:
            while not self.piece:
                piece = next(self.pieces, None)
                if piece is None:
                    return 0
                self.piece = piece
        except Exception as error:
            self.error = error if isinstance(error, FetchError) else self.explain(error)
            raise self.error from error
        taken = min(len(view), len(self.piece))
        view[:taken] = self.piece[:taken]
        self.piece = self.piece[taken:]
        return taken


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a body may take: `seconds` after `started` (on the monotonic clock), and longer only as far as `bytes_a_second`
    arrive; never beyond what `ends_at` gives.
    """

    started: float
    seconds: float
    bytes_a_second: float
    ends_at: Callable[[], float] = lambda: math.inf

    def deadline(self, received: int) -> float:
        """When the next piece has to be there."""
        return min(self.started + self.seconds + received / self.bytes_a_second, self.ends_at())


def open_body(response: httpx2.Response, pace: Pace, explain: Callable[[Exception], FetchError]) -> BinaryIO:
    """The body of a response, unpacked. Reading it raises FetchError, as `explain` makes it, where bytes are missing."""
    pieces = unpack(read_pieces(response, pace), response.headers.get("content-encoding", ""))
    return io.BufferedReader(Body(pieces, explain), PIECE_BYTES)


def read_pieces(response: httpx2.Response, pace: Pace) -> Iterator[bytes]:
    """The bytes as they are sent. h11 counts them: too few for Content-Length raise, those too many are never given out."""
    pieces = response.iter_raw()
    received = 0
    while True:
        with until(pace.deadline(received)):
            piece = next(pieces, None)
        if piece is None:
            return
        received += len(piece)
        yield piece


def unpack(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces as they were before Content-Encoding. Raises ValueError for one that we did not ask for."""
    match encoding.strip().lower():
        case "" | "identity":
            return iter(pieces)
        case "gzip" | "x-gzip":
            return inflate(pieces, GZIP)
        case "deflate":
            return inflate(pieces, None)
        case other:
            raise ValueError(f"Content-Encoding {other[:40]!r}, which was not asked for")


def inflate(pieces: Iterable[bytes], window: int | None) -> Iterator[bytes]:
    """Unpack gzip (members in a row, as RFC 1952 allows) or, without `window`, deflate with or without its zlib frame.

    Pieces of at most 64 kB come out, however much was packed into them. Raises zlib.error, and EOFError at an early end.
    """
    unpacker = None
    for piece in pieces:
        left = piece
        while left:
            if unpacker is None:
                unpacker = zlib.decompressobj(guess_window(left) if window is None else window)
            out = unpacker.decompress(left, PIECE_BYTES)
            left = unpacker.unconsumed_tail
            while out:
                yield out
                # What is left inside has not been asked for yet when a piece came out full.
                out = unpacker.decompress(left, PIECE_BYTES) if left or len(out) == PIECE_BYTES else b""
                left = unpacker.unconsumed_tail
            if unpacker.eof:
                # Some servers fill up with zero bytes.
                left, unpacker = unpacker.unused_data.lstrip(b"\0"), None
    if unpacker is not None:
        raise EOFError("the packed bytes end too early")


def guess_window(piece: bytes) -> int:
    """Whether deflate has its zlib frame (RFC 9110, 8.4.1.2, wants it; many servers leave it out)."""
    framed = piece[0] & 15 == 8 and (len(piece) < 2 or int.from_bytes(piece[:2], "big") % 31 == 0)
    return zlib.MAX_WBITS if framed else -zlib.MAX_WBITS
