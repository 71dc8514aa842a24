"""A web server's answer as an archive of the web keeps it -> the payload, decoded, and what its headers say. RFC 9110, 9112."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastwarc.warc import WarcRecord, WarcRecordType

from newsfold.formats.containers.compressed import Pieces, gather
from newsfold.formats.containers.members import MAX_MEMBER_BYTES, Budget, Refused
from newsfold.model import RawHeader
from newsfold.text.raw_headers import Collector

CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]{0,10}(?:;[^\r\n]{0,200})?\r\n")
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "br": "brotli", "zstd": "zstd"}
MAX_CODINGS = 4
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
    """The parsed answer and its payload, with the encodings undone. Raises Refused.

    The library would undo them, too, but each in one piece, however much is packed into it.
    """
    record = parse(block)
    try:
        record.parse_http(auto_decode="none", quirks_mode=True)
        stands = record.reader.read(len(block))
    except (OSError, ValueError) as error:
        raise Refused("malformed", f"its HTTP headers can't be read: {error}") from error
    budget.take_bytes(len(stands))
    transfer, content = codings(record, "Transfer-Encoding"), codings(record, "Content-Encoding")
    # What is declared and not there is tried without.
    for undone in (transfer + content, transfer):
        payload, fault = undo(stands, undone, budget)
        if fault is None:
            return record, payload
        if payload or fault.reason_code == "too_large":
            raise fault
    if "chunked" in transfer and CHUNK.match(stands) is not None:
        raise Refused("truncated", "its chunks break off")
    return record, stands


def codings(record: WarcRecord, name: str) -> list[str]:
    """The codings that a header of the answer names, in the order in which they are to be undone."""
    value = record.http_headers.get(name) or ""
    named = [each.strip().lower() for each in value.split(",")]
    return [each for each in reversed(named) if each not in ("", "identity")][:MAX_CODINGS]


def undo(data: bytes, names: list[str], budget: Budget) -> tuple[bytes, Refused | None]:
    """The data with these codings undone, and what stopped that; what came before it is kept. One that nobody knows is left."""
    for name in names:
        if name == "chunked":
            data, fault = gather(dechunk(data))
        elif (method := method_of(name, data)) is None:
            continue
        else:
            data, fault = gather(iter(Pieces(data, method, budget)))
        if fault is not None:
            is_large = fault.reason_code == "too_large"
            broken = Refused("truncated", f"its encoding breaks off: {fault.detail}")
            return data, fault if is_large else broken
    return data, None


def method_of(coding: str, data: bytes) -> str | None:
    """How a content coding is undone (RFC 9110, 8.4.1). Servers send bare DEFLATE data as `deflate`, too."""
    if coding == "deflate":
        framed = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return "zlib" if framed else "deflate"
    return CODINGS.get(coding)


def dechunk(data: bytes) -> Iterator[bytes]:
    """What the chunks hold (RFC 9112, 7.1). Raises Refused `truncated` where they break off."""
    at = 0
    while (found := CHUNK.match(data, at)) is not None:
        size = int(found[1], 16)
        chunk = data[found.end() : found.end() + size]
        if not size:
            return
        yield chunk
        if len(chunk) < size:
            break
        at = found.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else 0
    raise Refused("truncated", "its chunks break off")


def parse(block: bytes) -> WarcRecord:
    """A record of the library that holds `block`, which is how it parses answers that stand in no WARC."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.is_http = True
    record.set_bytes_content(block)
    return record
