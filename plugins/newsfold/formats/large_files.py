"""Files of any size, read in windows: what holds record after record is cut between two of them, and each window is read
like a file of its own. So memory holds a window, whatever the size.

That is possible for lines of JSON, tables, mail folders, archives of the web, dumps and collections in markup, and for each
of them compressed. A page, a JSON array or a ZIP archive is one thing, and read whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from newsfold.formats import counted, read_items, read_member
from newsfold.formats.containers.compressed import DECOMPRESSORS, Expanded, expand
from newsfold.formats.containers.mail_folder import START
from newsfold.formats.containers.members import Budget, Member, budget_for
from newsfold.formats.containers.tar_archive import is_tar, read_tar
from newsfold.formats.containers.web_archives import read_arc, read_warc
from newsfold.formats.detection import SOMETHING, Detected, recognize
from newsfold.formats.tables.csv_table import find_table, line_end
from newsfold.formats.tables.json_items import is_lines
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded

#: A smaller file is read whole.
LARGE_BYTES = 48_000_000
WINDOW_BYTES = 8_000_000
BLOCK_BYTES = 4_000_000
HEAD_BYTES = 1_000_000
#: A record that is longer ends where this is reached.
MAX_WINDOW_BYTES = 64_000_000
MAX_PREFIX_BYTES = 200_000
MAX_LINES_BACK = 20_000
#: Formats of markup that hold record after record -> the element of each.
ELEMENTS = {"mediawiki": "page", "trec": "DOC", "sgml": "REUTERS", "feed": "item", "sitemap": "url"}
# In these an ASCII character is the same single byte as in ASCII, wherever it stands.
WIDE = ("utf-16", "utf-32", "utf_16", "utf_32", "iso2022", "hz")

ReadPart = Callable[[int, int], bytes]
Cut = Callable[[bytes], int]


class Parts:
    """A file elsewhere whose parts can be had like those of bytes. One block is kept: it is read from front to back."""

    def __init__(self, read_part: ReadPart, size: int) -> None:
        self.read_part, self.size = read_part, size
        self.start, self.block = 0, b""

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self.size)
        if start < self.start or end > self.start + len(self.block):
            self.start, self.block = start, self.read_part(start, max(BLOCK_BYTES, end - start))
        return self.block[start - self.start : end - self.start]

    def pieces(self) -> Iterator[bytes]:
        """All of it, block by block."""
        at = 0
        while at < self.size and (piece := self.read_part(at, BLOCK_BYTES)):
            at += len(piece)
            yield piece


@dataclass(frozen=True, slots=True)
class Windows:
    """How a file is cut: its format, what belongs in front of each window but the first, and where a window may end, which
    is behind the last whole record of its bytes; 0 where none ends in them.
    """

    form: str
    prefix: bytes
    cut: Cut
    opening: re.Pattern[bytes] = SOMETHING

    def holds_record(self, data: bytes) -> bool:
        """Whether more is in these bytes than what may stand behind the last record."""
        return self.opening.search(data) is not None


def read_large(
    read_part: ReadPart, size: int, *, name: str, columns: Mapping[str, str], form: str | None
) -> Iterator[Record | Rejection] | None:
    """All records of a file of `size` bytes whose parts `read_part` gives; None where it can only be read whole.

    As `newsfold.formats.read` otherwise.
    """
    parts = Parts(read_part, size)
    budget = budget_for(size)
    detected = recognize(parts[:HEAD_BYTES], columns)
    if detected.format in DECOMPRESSORS:
        stream = expand(parts, detected.format, budget)
        packed = detected.format
    else:
        stream, packed = Expanded(parts.pieces()), ""
    head = stream.peek(HEAD_BYTES) if packed else parts[:HEAD_BYTES]
    members = members_of(head, stream, budget, is_packed=bool(packed))
    if members is not None:
        container = packed or detected.format
        items = partial(read_members, members, container, columns, budget, form)
    else:
        inner = recognize(head, columns) if packed else detected
        windows = windows_of(inner, columns, form)
        if windows is None:
            return None
        items = partial(read_windows, stream, windows, columns, budget, is_packed=bool(packed))
    return counted(items, name, budget)


def members_of(
    head: bytes, stream: Expanded, budget: Budget, *, is_packed: bool
) -> Iterator[Member | Rejection] | None:
    """The members of an archive whose reader takes a stream; None for other files."""
    if is_tar(head):
        return read_tar(stream, budget, is_packed=is_packed)
    if head.startswith(b"WARC/"):
        return read_warc(stream, budget)
    return read_arc(stream, budget) if head.startswith(b"filedesc://") else None


def read_members(
    members: Iterator[Member | Rejection],
    container: str,
    columns: Mapping[str, str],
    budget: Budget,
    form: str | None,
) -> Iterator[Record | Rejection]:
    """The records of an archive's members."""
    for part in members:
        if isinstance(part, Member):
            yield from read_member(part, container, columns, budget, 1, form)
        else:
            yield part


def read_windows(
    stream: Expanded, windows: Windows, columns: Mapping[str, str], budget: Budget, *, is_packed: bool
) -> Iterator[Record | Rejection]:
    """The records of each window, with their places in the file; in a compressed one the places are not known."""
    for start, data, is_first in windows_in(stream, windows):
        prefix = b"" if is_first else windows.prefix
        shift = start - len(prefix)
        for item in read_items(prefix + data if prefix else data, columns, budget, form=windows.form):
            if is_packed:
                yield (
                    replace(item, offset=0)
                    if isinstance(item, Rejection)
                    else replace(item, offset=0, length=0)
                )
            else:
                yield replace(item, offset=max(0, (item.offset or 0) + shift))


def windows_in(stream: Expanded, windows: Windows) -> Iterator[tuple[int, bytes, bool]]:
    """Each window: where it begins, its bytes, whether it is the first."""
    start, rest, is_first = 0, b"", True
    while piece := read_up_to(stream, WINDOW_BYTES):
        rest = rest + piece if rest else piece
        end = windows.cut(rest)
        if not end and len(rest) < MAX_WINDOW_BYTES:
            continue
        end = end or len(rest)
        yield start, rest[:end], is_first
        start, rest, is_first = start + end, rest[end:], False
    if rest and (is_first or windows.holds_record(rest)):
        yield start, rest, is_first


def read_up_to(stream: Expanded, count: int) -> bytes:
    """The next `count` bytes, fewer at the end of the file."""
    kept: list[bytes] = []
    while count > 0 and (piece := stream.read(count)):
        kept.append(piece)
        count -= len(piece)
    return b"".join(kept)


def windows_of(detected: Detected, columns: Mapping[str, str], form: str | None) -> Windows | None:
    """How a file of such a beginning is cut; None where it can't be."""
    if detected.format == "mbox":
        return Windows("mbox", b"", last_mail)
    decoded = detected.decoded
    if decoded is None or decoded.encoding.startswith(WIDE):
        return None
    known = form or detected.format
    if known == "json" and is_lines(decoded.text):
        return Windows(known, b"", last_line)
    if known == "csv":
        prefix = head_of_table(decoded, columns)
        return Windows(known, prefix, last_row) if prefix else None
    name = ELEMENTS.get(known)
    if name is None:
        return None
    pattern = rf"<(?:[\w.-]{{1,40}}:)?{name}[\s>]"
    opening = re.search(pattern, decoded.text[:MAX_PREFIX_BYTES], re.I)
    if opening is None:
        return None
    prefix = decoded.text[: opening.start()].encode("utf-8", "replace")
    return Windows(known, prefix, partial(last_element, name=name), re.compile(pattern.encode("ascii"), re.I))


def head_of_table(decoded: Decoded, columns: Mapping[str, str]) -> bytes:
    """The line with the names of the columns; empty where there is none."""
    table = find_table(decoded.text, columns)
    if table is None or "\n" not in decoded.text[:MAX_PREFIX_BYTES]:
        return b""
    encoding = "utf-8" if "+" in decoded.encoding else decoded.encoding
    return decoded.text[table.start : line_end(decoded.text, table.start) + 1].encode(encoding, "replace")


def last_line(data: bytes) -> int:
    """Behind the last whole line."""
    return data.rfind(b"\n") + 1


def last_row(data: bytes) -> int:
    """Behind the last line in front of which the quotes are even in number; where there is none near, behind the last line."""
    quotes = data.count(b'"')
    at = data.rfind(b"\n")
    end = len(data)
    for _ in range(MAX_LINES_BACK):
        if at < 0:
            break
        quotes -= data.count(b'"', at, end)
        if quotes % 2 == 0:
            return at + 1
        end, at = at, data.rfind(b"\n", 0, at)
    return last_line(data)


def last_mail(data: bytes) -> int:
    """Before the last mail, which may go on."""
    end = 0
    for match in START.finditer(data):
        end = match.start()
    return end


def last_element(data: bytes, name: str) -> int:
    """Behind the last element that is closed."""
    end = 0
    for match in re.finditer(rb"</(?:[\w.-]{1,40}:)?" + name.encode("ascii") + rb"\s{0,20}>", data, re.I):
        end = match.end()
    return end
