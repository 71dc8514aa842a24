"""Markup from outside, in pieces: given to lxml's parsers, and cut into items so that a broken one harms no other."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from lxml import etree

# What begins neither an entity nor a tag: authors forget to escape both.
BARE = re.compile(r"&(?!#?[A-Za-z0-9]{1,32};)|<(?![A-Za-z_:/!?\x80-\U0010ffff])")
ESCAPED = {"&": "&amp;", "<": "&lt;"}
ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
#: Neither an entity nor the start of an item's tag is longer: that much is held back until the next piece tells what it is.
LONGEST_MARK = 60


def feed_all(parser: Any, pieces: Iterator[str]) -> Iterator[None]:
    """Give a text to a parser of lxml, and take a break after each piece, for what its target has collected.

    What lxml can't read on behind is left; what came before counts.
    """
    try:
        for piece in pieces:
            parser.feed(piece.encode("utf-8", "replace"))
            yield
        parser.close()
    except etree.LxmlError:
        pass
    yield


class Mark(Enum):
    """What a piece of text is to its item."""

    START = "the start of its first tag"
    END = "its last tag"
    NONE = "neither"


def cut_items(pieces: Iterator[str], item: str) -> Iterator[tuple[Mark, str]]:
    """XML text in pieces, cut at the tags that begin and end each `item`, wherever they stand.

    Outside comments and CDATA sections, `&` and `<` that begin nothing are escaped: a parser that reads on behind mistakes
    leaves the one out, so that an address becomes another one, and stops at the other.
    """
    name = rf"(?:[A-Za-z_][A-Za-z0-9_.-]{{0,30}}:)?{item}"
    marks = re.compile(rf"<!\[CDATA\[|<!--|<{name}(?=[\s/>])|</{name}\s{{0,9}}>")
    rest, end = "", ""
    for piece in pieces:
        rest += piece
        done = 0
        while True:
            if end:
                at = rest.find(end, done)
                if at < 0:
                    break
                yield Mark.NONE, rest[done : at + len(end)]
                done, end = at + len(end), ""
            found = marks.search(rest, done)
            if found is None:
                break
            yield Mark.NONE, escape(rest[done : found.start()])
            end = ENDS.get(found[0], "")
            yield Mark.NONE if end else Mark.END if found[0][1] == "/" else Mark.START, found[0]
            done = found.end()
        cut = max(done, len(rest) - 2) if end else safe_end(rest, done)
        yield Mark.NONE, rest[done:cut] if end else escape(rest[done:cut])
        rest = rest[cut:]
    yield Mark.NONE, rest if end else escape(rest)


def escape(text: str) -> str:
    """The text with each `&` and `<` escaped that begins nothing."""
    return BARE.sub(lambda found: ESCAPED[found[0]], text)


def safe_end(text: str, start: int) -> int:
    """Up to where a text can be judged, from `start`, without knowing what follows."""
    late = max(start, len(text) - LONGEST_MARK)
    found = [text.find(char, late) for char in "&<"]
    return min((at for at in found if at >= 0), default=len(text))
