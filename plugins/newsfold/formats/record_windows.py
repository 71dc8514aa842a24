"""Where a large file may be cut: behind its last whole record. Each piece, a window, is then read like a file of its own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from newsfold.formats.containers.mail_folder import START
from newsfold.formats.detection import SOMETHING, Detected
from newsfold.formats.tables.csv_table import find_table, line_end
from newsfold.formats.tables.json_items import is_lines
from newsfold.text.decoding import Decoded

MAX_PREFIX_BYTES = 200_000
MAX_LINES_BACK = 20_000
#: Formats of markup that hold record after record -> the element of each.
ELEMENTS = {"mediawiki": "page", "trec": "DOC", "sgml": "REUTERS", "feed": "item", "sitemap": "url"}
# In these an ASCII character is the same single byte as in ASCII, wherever it stands.
WIDE = ("utf-16", "utf-32", "utf_16", "utf_32", "iso2022", "hz")

Cut = Callable[[bytes], int]


@dataclass(frozen=True, slots=True)
class Windows:
    """How a file is cut: its format, what belongs in front of each window but the first, and where a window may end, which
    is behind the last whole record of its bytes; 0 where none ends in them. `small_cut` is for windows of a few records, in which
    nothing may be guessed.
    """

    form: str
    prefix: bytes
    cut: Cut
    opening: re.Pattern[bytes] = SOMETHING
    small_cut: Cut | None = None

    def holds_record(self, data: bytes) -> bool:
        """Whether more is in these bytes than what may stand behind the last record."""
        return self.opening.search(data) is not None


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
        return Windows(known, prefix, last_row, small_cut=last_whole_row) if prefix else None
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
    return last_whole_row(data) or last_line(data)


def last_whole_row(data: bytes) -> int:
    """The same; 0 where there is none near."""
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
    return 0


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
