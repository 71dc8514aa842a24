"""JSON text -> its items one after the other, each with its place: lines of JSON Lines, elements of an array, or one document.

The items of an array are cut out by their brackets before they are parsed. So memory holds one item at a time, depth is counted
instead of recursed into, and a broken item ends at its own bracket.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from newsfold.model import Rejection
from newsfold.text.decoding import Decoded

MAX_ITEM_CHARACTERS = 8_000_000
MAX_DOCUMENT_CHARACTERS = 20_000_000
MAX_DEPTH = 100
MAX_ITEMS = 1_000_000
# How often, on average, each character may be looked at: an item without end is looked for to the end of the file.
MAX_LOOKS = 20
SAMPLE_LINES = 20
SPACE = " \t\r\n\ufeff\x00\x1e"
# A string as a whole (possessive: looked at once), or a bracket. A string without end is taken up to the end of the text.
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[{}\[\]]', re.S)
FIRST_KEY = re.compile(r'\{\s{0,100}"(?:[^"\\]|\\.){1,100}"\s{0,100}:')
DECODER = json.JSONDecoder(strict=False)  # control characters inside strings are common, and harmless


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One JSON object. `offset` and `length` are its bytes in the file, as far as the encoding lets them be told."""

    value: dict[str, Any]
    offset: int
    length: int
    encoding: str


def text_of_value(value: Any) -> str:
    """A plain value as text; empty for null, objects, lists and truth values."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def iterate_items(decoded: Decoded, size: int) -> Iterator[JsonItem | Rejection]:
    """The objects in a JSON file of `size` bytes, in order, and one Rejection (without position) for each that can't be read."""
    source = iterate_lines(decoded, size) if is_lines(decoded.text) else iterate_elements(decoded, size)
    for count, item in enumerate(source, 1):
        yield item
        if count >= MAX_ITEMS:
            yield Rejection(
                "too_large",
                f"more than {MAX_ITEMS:,} items; the rest of the file was not read",
                None,
                item.offset,
            )
            return


def is_lines(text: str) -> bool:
    """True for JSON Lines: of the first lines at least half are an object each, and there is more than one line."""
    objects = others = 0
    start = 0
    for start, line in split_physical(text, MAX_ITEM_CHARACTERS):
        if objects + others >= SAMPLE_LINES or start > MAX_ITEM_CHARACTERS:
            break
        stripped = line.strip(SPACE)
        if stripped:
            objects, others = (objects + 1, others) if is_object(stripped) else (objects, others + 1)
    return objects >= others and objects + others > 1


def is_object(line: str) -> bool:
    """True where the line alone is a JSON object."""
    if not (line.startswith("{") and line.endswith("}")):
        return False
    try:
        return isinstance(DECODER.decode(line), dict)
    except (ValueError, RecursionError):
        return False


def split_physical(text: str, limit: int) -> Iterator[tuple[int, str]]:
    """Each line with its place in `text`. Of a line above `limit` characters only so much is given, without its end."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start : min(end, start + limit + 1)]
        start = end + 1


def iterate_lines(decoded: Decoded, size: int) -> Iterator[JsonItem | Rejection]:
    """One item a line; empty lines are none."""
    places = BytePlaces(decoded, size)
    for start, line in split_physical(decoded.text, MAX_ITEM_CHARACTERS):
        stripped = line.strip(SPACE)
        if not stripped:
            continue
        if len(line) > MAX_ITEM_CHARACTERS:
            yield Rejection(
                "too_large",
                f"a line of more than {MAX_ITEM_CHARACTERS:,} characters",
                None,
                places.advance(start),
            )
            continue
        yield parse_item(
            stripped,
            places.advance(start),
            places.measure(stripped),
            decoded.encoding,
            is_last=start + len(line) >= len(decoded.text),
        )


def iterate_elements(decoded: Decoded, size: int) -> Iterator[JsonItem | Rejection]:
    """The elements of an array that is the whole file; else the documents that the file holds, which usually is one."""
    text = decoded.text
    places = BytePlaces(decoded, size)
    in_array = text[:1000].lstrip(SPACE).startswith("[")
    limit = MAX_ITEM_CHARACTERS if in_array else MAX_DOCUMENT_CHARACTERS
    done = text.index("[") + 1 if in_array else 0
    looked_at = 0
    while done < len(text):
        start, end, depth = find_element(text, done)
        looked_at += end - done
        if looked_at > MAX_LOOKS * len(text):
            yield Rejection(
                "malformed",
                "too many items without end; the rest of the file was not read",
                None,
                places.advance(start),
            )
            return
        between = text[done:start].strip(SPACE + ",")
        if between and (start < end or not between.startswith("]")):
            yield Rejection("malformed", f"no JSON object: {between[:80]}", None, places.advance(done))
        if start >= end:
            return
        item = read_element(text[start:end], depth, limit, places, start, is_last=end >= len(text))
        if isinstance(item, Rejection) and item.reason_code in ("malformed", "truncated"):
            done = find_restart(text, start, end)
            item = replace(item, reason_code="malformed") if done < end else item
        else:
            done = end
        yield item


def read_element(
    markup: str, depth: int, limit: int, places: "BytePlaces", start: int, *, is_last: bool
) -> JsonItem | Rejection:
    """One element that was cut out, parsed if it is within the limits of size and depth."""
    place = places.advance(start)
    if len(markup) > limit:
        return Rejection(
            "too_large", f"an item of {len(markup):,} characters; the limit is {limit:,}", None, place
        )
    if depth > MAX_DEPTH:
        return Rejection("malformed", f"an item nested more than {MAX_DEPTH} levels deep", None, place)
    return parse_item(markup, place, places.measure(markup), places.stated_encoding, is_last=is_last)


def find_element(text: str, start: int) -> tuple[int, int, int]:
    """Begin, end and depth of the next object behind `start`; begin and end are the same where there is none.

    An object without end ends with the text.
    """
    depth = deepest = begin = 0
    for token in TOKEN.finditer(text, start):
        mark = text[token.start()]
        if mark in "{[":
            if not depth:
                begin = token.start()
            depth += 1
            deepest = max(depth, deepest)
        elif mark in "}]":
            depth -= 1
            if depth < 0:  # the end of the array itself
                return token.start(), token.start(), 0
            if not depth:
                return begin, token.end(), deepest
    return (begin, len(text), deepest) if depth else (len(text), len(text), 0)


def find_restart(text: str, start: int, end: int) -> int:
    """Where to go on behind a broken item: at the next object that begins with the same name, if the brackets led past it."""
    first = FIRST_KEY.match(text, start)
    if first is None:
        return end
    name = first[0].lstrip("{ \t\r\n").rstrip(": \t\r\n")
    following = re.compile(r"[},]\s{0,100}(\{\s{0,100}" + re.escape(name) + r"\s{0,100}:)").search(
        text, start + 1, end
    )
    return following.start(1) if following else end


def parse_item(text: str, offset: int, length: int, encoding: str, *, is_last: bool) -> JsonItem | Rejection:
    """One item parsed; Rejection `truncated` or `malformed` where it is none."""
    try:
        value = DECODER.decode(text)
    except RecursionError:
        return Rejection("malformed", "an item that is nested too deep", None, offset)
    except ValueError as error:
        is_cut = is_last and not text.endswith("}")
        return Rejection("truncated" if is_cut else "malformed", f"not JSON: {error}"[:300], None, offset)
    if isinstance(value, dict):
        return JsonItem(value, offset, length, encoding)
    return Rejection("malformed", f"not a JSON object but {type(value).__name__}", None, offset)


class BytePlaces:
    """Places in the decoded text -> places in the file's bytes. Asked in rising order: each character is measured once."""

    def __init__(self, decoded: Decoded, size: int) -> None:
        """`size` is the file's, with its byte order mark."""
        self.text = decoded.text
        self.stated_encoding = decoded.encoding
        self.encoding = "utf-8" if "+" in decoded.encoding else decoded.encoding
        self.narrow = decoded.narrow
        self.character = 0
        whole = sum(
            self.measure(self.text[at : at + 1_000_000], at) for at in range(0, len(self.text), 1_000_000)
        )
        self.byte = (
            size - whole if 0 <= size - whole <= 4 else 0
        )  # the mark; elsewhere, places are as near as can be told

    def measure(self, piece: str, start: int | None = None) -> int:
        """How many bytes `piece` takes in the file. It stands at `start`, or where `advance` was asked for last."""
        if piece.isascii() and not self.encoding.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
            return len(piece)
        start = self.character if start is None else start
        return len(piece.encode(self.encoding, "replace")) - self.saved(start, start + len(piece))

    def saved(self, start: int, end: int) -> int:
        """How many bytes fewer than in UTF-8 the characters take that are single bytes in the file."""
        count = 0
        for index in range(bisect_left(self.narrow, (start,)) - 1, len(self.narrow)):
            if index < 0:
                continue
            first, last = self.narrow[index]
            if first >= end:
                break
            piece = self.text[max(first, start) : min(last, end)]
            count += len(piece.encode("utf-8", "replace")) - len(piece)
        return count

    def advance(self, character: int) -> int:
        """The byte at which `character` stands; not before the one that was asked for last."""
        self.byte += self.measure(self.text[self.character : character])
        self.character = character
        return self.byte
