"""A web server's answer as an archive of the web keeps it -> the payload, decoded, and what its headers say. RFC 9110, 9112."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from fastwarc.warc import WarcRecord, WarcRecordType

from newsfold.formats.containers.compressed import PIECE_BYTES, Pieces, gather
from newsfold.formats.containers.members import MAX_MEMBER_BYTES, Budget, Refused
from newsfold.model import RawHeader
from newsfold.text.raw_headers import Collector

# From all encodings undone to none: what is declared and not there is tried without.
MODES: Final[tuple[Literal["all", "transfer", "none"], ...]] = ("all", "transfer", "none")
CHUNK = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]{0,10}(?:;[^\r\n]{0,200})?\r\n")
MAX_BLOCK_BYTES = MAX_MEMBER_BYTES + 1_000_000
KEPT_HEADERS = ("last-modified", "content-type", "content-language", "date")
MEDIA_WITHOUT_TEXT = ("image/", "audio/", "video/", "font/")
# Media types of texts that a program reads: parts of pages, and no news.
PROGRAM_TYPES = frozenset({
    "text/css", "text/javascript", "application/javascript", "application/x-javascript", "application/ecmascript",
    "text/ecmascript", "application/wasm", "application/manifest+json", "text/vtt", "application/font-woff",
    "application/vnd.apple.mpegurl", "application/x-shockwave-flash", "application/x-mpegurl",
    "application/opensearchdescription+xml",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A payload, and what the answer's headers say of it."""

    payload: bytes
    content_type: str
    charset: str | None
    headers: tuple[RawHeader, ...]


def read_answer(block: bytes, budget: Budget) -> Answer:
    """The payload of an answer that is a success. Raises Refused `http_error` for others, `too_large`, Exhausted.

    Encodings that are declared and not there are common in archives: where decoding fails, the bytes count as they stand.
    """
    if block[:5].upper() != b"HTTP/":
        return Answer(block, "", None, ())
    record, payload = decode(block, budget)
    status = record.http_headers.status_code or 0
    if not 200 <= status < 300:
        raise Refused("http_error", f"HTTP {status}" if status else "an answer without a status")
    found = Collector()
    for name, value in record.http_headers.items_bytes():
        lowered = name.decode("ascii", "replace").lower()
        if lowered in KEPT_HEADERS:
            found.header(f"http.{lowered}", value.decode("utf-8", "replace"), "HTTP header")
    content_type = next((h.value for h in found.headers if h.name == "http.content-type"), "")
    return Answer(
        payload,
        content_type.partition(";")[0].strip().lower(),
        (record.http_charset or "").strip("\"' ") or None,
        tuple(found.headers),
    )


def decode(block: bytes, budget: Budget) -> tuple[WarcRecord, bytes]:
    """The parsed answer and its payload, with the encodings undone. Raises Refused."""
    for mode in MODES:
        record = parse(block)
        try:
            record.parse_http(auto_decode=mode, quirks_mode=True)
        except (OSError, ValueError):
            continue
        payload, fault = gather(read_pieces(record, budget))
        if fault is None:
            if mode == "none" and is_chunked(record, payload):
                raise Refused("truncated", "its chunks break off")
            return record, inflate(record, payload, budget) if mode == "transfer" else payload
        if payload or fault.reason_code == "too_large":
            raise fault
    raise Refused("malformed", "its HTTP headers can't be read")


def read_pieces(record: WarcRecord, budget: Budget) -> Iterator[bytes]:
    """The payload piece by piece, counted. Raises Refused `truncated` where its encoding breaks off."""
    try:
        while piece := record.reader.read(PIECE_BYTES):
            budget.take_bytes(len(piece))
            yield piece
    except (OSError, ValueError) as error:
        raise Refused("truncated", f"its encoding breaks off: {error}") from error


def is_chunked(record: WarcRecord, payload: bytes) -> bool:
    """True where the payload should be in chunks, and begins with one. Some archives undo the chunks, and keep the header."""
    declared = record.http_headers.get("Transfer-Encoding") or ""
    return "chunked" in declared.lower() and CHUNK.match(payload) is not None


def inflate(record: WarcRecord, payload: bytes, budget: Budget) -> bytes:
    """The payload of an answer whose content coding was not understood: servers send bare DEFLATE data as `deflate`."""
    if (record.http_headers.get("Content-Encoding") or "").strip().lower() == "deflate":
        inflated, fault = gather(iter(Pieces(payload, "deflate", budget)))
        return payload if fault else inflated
    return payload


def parse(block: bytes) -> WarcRecord:
    """A record of the library that holds `block`, which is how it parses answers that stand in no WARC."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.is_http = True
    record.set_bytes_content(block)
    return record
