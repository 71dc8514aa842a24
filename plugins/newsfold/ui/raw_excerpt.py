"""The raw bytes around a record, as text and in hexadecimal. A bounded part is read, whatever the file's size."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsfold.config.sources import SourceError
from newsfold.formats import CONTAINERS, DOCUMENTS
from newsfold.formats.detection import UNREAD, recognize
from newsfold.raw_store.contract import AnyRawStore
from newsfold.text.charsets import BYTE_ORDER_MARKS, find_declared_charset
from newsfold.text.decoding import decode
from newsfold.ui.host import Host

HEAD_BYTES = 4_096
BEFORE_BYTES = 512
BEHIND_BYTES = 3_584
HEX_BYTES = 256
PACKED = frozenset((*CONTAINERS, *DOCUMENTS))
ROW_BYTES = 16
#: Control characters, and those that would turn the direction of the text around them.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class HexRow:
    """One line: where it begins, its bytes in hexadecimal, and those of them that are ASCII."""

    offset: int
    numbers: str
    letters: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Bytes `start` to `end` of a file; `before` and `text` are what stands before and from `offset` on.

    `encoding` is None where the bytes are no text. `container` is the format of an archive or a document: its bytes are packed.
    """

    start: int
    offset: int
    end: int
    before: str
    text: str
    encoding: str | None
    rows: Sequence[HexRow]
    container: str | None
    detected: str


def opened_store(host: Host) -> tuple[AnyRawStore | None, str]:
    """The raw store; None where there is none or it can't be opened, and why."""
    try:
        return (host.raw_store() if host.raw_store else None), "There is no raw store here."
    except SourceError as error:
        return None, f"The raw store can't be opened: {error}"


def bytes_of(raw_store: AnyRawStore, record: Any) -> tuple[Excerpt | None, str]:
    """The bytes around a record, a row of `store.quarantine.record`; None where they can't be had, and why."""
    try:
        return excerpt(raw_store, record.file_sha256, record.byte_offset), ""
    except FileNotFoundError:
        return None, "The raw store does not hold its bytes any more."
    except OSError as error:
        return None, f"The raw store can't be read: {error}"


def excerpt(raw_store: AnyRawStore, sha256: str, offset: int | None) -> Excerpt:
    """The bytes around an offset. Raises FileNotFoundError where they are gone, OSError where the store can't be read."""
    head = raw_store.read_part(sha256, 0, HEAD_BYTES)
    at = max(0, offset or 0)
    start = max(0, at - BEFORE_BYTES)
    piece = raw_store.read_part(sha256, start, at - start + BEHIND_BYTES)
    before, behind = piece[: at - start], piece[at - start :]
    found = recognize(head)
    is_text = found.format not in PACKED and found.format not in UNREAD and found.format != "binary"
    text, encoding = decoded(behind, head, at) if is_text else ("", None)
    return Excerpt(
        start,
        at,
        start + len(piece),
        decoded(before, head, start)[0] if before and is_text else "",
        text,
        encoding,
        hex_rows(behind[:HEX_BYTES], at),
        found.format if found.format in PACKED else None,
        f"{found.format}: {found.detail}" if found.detail else found.format,
    )


def decoded(piece: bytes, head: bytes, start: int) -> tuple[str, str | None]:
    """A piece of a file as the readers decode it, and the encoding; empty and None where it is no text.

    `head` holds the file's first bytes, `start` is where the piece begins.
    """
    mark, name = next(((m, n) for m, n in BYTE_ORDER_MARKS if head.startswith(m)), (b"", ""))
    if start and name.startswith(("utf-16", "utf-32")):
        width = 2 if name.startswith("utf-16") else 4
        found = decode(mark + piece[(len(mark) - start) % width :])
    else:
        found = decode(whole_characters(piece) if start else untorn(piece), find_declared_charset(head))
    return ("", None) if found is None else (visible(found.text), found.encoding)


def whole_characters(piece: bytes) -> bytes:
    """Without the rest of a UTF-8 character that begins before the piece, and without one that continues after it."""
    torn = 0
    while torn < min(3, len(piece)) and 0x80 <= piece[torn] < 0xC0:
        torn += 1
    return untorn(piece[torn:])


def untorn(piece: bytes) -> bytes:
    """Without the beginning of a UTF-8 character that continues after the piece."""
    for back in range(1, min(4, len(piece)) + 1):
        first = piece[-back]
        if first >= 0xC0:
            length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
            return piece[:-back] if back < length else piece
        if first < 0x80:
            break
    return piece


def visible(text: str) -> str:
    """Text whose unseen characters are shown by a sign, so that none acts on the page."""
    return UNSEEN.sub(shown, text.replace("\r\n", "\n"))


def shown(match: re.Match[str]) -> str:
    """The picture of a control character (Unicode block Control Pictures), else the replacement character."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def hex_rows(data: bytes, start: int) -> list[HexRow]:
    """Sixteen bytes a line."""
    rows = []
    for index in range(0, len(data), ROW_BYTES):
        part = data[index : index + ROW_BYTES]
        letters = "".join(chr(each) if 0x20 <= each < 0x7F else "·" for each in part)
        rows.append(HexRow(start + index, part.hex(" "), letters))
    return rows
