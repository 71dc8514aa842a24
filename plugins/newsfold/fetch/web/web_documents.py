"""The pages that name files: listings, lists, feeds, sitemaps; as clean text, whatever their encoding."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import httpx2

from newsfold.fetch.web.web_bodies import GZIP, inflate
from newsfold.text.charsets import find_stream_encoding

READ_BYTES = 65_536
GZIP_MAGIC = b"\x1f\x8b"
# What XML 1.0 does not allow, and no address holds.
FORBIDDEN = dict.fromkeys(
    [*(code for code in range(32) if code not in (9, 10, 13)), 0x7F, 0xFEFF, 0xFFFE, 0xFFFF]
)


class DocumentTooLarge(Exception):
    """A document grew beyond its limit while it was unpacked."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page that names others. `url` is the one that it came from in the end; addresses in it are relative to that one.

    `max_bytes` bounds what comes out where the document is packed with gzip in itself.
    """

    url: httpx2.URL
    content_type: str
    stream: IO[bytes]
    max_bytes: int


def read_text(document: Document) -> Iterator[str]:
    """The text of a document, in pieces, without white space and marks before it, and without control characters.

    The encoding is what its byte order mark says, else what it declares, else what Content-Type says, else UTF-8: feeds are
    often sent under a wrong Content-Type. Bytes that don't fit become U+FFFD. Raises DocumentTooLarge, zlib.error and
    EOFError where it is packed.
    """
    pieces = read_bytes(document)
    start = next(pieces, b"")
    decoder = codecs.getincrementaldecoder(find_stream_encoding(start, document.content_type))(
        errors="replace"
    )
    begun = False
    piece: bytes | None = start
    while piece is not None:
        following = next(pieces, None)
        text = decoder.decode(piece, final=following is None).translate(FORBIDDEN)
        text = text if begun else text.lstrip()
        if text:
            begun = True
            yield text
        piece = following


def read_bytes(document: Document) -> Iterator[bytes]:
    """The bytes of a document from its start; unpacked where it is a gzip file."""
    document.stream.seek(0)
    packed = document.stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    document.stream.seek(0)
    pieces: Iterator[bytes] = iter(lambda: document.stream.read(READ_BYTES), b"")
    left = document.max_bytes
    for piece in inflate(pieces, GZIP) if packed else pieces:
        left -= len(piece)
        if left < 0:
            raise DocumentTooLarge
        yield piece


def of_bytes(
    url: httpx2.URL, content: bytes, content_type: str = "", max_bytes: int = 64_000_000
) -> Document:
    """A document that is in memory."""
    return Document(url, content_type, io.BytesIO(content), max_bytes)
