"""A text that holds several articles -> the pieces that hold one each.

Exports of press databases number their articles, or close each; a list numbers its headlines; other files repeat the header
block that they open with, below a rule or an empty line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsfold.text.characters import LINE_ENDS
from newsfold.text.credit_reading import RULE
from newsfold.text.header_lines import find_header_line
from newsfold.text.paragraphs import Line
from newsfold.text.press_export_fields import (
    CLOSING_LINE,
    LISTED_HEADLINE,
    LISTED_SOURCE,
    NUMBERED_LINE,
    SIGN,
    has_codes,
)

MAX_LINE = 300
TELEX_START = re.compile(r"\s*ZCZC(?![a-z]).{0,60}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: its first character, the number of its first line (from 1), the text."""

    start: int
    first_line: int
    text: str


def divide_articles(text: str) -> list[Piece]:
    """The pieces of `text`, in order, with all of it in them; one where it holds one article."""
    ends = [match.end() for match in LINE_ENDS.finditer(text)]
    starts = [0, *ends]
    lines = [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]
    lines = [line.strip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029") for line in lines]
    cuts = sorted(set(find_cuts(lines, SIGN.search(text) is not None)) | {0})
    return [
        Piece(
            starts[first],
            first + 1,
            text[starts[first] : starts[after] if after < len(starts) else len(text)],
        )
        for first, after in zip(cuts, [*cuts[1:], len(starts)], strict=True)
    ]


def find_cuts(lines: Sequence[str], is_export: bool) -> list[int]:
    """The lines at which articles begin."""
    for find in (numbered, closed, listed) if is_export else ():
        cuts = find(lines)
        if cuts:
            return cuts
    return telexes(lines) or repeated_heads(lines) or repeated_codes(lines)


def numbered(lines: Sequence[str]) -> list[int]:
    """Below `1 of 3 DOCUMENTS`: what stands above the first one belongs to it."""
    return [i for i, line in enumerate(lines) if len(line) <= MAX_LINE and NUMBERED_LINE.fullmatch(line)][1:]


def telexes(lines: Sequence[str]) -> list[int]:
    """`ZCZC` above each, or `NNNN` below each, of several texts in the frame of a telex."""
    starts = [i for i, line in enumerate(lines) if len(line) <= MAX_LINE and TELEX_START.fullmatch(line)]
    if len(starts) > 1:
        return starts
    ends = [i for i, line in enumerate(lines) if line.strip() == "NNNN"]
    return [end + 1 for end in ends[:-1]] if len(ends) > 1 else []


def closed(lines: Sequence[str]) -> list[int]:
    """Behind `End of Document`, where more than a few words follow; the rest belongs to the last one."""
    ends = [i for i, line in enumerate(lines) if len(line) <= MAX_LINE and CLOSING_LINE.fullmatch(line)]
    return [end + 1 for end in ends[:-1]] + [
        end + 1 for end in ends[-1:] if sum(len(line.split()) for line in lines[end + 1 :]) > 60
    ]


def listed(lines: Sequence[str]) -> list[int]:
    """`2. Headline` above a line that says where it is from."""
    return [
        i
        for i, line in enumerate(lines)
        if i
        and len(line) <= MAX_LINE
        and LISTED_HEADLINE.fullmatch(line.strip())
        and LISTED_SOURCE.fullmatch(
            next((below for below in lines[i + 1 : i + 4] if below.strip()), "").strip()
        )
    ]


def repeated_codes(lines: Sequence[str]) -> list[int]:
    """Each headline of Factiva's fields but the first."""
    heads = [i for i, line in enumerate(lines) if re.match(r"HD[ \t]", line)]
    return heads[1:] if len(heads) > 1 and has_codes(list(lines)) else []


def repeated_heads(lines: Sequence[str]) -> list[int]:
    """The header blocks that begin with the same two keys as the file, each below an empty line or a rule."""
    first = next((i for i, line in enumerate(lines) if line.strip() and not RULE.fullmatch(line)), None)
    keys = list(keys_of(lines, first)) if first is not None else []
    if first is None or len(keys) < 2:
        return []
    fence = first > 0 and lines[first - 1].strip() == "---"
    opening = re.compile(rf"\s{{0,8}}{re.escape(keys[0])}\s{{0,4}}[:：=\t]")
    cuts = [
        i
        for i in range(first + 2, len(lines) - 1)
        if opening.match(lines[i])
        and (not lines[i - 1].strip() or RULE.fullmatch(lines[i - 1]))
        and list(keys_of(lines, i))[:2] == keys[:2]
    ]
    return [cut - 1 if fence and lines[cut - 1].strip() == "---" else cut for cut in cuts]


def keys_of(lines: Sequence[str], start: int) -> Iterator[str]:
    """The keys of the header lines from `start` on."""
    for number, text in enumerate(lines[start : start + 20], start + 1):
        entry = find_header_line(Line(number, text))
        if entry is None:
            return
        yield entry.key
