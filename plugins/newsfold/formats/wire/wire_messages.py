"""What IPTC 7901 and ANPA 1312 have in common: messages between control characters, several in one file.

    SOH header STX text ETX trailer EOT

Systems on the way strip the control characters, or print them (`^A`, `<SOH>`, the pictures of Unicode). Specifications: IPTC
Recommendation 7901, revision 5 (1995); ANPA Bulletin 1312 (1989).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.json_items import BytePlaces
from newsfold.model import Record, Rejection
from newsfold.text.characters import split_lines
from newsfold.text.decoding import Decoded
from newsfold.text.paragraphs import Line

SOH = r"(?:\x01|\^A|<SOH>|␁)"
STX = r"(?:\x02|\^B(?=[^\n])|<STX>|␂)"
ETX = r"(?:\x03|\^C|<ETX>|␃)"
EOT = r"(?:\x04|\^D\s*$|<EOT>|␄)"
# What stands before a message and means nothing: synchronization, padding, bells, the separator of telex copy.
PADDING = r"(?:[\x00\x07\x16\x7f\s]|\^V|<SYN>|␖|\^@)*+"
TEXT_START = re.compile(STX)
TEXT_END = re.compile(rf"{ETX}(?=[^\n]{{0,80}}(?:\n|$))", re.M)
MESSAGE_END = re.compile(EOT, re.M)
LEAST_STRAY = 20  # letters outside of the messages that are worth a row


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its header lines, its text, what follows the text; `start` and `end` are characters in the file."""

    header: str
    text: str
    trailer: str
    first_line: int
    has_text_mark: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands: its number, and its bytes in the file."""

    position: int
    encoding: str
    offset: int
    length: int


def divide(
    decoded: Decoded, start_of_message: re.Pattern[str], size: int
) -> Iterator[tuple[Message, Place] | Rejection]:
    """The messages of a file, each from one start to the next; Rejection `malformed` for text outside of them."""
    text = decoded.text
    places = BytePlaces(decoded, size)
    starts = [match.start() for match in start_of_message.finditer(text)]
    position = 0
    if starts and count_letters(text[: starts[0]]) > LEAST_STRAY:
        yield Rejection("malformed", f"text before the first message: {text[:80]!r}", position, 0)
        position += 1
    line = 1
    done = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", done, start)
        done = start
        closed = MESSAGE_END.search(text, start, end)
        message = cut(text, start, closed.start() if closed else end, line)
        offset = places.advance(start)
        yield message, Place(position, places.stated_encoding, offset, places.measure(text[start:end]))
        position += 1
        if closed and count_letters(text[closed.end() : end]) > LEAST_STRAY:
            stray = text[closed.end() : end].strip()
            yield Rejection("malformed", f"text outside of a message: {stray[:80]!r}", position, offset)
            position += 1


def read_messages(
    decoded: Decoded,
    start_of_message: re.Pattern[str],
    size: int,
    form: str,
    read_message: Callable[[Message, Place], Record | Rejection],
) -> Iterator[Record | Rejection]:
    """Read all messages of a file of `size` bytes; a fault costs its message only."""
    for item in divide(decoded, start_of_message, size):
        if isinstance(item, Rejection):
            yield item
            continue
        message, place = item

        def read(message: Message = message, place: Place = place) -> list[Record | Rejection]:
            return [read_message(message, place)]

        yield from read_isolated(read, place.position, place.offset, form)


def cut(text: str, start: int, end: int, line: int) -> Message:
    """One message in its parts. Without the mark of the text, the header is its first line."""
    mark = TEXT_START.search(text, start, end)
    if mark is None:
        header_end = text.find("\n", start, end)
        header_end = text_start = end if header_end < 0 else header_end
    else:
        header_end, text_start = mark.start(), mark.end()
    closing = None
    for closing in TEXT_END.finditer(text, text_start, end):  # noqa: B007 - the last one closes the text
        pass
    text_end = closing.start() if closing else end
    trailer = text[closing.end() : end] if closing else ""
    return Message(
        text[start:header_end],
        text[text_start:text_end],
        trailer,
        line + text.count("\n", start, text_start),
        mark is not None,
        start,
        end,
    )


def count_letters(text: str) -> int:
    """How many letters and digits stand in `text`."""
    return sum(character.isalnum() for character in text)


def lines_of(text: str, first: int) -> list[Line]:
    """The lines of a text, numbered from `first`."""
    return [Line(number, line) for number, line in enumerate(split_lines(text), first)]
