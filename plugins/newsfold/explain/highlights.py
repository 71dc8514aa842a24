"""Where the evidence of a record stands in its raw text: the lines that a person wants to see, and the marks on them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

MAX_TEXT = 400_000
MAX_RAW = 160
MAX_LINES = 60
#: Texts of up to this many lines are shown whole; of longer ones, the lines with marks and their neighbours.
WHOLE_LINES = 30
#: Characters of a line that are shown, around its marks.
LINE_WIDTH = 300
# What would steer a terminal, or turn the direction of the text: each is shown as one other character, so that marks stay
# in place.
STEERING = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)), "�"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of the raw text (characters) from which fields were read."""

    start: int
    end: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the raw text, its number from 1, and the marks on it, with starts and ends within `text`."""

    number: int
    text: str
    marks: tuple[Mark, ...]


def find_marks(text: str, evidence: Iterable[Mapping[str, Any]]) -> list[Mark]:
    """The stretches of `text` that the evidence of fields with a value was read from, in their order, none overlapping.

    A raw value was often folded or unescaped on its way: white space and character references are let differ. What
    can't be found any more has no mark.
    """
    text = text[:MAX_TEXT]
    rows = [row for row in evidence if row.get("value") is not None and row.get("raw") and not is_guess(row)]
    fields: dict[tuple[int, int], list[str]] = {}
    dateline = None
    # The longest first: the whole dateline shows where its parts stand.
    for row in sorted(rows, key=lambda row: -len(str(row["raw"]))):
        where = str(row.get("where") or "")
        span = dateline if where == "dateline" and dateline else find_span(text, str(row["raw"]), where)
        if span is not None:
            fields.setdefault(span, []).append(str(row["field"]))
            dateline = span if where == "dateline" else dateline
    return without_overlap(fields)


def is_guess(row: Mapping[str, Any]) -> bool:
    """Whether a value was read from the text as a whole, and its raw text is only how that begins."""
    return row.get("field") == "language" and row.get("where") == "body"


def find_span(text: str, raw: str, where: str) -> tuple[int, int] | None:
    """Where a raw value stands: after the line, attribute or element that `where` names, else its first place."""
    words = unescape(raw)[:MAX_RAW].split()
    if not words:
        return None
    pattern = re.compile(r"(?:\s|&nbsp;){1,80}".join(word_pattern(word) for word in words))
    start = find_start(text, where)
    match = pattern.search(text, start) or (pattern.search(text) if start else None)
    return match.span() if match else None


def find_start(text: str, where: str) -> int:
    """From where on to look: `line 7`, `ld+json 1`, `meta[property="og:title"]`, `h1 in article`, an element's path."""
    line = re.search(r"\bline (\d{1,6})", where)
    if line:
        return line_start(text, int(line[1]))
    attribute = re.search(r'="([^"]{1,100})"', where)
    element = re.match(r"[\w:-]{1,40}(?=$|[ .\[#])", where)
    anchors = (
        attribute[1] if attribute else "",
        "ld+json" if "ld+json" in where else "",
        f"<{element[0]}" if element else "",
    )
    return next((at for anchor in anchors if anchor and (at := text.find(anchor)) >= 0), 0)


def word_pattern(word: str) -> str:
    """A word, with any character that markup may write as a reference in either form."""
    return re.sub(
        r"(?:&|\\&|<|>|\"|'|[^\x00-\x7f])",
        lambda character: f"(?:{character[0]}|&#?\\w{{1,10}};)",
        re.escape(word),
    )


def line_start(text: str, number: int) -> int:
    """Where a line begins, counted from 1; the last line's start for numbers past the end."""
    start = 0
    for _ in range(number - 1):
        following = text.find("\n", start)
        if following < 0:
            break
        start = following + 1
    return start


def without_overlap(fields: Mapping[tuple[int, int], Sequence[str]]) -> list[Mark]:
    """Marks in the order of the text. What lies within another, or reaches into it, becomes part of that."""
    merged: list[Mark] = []
    for (start, end), names in sorted(fields.items(), key=lambda each: (each[0][0], -each[0][1])):
        if merged and start < merged[-1].end:
            last = merged.pop()
            merged.append(Mark(last.start, max(end, last.end), tuple(dict.fromkeys((*last.fields, *names)))))
        else:
            merged.append(Mark(start, end, tuple(names)))
    return merged


def marked_lines(text: str, marks: Sequence[Mark]) -> list[MarkedLine]:
    """The lines to show: all of a short text, else those with marks and the ones beside them."""
    lines = text[:MAX_TEXT].split("\n")
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    by_line: dict[int, list[Mark]] = {}
    number = 0
    for mark in marks:
        while number + 1 < len(starts) and starts[number + 1] <= mark.start:
            number += 1
        within = number
        while within < len(starts) and starts[within] < mark.end:
            begin, length = starts[within], len(lines[within])
            start, end = max(mark.start - begin, 0), min(mark.end - begin, length)
            if end > start:
                by_line.setdefault(within, []).append(Mark(start, end, mark.fields))
            within += 1
    near = {index + step for index in by_line for step in (-1, 0, 1)}
    chosen = [index for index in range(len(lines)) if len(lines) <= WHOLE_LINES or index in near]
    return [
        cut_line(index + 1, lines[index], by_line.get(index, []))
        for index in chosen[:MAX_LINES]
        if index in by_line or len(lines) <= WHOLE_LINES or lines[index].strip()
    ]


def cut_line(number: int, line: str, marks: Sequence[Mark]) -> MarkedLine:
    """A line, cut to what surrounds its first mark where it is long: pages often stand on one line."""
    line = line.rstrip("\r").translate(STEERING)
    if len(line) <= LINE_WIDTH:
        return MarkedLine(number, line, tuple(marks))
    begin = max(0, min((mark.start for mark in marks), default=0) - 60)
    shown = line[begin : begin + LINE_WIDTH]
    front, back = "…" if begin else "", "…" if begin + LINE_WIDTH < len(line) else ""
    moved = len(front) - begin
    kept = tuple(
        Mark(mark.start + moved, min(mark.end, begin + LINE_WIDTH) + moved, mark.fields)
        for mark in marks
        if mark.start < begin + LINE_WIDTH
    )
    return MarkedLine(number, f"{front}{shown}{back}", kept)
