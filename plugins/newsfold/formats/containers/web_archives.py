"""WARC and ARC files -> the pages in them. ISO 28500, https://iipc.github.io/warc-specifications/; the older ARC 1.0.

What counts: each `response`, `resource` and `conversion` that answers an address of the web ends as records or one
Rejection. `warcinfo`, `request`, `metadata`, `revisit`, DNS answers and what a crawler writes about itself are no news and
count for nothing.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newsfold.formats.containers.compressed import Expanded
from newsfold.formats.containers.http_answers import (
    MAX_BLOCK_BYTES,
    MEDIA_WITHOUT_TEXT,
    PROGRAM_TYPES,
    Answer,
    read_answer,
)
from newsfold.formats.containers.members import Budget, Exhausted, Member, Refused, rejected
from newsfold.model import RawHeader, Rejection
from newsfold.text.characters import fold
from newsfold.text.decoding import decode
from newsfold.text.extracted_pages import find_article
from newsfold.text.raw_headers import Collector

KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
COUNTED = KINDS | WarcRecordType.continuation
KIND_NAMES = frozenset(("response", "resource", "conversion", "continuation"))
ADDRESS = re.compile(r"(?:https?|ftps?|file):", re.I)
ROBOTS = re.compile(r"[^/?#]+://[^/?#]*/robots\.txt(?:[?#]|$)", re.I)
NEXT_RECORD = re.compile(rb"\r?\nWARC/\d\.\d\r?\n")
MAX_LINE_BYTES = 32_768
# The library finds the length of a record under the standard's name only, and takes `content-length` for none.
LENGTH_NAME = re.compile(rb"(?im)^content-length:")
LENGTH = b"Content-Length:"
# How often a record may hide in the block of one that claims more bytes than there are.
MAX_HIDDEN = 20
ARC_DATE = re.compile(r"\d{14}")
ARC_HOST = re.compile(r"[\da-fA-F:.]{2,45}")


@dataclass(frozen=True, slots=True)
class ArcLine:
    """What the line before a page says. `date` has 14 digits, in UTC; `size` counts the bytes of the page."""

    address: str
    date: str
    content_type: str
    size: int


def read_warc(expanded: Expanded, budget: Budget, *, is_part: bool = False) -> Iterator[Member | Rejection]:
    """The pages of a WARC file, in order. Memory holds one of them. A part of a file may have none."""
    count = 0
    with_known_lengths(expanded)
    for item in walk_records(expanded, budget, expanded):
        count += 1
        yield item
    if not count and not is_part:
        yield Rejection("no_article", "a web archive without an answer of a web server")


def record_places(expanded: Expanded) -> Iterator[int]:
    """Where each record begins, of whatever kind, as `read_warc` meets them; their blocks are passed over.

    Raises Refused where the bytes can't be unpacked further, OSError and ValueError where no record can be found in them.
    """
    with_known_lengths(expanded)
    records = ArchiveIterator(
        expanded,
        record_types=WarcRecordType.any_type,
        parse_http=False,
        quirks_mode=True,
        stream_detect=False,
    )
    for record in records:
        yield record.stream_pos


def with_known_lengths(expanded: Expanded) -> None:
    """Make the library see the lengths of the records where the first one's is written in another case."""
    first = LENGTH_NAME.search(expanded.peek(MAX_LINE_BYTES).replace(b"\r\n", b"\n").partition(b"\n\n")[0])
    if first is not None and first[0] != LENGTH:
        expanded.pieces = with_length_names(chain([bytes(expanded.rest)], expanded.pieces))
        expanded.rest = memoryview(b"")


def with_length_names(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, a line's `content-length:` in the standard's letters wherever a piece is divided."""
    kept = b""
    for piece in pieces:
        text = LENGTH_NAME.sub(LENGTH, kept + piece)
        cut = max(len(text) - len(LENGTH), 0)
        yield text[:cut]
        kept = text[cut:]
    yield kept


def walk_records(
    stream: io.RawIOBase | io.BytesIO, budget: Budget, places: Expanded, depth: int = 0
) -> Iterator[Member | Rejection]:
    """The counted records of a stream. `places` tells where in the file they are; `depth` counts the records around it."""
    records = ArchiveIterator(
        stream, record_types=WarcRecordType.any_type, parse_http=False, quirks_mode=True, stream_detect=False
    )
    address = "the first record"
    try:
        for record in records:
            if not is_counted(record):
                continue
            address = fold(record.headers.get("WARC-Target-URI") or "").strip("<>")
            if not ADDRESS.match(address):
                continue
            budget.take_member()
            place = places.base + record.stream_pos
            offset = places.packed_place(place)
            block = record.reader.read(min(record.content_length, MAX_BLOCK_BYTES))
            item = read_record(record, address, block, offset, 0 if places.starts else len(block), budget)
            yield replace(item, place=place) if isinstance(item, Member) else item
            if len(block) < min(record.content_length, MAX_BLOCK_BYTES) and depth < MAX_HIDDEN:
                # A length that is too long reaches over the records behind it.
                hidden = NEXT_RECORD.search(block)
                if hidden:
                    rest = io.BytesIO(block[hidden.start() :].lstrip())
                    yield from walk_records(rest, budget, places, depth + 1)
    except Exhausted:
        raise
    except Refused as refusal:
        yield rejected(f"behind {address}", refusal)
    except (OSError, ValueError) as error:
        yield Rejection("malformed", f"behind {address}: {error}")


def is_counted(record: WarcRecord) -> bool:
    """Whether a record counts, by its kind. The reader of the library does not know the kind where the case of the header's
    name is another one than the standard's, and that means nothing.
    """
    kind = record.record_type
    if kind not in (WarcRecordType.no_type, WarcRecordType.unknown):
        return bool(kind & COUNTED)
    return (record.headers.get("WARC-Type") or "").strip().lower() in KIND_NAMES


def read_record(
    record: WarcRecord, address: str, block: bytes, offset: int, length: int, budget: Budget
) -> Member | Rejection:
    """The page that one record holds, or why it holds none."""
    try:
        if len(block) == MAX_BLOCK_BYTES:
            raise Refused("too_large", f"{record.content_length:,} bytes; the limit is {MAX_BLOCK_BYTES:,}")
        if len(block) < record.content_length:
            raise Refused("truncated", f"{len(block):,} bytes of {record.content_length:,}")
        if record.record_type == WarcRecordType.continuation:
            raise Refused("unsupported_format", "a continuation of a record that was divided")
        found = Collector()
        found.header("warc.target-uri", address, "WARC header")
        for name in ("Date", "Truncated", "Identified-Payload-Type"):
            found.header(f"warc.{name.lower()}", record.headers.get(f"WARC-{name}") or "", "WARC header")
        stated = record.headers.get("Content-Type") or ""
        if record.record_type == WarcRecordType.conversion and stated.startswith("text/plain"):
            block = read_conversion(block, found)
        return member_of(block, address, stated, found.headers, offset, length, budget)
    except Exhausted:
        raise
    except Refused as refusal:
        return rejected(address, refusal, offset)


def read_conversion(block: bytes, found: Collector) -> bytes:
    """The article in the text of a page that an archive keeps in place of it (WET); what was left out goes to `found`."""
    decoded = decode(block, "utf-8")
    if decoded is None:
        return block
    lines, above, below = find_article(decoded.text)
    if not above and not below:
        return block
    found.header("wet.left-out", f"{above} lines above the article, {below} below", "the page's text")
    return "\n\n".join(lines).encode()


def member_of(
    block: bytes,
    address: str,
    content_type: str,
    headers: list[RawHeader],
    offset: int,
    length: int,
    budget: Budget,
) -> Member:
    """The page in the block of a record that was met at `address`. Raises Refused."""
    answer = read_answer(block, budget)
    if not answer.content_type:
        media = content_type.partition(";")[0].strip().lower()
        answer = Answer(answer.payload, media, answer.charset, answer.headers)
    if answer.content_type.startswith(MEDIA_WITHOUT_TEXT):
        raise Refused("binary", answer.content_type[:80])
    if answer.content_type in PROGRAM_TYPES or ROBOTS.match(address):
        raise Refused("no_article", f"{answer.content_type[:80]}, a part of a page or a text for programs")
    return Member(
        address, answer.payload, (*headers, *answer.headers), answer.charset, offset, length, is_named=False
    )


def read_arc(expanded: Expanded, budget: Budget) -> Iterator[Member | Rejection]:
    """The pages of an ARC file. Its first record describes the file. warcio reads ARC, too, but lines of any length."""
    stream = io.BufferedReader(expanded)
    count = 0
    address = "the first record"
    try:
        while line := stream.readline(MAX_LINE_BYTES):
            text = fold(line.decode("utf-8", "replace"))
            stated = read_arc_line(text)
            block = read_block(stream, stated.size) if stated else b""
            if not ADDRESS.match(text):
                continue
            budget.take_member()
            count += 1
            if stated is None:
                yield Rejection("malformed", f"{text[:200]}: no line that describes a record")
                continue
            address = stated.address
            place = stream.tell() - len(block) - len(line)
            item = read_arc_record(
                stated,
                block,
                expanded.packed_place(place),
                0 if expanded.starts else len(line) + len(block),
                budget,
            )
            yield replace(item, place=place) if isinstance(item, Member) else item
    except Exhausted:
        raise
    except Refused as refusal:
        count += 1
        yield rejected(f"behind {address}", refusal)
    if not count:
        yield Rejection("no_article", "a web archive without an answer of a web server")


def read_arc_line(text: str) -> ArcLine | None:
    """`<address> <IP> <date> <media type> <length>`; the second form of ARC has more fields. Addresses may hold spaces."""
    words = text.split(" ")
    size = words[-1]
    for at in range(len(words) - 3, max(1, len(words) - 10), -1):
        if ARC_DATE.fullmatch(words[at]) and ARC_HOST.fullmatch(words[at - 1]):
            if not (size.isascii() and size.isdigit() and len(size) <= 12):
                return None
            return ArcLine(" ".join(words[: at - 1]), words[at], words[at + 1], int(size))
    return None


def read_block(stream: io.BufferedIOBase, size: int) -> bytes:
    """The next `size` bytes; of what is too large the bytes are passed over, and none are given."""
    if size <= MAX_BLOCK_BYTES:
        return stream.read(size)
    while size > 0 and (piece := stream.read(min(size, MAX_LINE_BYTES))):
        size -= len(piece)
    return b""


def read_arc_record(
    line: ArcLine, block: bytes, offset: int, length: int, budget: Budget
) -> Member | Rejection:
    """The page that one ARC record holds, or why it holds none."""
    try:
        if line.size > MAX_BLOCK_BYTES:
            raise Refused("too_large", f"{line.size:,} bytes; the limit is {MAX_BLOCK_BYTES:,}")
        if len(block) < line.size:
            raise Refused("truncated", f"{len(block):,} bytes of {line.size:,}")
        found = Collector()
        found.header("warc.target-uri", line.address, "ARC line")
        day, time = line.date[:8], line.date[8:]
        found.header(
            "warc.date", f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}Z", "ARC line"
        )
        return member_of(block, line.address, line.content_type, found.headers, offset, length, budget)
    except Exhausted:
        raise
    except Refused as refusal:
        return rejected(line.address, refusal, offset)
